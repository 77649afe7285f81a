using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Connections;

/// <summary>
/// A client's connection to a broker. As in Kafka, one request is worked on at a time and the next waits for its answer, so that answers come in order.
/// </summary>
internal sealed class Connection(Cluster cluster, BrokerNode broker, IConnectionOutput output)
{
    /// <summary>How many requests may wait before the output is told to pause.</summary>
    public const int PauseAtRequests = 100;

    /// <summary>How many bytes of requests may wait before the output is told to pause.</summary>
    public const int PauseAtBytes = 1024 * 1024;

    // An output without TCP behind it need not pause, so there is an end to what it may bring.
    private const int MaxWaiting = 10_000;

    private readonly Queue<(ReadOnlyMemory<byte> Bytes, TimeSpan Arrived)> _waiting = new();
    private PendingRequest? _current;
    private TimeSpan _lastSend;
    private int _sending;
    private bool _isScheduled;
    private bool _isEnding;
    private bool _isLost;

    public BrokerNode Broker { get; } = broker;

    public SaslConversation Sasl { get; } = new();

    public TopicCatalog Topics => cluster.Topics;

    public bool IsClosed { get; private set; }

    /// <summary>Whether so much waits that the output was told to bring no more.</summary>
    public bool IsPaused { get; private set; }

    public int WaitingRequests => _waiting.Count;

    public long WaitingBytes { get; private set; }

    /// <summary>Who the client is: <see langword="null"/> is anonymous.</summary>
    public string? Principal => Sasl.Principal;

    /// <summary>When the login ends, if it does; only another login is served then (KIP-368).</summary>
    public TimeSpan? SessionEnd { get; set; }

    /// <summary>Answers are lost, as when the network between swallows them.</summary>
    public bool IsMute { get; set; }

    /// <summary>Requests are lost, and so is everything behind them.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>While a throttled client is muted, its requests wait (KIP-219).</summary>
    public TimeSpan MutedUntil { get; set; }

    public void Received(ReadOnlyMemory<byte> request)
    {
        if (IsClosed || IsDeaf)
        {
            return;
        }

        if (_current is null && _waiting.Count == 0 && cluster.Now >= MutedUntil)
        {
            Begin(request, cluster.Now);
            return;
        }

        if (_waiting.Count == MaxWaiting)
        {
            Close($"{MaxWaiting} requests wait for their turn");
            return;
        }

        _waiting.Enqueue((request.ToArray(), cluster.Now));
        WaitingBytes += request.Length;
        if (!IsPaused && (_waiting.Count >= PauseAtRequests || WaitingBytes >= PauseAtBytes))
        {
            IsPaused = true;
            output.Pause();
        }

        ContinueSoon();
    }

    /// <summary>Cuts the connection, with a reason for the log unless it is somebody's wish.</summary>
    public void Close(string? reason)
    {
        if (IsClosed)
        {
            return;
        }

        if (reason is not null)
        {
            cluster.Log($"Broker {Broker.Id} closed a connection: {reason}.");
        }

        Abandon();
        output.Close();
    }

    /// <summary>Forgets the connection: what was asked has nobody to answer.</summary>
    public void Abandon()
    {
        IsClosed = true;
        Broker.Connections.Remove(this);
        _waiting.Clear();
        WaitingBytes = 0;
        PendingRequest? current = _current;
        _current = null;
        current?.Abandoned?.Invoke();
    }

    /// <summary>The client is gone, but what it sent is read first: its requests are carried out in their turn, and nobody hears of it.</summary>
    public void EndBehindRequests()
    {
        IsDeaf = true;
        IsMute = true;
        _isEnding = true;
        if (_isLost || (_current is null && _waiting.Count == 0))
        {
            Abandon();
        }
    }

    /// <summary>The request that is worked on is lost, and so is everything behind it: the next one never comes.</summary>
    public void LoseRequests()
    {
        IsDeaf = true;
        _isLost = true;
        if (_isEnding)
        {
            Abandon();
        }
    }

