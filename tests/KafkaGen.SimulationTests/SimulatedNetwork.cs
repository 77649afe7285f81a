using KafkaGen.Accumulating;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;

namespace KafkaGen.SimulationTests;

/// <summary>The world around the brain: a network with delays, pauses and cuts, a compressor, and a cluster at the other end.</summary>
internal sealed class SimulatedNetwork(Timeline timeline, VirtualClock clock, Cluster cluster, Random random, Room room, List<string> trace) : ISenderIo
{
    // socket.connection.setup.timeout.ms
    private const long ConnectTimeout = 10_000;

    private readonly List<SimulatedConnection> _connections = [];
    private readonly long[] _pausedUntil = new long[cluster.Brokers.Count + 1];

    internal Timeline Timeline => timeline;

    internal VirtualClock Clock => clock;

    internal Cluster Cluster => cluster;

    internal Random Random => random;

    internal string ClientId => "simulated";

    internal required SenderBrain Brain { get; set; }

    /// <summary>The longest way of a message, in milliseconds.</summary>
    internal int LongestDelay { get; set; } = 3;

    /// <summary>How long compressors do nothing, in milliseconds.</summary>
    internal int CompressorPause { get; set; }

    internal IReadOnlyList<SimulatedConnection> Connections => _connections;

    /// <summary>What is wrong.</summary>
    internal required List<string> Violations { get; init; }

    /// <summary>What is on the wire.</summary>
    internal required WireWatch Watch { get; init; }

    /// <summary>What it does to answers about the cluster.</summary>
    internal MetadataFilter Metadata { get; } = new();

    /// <summary>Whether what was written when a connection is cut may arrive at all, and so behind what is sent over the next one.</summary>
    internal bool MayBeLate { get; set; } = true;

    /// <summary>How much later what was written arrives when its connection is cut, at most, in milliseconds.</summary>
    internal int LongestLateness { get; set; }

    /// <summary>When the last thing arrives that is on its way.</summary>
    internal long LastArrival { get; private set; }

    /// <summary>How many connections have ended.</summary>
    internal int ConnectionsLost { get; private set; }

    /// <summary>How many were tried.</summary>
    internal int ConnectionsTried { get; private set; }

    /// <summary>Told of each one that is tried.</summary>
    internal Action<BrokerLink>? Connecting { get; set; }

    /// <summary>A name that leads to some broker, whatever the port.</summary>
    internal (string Host, int Broker) Alias { get; set; } = ("", 0);

    /// <summary>Whether requests and answers are written down.</summary>
    internal bool IsTraced { get; set; }

    /// <summary>Told of each request that is sent.</summary>
    internal Action<SimulatedConnection, Request>? Sent { get; set; }

    /// <summary>Nothing goes to or comes from a broker for a while.</summary>
    internal void Pause(int broker, long milliseconds) => _pausedUntil[broker] = Math.Max(_pausedUntil[broker], clock.Milliseconds + milliseconds);

    internal void Heal()
    {
        Array.Clear(_pausedUntil);
        LongestDelay = 3;
        LongestLateness = 0;
        Metadata.Heal();
    }

    internal long ArrivalAt(int broker, long notBefore) =>
        Note(Math.Max(notBefore, Math.Max(_pausedUntil[broker], clock.Milliseconds) + random.Next(LongestDelay + 1)));

    /// <summary>Remembers until when something is on its way.</summary>
    internal long Note(long arrival)
    {
        LastArrival = Math.Max(LastArrival, arrival);
        return arrival;
    }

    internal long TakeLateness() => LongestLateness == 0 ? 0 : random.Next(LongestLateness);

    internal void Lost(SimulatedConnection connection)
    {
        _connections.Remove(connection);
        ConnectionsLost++;
    }

    public void Connect(BrokerLink link, string host, int port)
    {
        ConnectionsTried++;
        Connecting?.Invoke(link);
        BrokerNode? listening = At(host, port);
        long arrival = listening is null ? 0 : ArrivalAt(listening.Id, 0);
        if (arrival > clock.Milliseconds + ConnectTimeout)
        {
            timeline.At(clock.Milliseconds + ConnectTimeout, () => Brain.ConnectFailed(link, "the connection was not made in time", clock.Milliseconds));
            return;
        }

        timeline.At(listening is null ? clock.Milliseconds + random.Next(LongestDelay + 1) : arrival, () =>
        {
            // Whoever listens there by then.
            if (At(host, port) is not { Id: int broker })
            {
                Brain.ConnectFailed(link, "connection refused", clock.Milliseconds);
                return;
            }

            SimulatedConnection connection = new(this, broker) { Link = link };
            if (cluster.Connect(broker, connection, clock.Span) is not { } remote)
            {
                Brain.ConnectFailed(link, "connection refused", clock.Milliseconds);
                return;
            }

            connection.Accept(remote);
            _connections.Add(connection);
            Brain.Connected(connection);
        });
    }

    public void Announce(PartitionSender partition) => timeline.At(clock.Milliseconds, () => Brain.HasWork(partition));

    internal void Tell(string direction, SimulatedConnection connection, Request request, Response? response)
    {
        if (!IsTraced)
        {
            return;
        }

        string what = (request, response) switch
        {
            (ProduceRequest produce, null) => string.Join(' ', produce.Topics.SelectMany(static topic => topic.Partitions.Select(part => Describe(topic.Name, part)))),
            (_, ProduceResponse produced) => string.Join(' ', produced.Topics.SelectMany(static topic => topic.Partitions.Select(part => $"{topic.Name}-{part.Index} {part.ErrorCode} @{part.BaseOffset}"))),
            (_, MetadataResponse metadata) => string.Join(' ', metadata.Topics.SelectMany(static topic => topic.Partitions.Select(part => $"{topic.Name}-{part.Index}={part.LeaderId}/{part.LeaderEpoch}"))),
            _ => "",
        };
        trace.Add($"{clock.Milliseconds,8} {direction} {connection.Broker} {request.Api.Name} {what}");
    }

    public void Note(BrainNote note) => trace.Add($"{clock.Milliseconds,8} {note.Kind}: {note.Where} {note.Detail}");

    private BrokerNode? At(string host, int port) => host == Alias.Host ? cluster.Broker(Alias.Broker) : cluster.Brokers.FirstOrDefault(node => node.Host == host && node.Port == port);

    private static string Describe(string topic, ProduceRequest.Partition part)
    {
        RecordBatchHeader batch = RecordBatchHeader.Read(System.Buffers.BuffersExtensions.ToArray(part.Records!.Value));
        return $"{topic}-{part.Index} {batch.ProducerId}/{batch.ProducerEpoch} {batch.BaseSequence}+{batch.Count}";
    }

    public void Compress(PartitionSender partition, ProducerBatch batch)
    {
        timeline.At(clock.Milliseconds + CompressorPause + random.Next(4), () =>
        {
            if (!batch.Delivery.IsAnswered)
            {
                BatchCompressor.Compress(batch, partition.Topic.Codec, partition.Topic.Level, room);
            }

            Brain.Compressed(partition, batch);
        });
    }
}
