using KafkaGen.Accumulating;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Sending.Brain;

/// <summary>How far a connection to a broker is.</summary>
internal enum LinkState
{
    /// <summary>There is none, and none is tried before the backoff is over.</summary>
    Idle = 0,

    Connecting,

    /// <summary>Connected; the broker was asked which versions it knows.</summary>
    Negotiating,

    Ready,

    /// <summary>It was told to close.</summary>
    Closing,
}

/// <summary>The connection to one broker, and what is asked over it.</summary>
/// <param name="node">The broker's id; below zero for an address of the bootstrap list.</param>
/// <param name="host">Its host.</param>
/// <param name="port">Its port.</param>
internal sealed class BrokerLink(int node, string host, int port)
{
    private readonly Dictionary<ApiKey, ApiVersionsResponse.ApiVersion> _versions = [];

    internal int Node { get; } = node;

    internal string Host { get; set; } = host;

    internal int Port { get; set; } = port;

    internal bool IsBootstrap => Node < 0;

    internal string Address => $"{Host}:{Port}";

    internal LinkState State { get; set; }

    internal SenderConnection? Connection { get; set; }

    /// <summary>How many attempts to connect failed since the last that succeeded.</summary>
    internal int Failures { get; set; }

    internal long ConnectAfter { get; set; }

    /// <summary>The broker asked for a pause (KIP-219).</summary>
    internal long ThrottledUntil { get; set; }

    /// <summary>What was asked and is not answered, in order.</summary>
    internal Queue<UnansweredRequest> Pending { get; } = new();

    internal int ProduceRequests { get; set; }

    private int NextCorrelationId { get; set; }

    /// <summary>Partitions that it leads and that have something to send.</summary>
    internal List<PartitionSender> Sendable { get; } = [];

    internal int DueCount { get; set; }

    /// <summary>Where the next request begins to look.</summary>
    internal int Next { get; set; }

    /// <summary>Whether something changed, so that a request may be possible.</summary>
    internal bool IsTouched { get; set; }

    /// <summary>The address changed while it was connected.</summary>
    internal bool IsMoved { get; set; }

    internal void SetVersions(ApiVersionsResponse answer)
    {
        _versions.Clear();
        foreach (ApiVersionsResponse.ApiVersion version in answer.ApiKeys)
        {
            _versions[version.ApiKey] = version;
        }
    }

    /// <summary>The newest version that both know; -1 when there is none.</summary>
    internal short VersionOf(Api api, short newest = short.MaxValue)
    {
        if (!_versions.TryGetValue(api.Key, out ApiVersionsResponse.ApiVersion? theirs))
        {
            return -1;
        }

        short version = Math.Min(Math.Min(api.MaxVersion, theirs.MaxVersion), newest);
        return version >= Math.Max(api.MinVersion, theirs.MinVersion) ? version : (short)-1;
    }

    /// <summary>Why this client closes the connection; <see langword="null"/> unless it does.</summary>
    internal string? ClosedBecause { get; set; }

    /// <summary>What was last wrong with it; <see langword="null"/> while it works.</summary>
    internal string? Trouble { get; set; }

    /// <summary>Sends a request, and notes that its answer is missing.</summary>
    internal UnansweredRequest Send(Request request, short version, long now, List<(PartitionSender Partition, ProducerBatch Batch)>? batches = null)
    {
        UnansweredRequest pending = new()
        {
            Request = request,
            Version = version,
            CorrelationId = NextCorrelationId++,
            SentAt = now,
            Batches = batches ?? [],
        };
        Pending.Enqueue(pending);
        Connection!.Send(request, version, pending.CorrelationId);
        return pending;
    }

    /// <summary>Takes a request out of those that are not answered.</summary>
    internal UnansweredRequest? TakePending(int correlationId)
    {
        UnansweredRequest? taken = null;
        for (int left = Pending.Count; left > 0; left--)
        {
            UnansweredRequest pending = Pending.Dequeue();
            if (pending.CorrelationId == correlationId)
            {
                taken = pending;
            }
            else
            {
                Pending.Enqueue(pending);
            }
        }

        return taken;
    }

    internal void Add(PartitionSender partition)
    {
        if (partition.SlotInLink < 0)
        {
            partition.SlotInLink = Sendable.Count;
            Sendable.Add(partition);
        }
    }

    internal void Remove(PartitionSender partition)
    {
        int at = partition.SlotInLink;
        if (at < 0)
        {
            return;
        }

        PartitionSender last = Sendable[^1];
        Sendable[at] = last;
        last.SlotInLink = at;
        Sendable.RemoveAt(Sendable.Count - 1);
        partition.SlotInLink = -1;
        if (partition.IsDue)
        {
            partition.IsDue = false;
            DueCount--;
        }
    }
}

/// <summary>A request that is not answered.</summary>
internal sealed class UnansweredRequest
{
    internal required Request Request { get; init; }

    internal required short Version { get; init; }

    internal required int CorrelationId { get; init; }

    internal required long SentAt { get; init; }

    /// <summary>Of a produce request: what it carries.</summary>
    internal List<(PartitionSender Partition, ProducerBatch Batch)> Batches { get; init; } = [];
}