    public void Answered(PendingRequest request, Response? response)
    {
        if (IsClosed || _current != request)
        {
            return;
        }

        _current = null;
        if (request.ClosesInstead)
        {
            Close(null);
            return;
        }

        IsMute |= request.LosesAnswer;
        if (response is not null && !IsMute)
        {
            Send(request, response);
        }

        if (request.ClosesAfterAnswer)
        {
            CloseBehindAnswers();
            return;
        }

        if (_isEnding && _waiting.Count == 0)
        {
            Abandon();
            return;
        }

        ContinueSoon();
    }

    private void Begin(ReadOnlyMemory<byte> bytes, TimeSpan arrived)
    {
        // A fault may keep the request beyond this call, and its records lie in these bytes.
        bytes = cluster.Faults.IsEmpty ? bytes : bytes.ToArray();
        RequestHeader header;
        Request? body;
        try
        {
            (header, body) = RequestBytes.Read(bytes);
        }
        catch (ProtocolException malformed)
        {
            Close(malformed.Message.TrimEnd('.'));
            return;
        }

        if (body is null || !cluster.ApiLimits.Allows(header.Key, header.Version))
        {
            Refuse(header);
            return;
        }

        _current = new PendingRequest(this, header, body, arrived);
        cluster.Handle(_current);
    }

    private void Refuse(RequestHeader header)
    {
        if (header.Key != ApiKey.ApiVersions)
        {
            Close($"this broker does not know {header.Key} version {header.Version}");
            return;
        }

        ApiVersionsResponse refusal = cluster.ApiLimits.Unsupported();
        using ProtocolWriter writer = new();
        MessageFrame.WriteResponse(writer, refusal, 0, header.CorrelationId);
        SendAt(cluster.Now, writer.ToArray());
    }

    private void Send(PendingRequest request, Response response)
    {
        using ProtocolWriter writer = new();
        MessageFrame.WriteResponse(writer, response, request.Version, request.Header.CorrelationId);
        TimeSpan due = request.Arrived + Broker.RoundTripTime;
        SendAt((due > cluster.Now ? due : cluster.Now) + request.AnswerDelay, writer.ToArray());
    }

    private void CloseBehindAnswers()
    {
        IsDeaf = true;
        if (_sending == 0)
        {
            Close(null);
        }
        else
        {
            cluster.Schedule.At(_lastSend, () => Close(null));
        }
    }

    private void SendAt(TimeSpan due, byte[] answer)
    {
        // Never before an answer that was given earlier.
        _lastSend = due > _lastSend ? due : _lastSend;
        if (_sending == 0 && _lastSend <= cluster.Now)
        {
            output.Send(answer);
            return;
        }

        _sending++;
        cluster.Schedule.At(_lastSend, () =>
        {
            _sending--;
            if (!IsClosed)
            {
                output.Send(answer);
            }
        });
    }

    private void ContinueSoon()
    {
        if (_current is not null || _waiting.Count == 0 || _isScheduled)
        {
            return;
        }

        _isScheduled = true;
        if (MutedUntil > cluster.Now)
        {
            cluster.Schedule.At(MutedUntil, Continue);
        }
        else
        {
            cluster.Soon(Continue);
        }
    }

    private void Continue()
    {
        _isScheduled = false;
        if (!IsClosed && _current is null && _waiting.TryDequeue(out (ReadOnlyMemory<byte> Bytes, TimeSpan Arrived) next))
        {
            WaitingBytes -= next.Bytes.Length;
            if (IsPaused && _waiting.Count <= PauseAtRequests / 2 && WaitingBytes <= PauseAtBytes / 2)
            {
                IsPaused = false;
                output.Resume();
            }

            Begin(next.Bytes, next.Arrived);
            ContinueSoon();
        }
    }
}
