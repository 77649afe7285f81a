using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Telemetry;

namespace KafkaGen.Transport;

/// <summary>One topic of one transport: all that a producer of its records knows of how they get to the brokers.</summary>
internal abstract class TopicLane
{
    private volatile bool _hasOwnLine;
    private volatile bool _isCatchingUp;

    /// <param name="transport">Whose it is.</param>
    /// <param name="name">The topic.</param>
    /// <param name="telemetry">Spans and metrics of the topic's records.</param>
    protected TopicLane(RecordTransport transport, string name, TopicTelemetry telemetry)
    {
        Transport = transport;
        Name = name;
        Telemetry = telemetry;
    }

    internal RecordTransport Transport { get; }

    internal string Name { get; }

    /// <summary>Spans and metrics of this topic's records.</summary>
    internal TopicTelemetry Telemetry { get; }

    /// <summary>Whether records of this topic wait in a line of their own, because the topic has taken its share. The <see cref="WaitLine"/> sets it.</summary>
    internal bool HasOwnLine
    {
        get => _hasOwnLine;
        set => _hasOwnLine = value;
    }

    /// <summary>Whether calls wait that came when no record could be accepted yet; with those there may be room for more. The <see cref="WaitLine"/> sets it.</summary>
    internal bool IsCatchingUp
    {
        get => _isCatchingUp;
        set => _isCatchingUp = value;
    }

    /// <summary>How many calls wait for room; the <see cref="WaitLine"/> counts them.</summary>
    internal int WaitingCallers { get; set; }

    /// <summary>Whether its records can be accepted, as far as there is room.</summary>
    internal abstract bool IsReady { get; }

    /// <summary>Why its records cannot be accepted yet, whatever room there is; <see langword="null"/> when they can.</summary>
    internal abstract string? NotReady { get; }

    /// <summary>Accepts one encoded record if there is room for it.</summary>
    /// <param name="record">The encoded record.</param>
    /// <param name="headers">Headers of the call, which go behind the record's own.</param>
    /// <param name="answer">Who is told what became of it.</param>
    /// <param name="wait">What <see cref="BeginWait"/> gave for a record that has waited for room.</param>
    /// <param name="answered">What the caller awaits, of an accepted record whose caller does.</param>
    /// <exception cref="ProduceException">The record is refused.</exception>
    /// <exception cref="ObjectDisposedException">The transport is closed.</exception>
    internal abstract SendOutcome TryAppend(
        RecordBuffer record, ReadOnlySpan<RecordHeader> headers, in Answer answer, object? wait, out ValueTask<RecordMetadata> answered);

    /// <summary>A record begins to wait for room. A flush waits for it from now on.</summary>
    internal abstract object BeginWait();

    /// <summary>The record was accepted, refused, or given up.</summary>
    internal abstract void EndWait(object wait);

    /// <summary>Completes when every record that came before the call is answered, and the application has handled those that failed.</summary>
    internal abstract Task FlushAsync(CancellationToken cancellationToken);
}
