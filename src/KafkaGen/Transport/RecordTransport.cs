using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Health;
using KafkaGen.Telemetry;

namespace KafkaGen.Transport;

/// <summary>What carries the records of a client to one cluster. Nothing above it knows how.</summary>
internal abstract class RecordTransport : IQueueMeasures
{
    protected RecordTransport(SenderSettings settings)
    {
        Settings = settings;
        Tags = new ClientTags(settings);
        Line = new WaitLine(settings.MaxBufferedRecords);
    }

    protected SenderSettings Settings { get; }

    /// <summary>The callers that wait for room.</summary>
    internal WaitLine Line { get; }

    /// <summary>What spans and metrics say of this client.</summary>
    public ClientTags Tags { get; }

    public int WaitingCallers => Line.Count;

    public int Brokers => Contact.Brokers ?? 0;

    internal long MaxBlockMilliseconds => (long)Settings.MaxBlock.TotalMilliseconds;

    internal abstract bool IsClosed { get; }

    public abstract int BufferedRecords { get; }

    /// <summary>The records that a close still sends.</summary>
    internal virtual int OpenRecords => BufferedRecords;

    public abstract long BufferedBytes { get; }

    public abstract int MaxRecords { get; }

    public abstract long MaxBytes { get; }

    /// <summary>What must not grow with the records that went through it.</summary>
    internal abstract SenderCounts Counts { get; }

    /// <summary>Whether brokers answer.</summary>
    internal abstract ClusterContact Contact { get; }

    /// <summary>The last thing that went wrong with the client as a whole.</summary>
    internal abstract string? LastClientError { get; }

    public abstract TimeSpan OldestRecordAge();

    /// <summary>How it gets on.</summary>
    internal abstract SenderHealth Health();

    /// <summary>The topic of that name, opened on first use. Two contracts that name one topic must agree on its properties.</summary>
    internal abstract TopicLane OpenTopic(TopicSettings settings);

    /// <summary>Connects before the first record.</summary>
    internal abstract Task BeginWarmUp();

    /// <summary>Asks the cluster whether it is there.</summary>
    /// <param name="bound">How long.</param>
    /// <returns>Whether a broker has answered.</returns>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    internal abstract Task<bool> ReachAsync(TimeSpan bound);

    /// <summary>Flushes every topic.</summary>
    internal abstract Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stops intake, sends what was accepted until <paramref name="until"/>, answers every record, and frees all. Neither this nor a wait that blocks for it needs a thread
    /// of the pool.
    /// </summary>
    internal abstract Task CloseAsync(Deadline until);

    /// <summary>A record that was given to this sender will not be acknowledged.</summary>
    internal virtual void OnFailure(Exception error)
    {
    }

    /// <summary>A record that nobody awaits was given up before it could be sent.</summary>
    /// <param name="lane">Its topic.</param>
    /// <param name="error">Why.</param>
    /// <param name="copy">Makes what the application's failure handler is told, by code of the application.</param>
    internal abstract void OnGivenUp(TopicLane lane, ProduceException error, Func<DeliveryFailure> copy);

    /// <summary>Notes a record that is refused before it is sent.</summary>
    internal ProduceException Refused(ProduceException error)
    {
        OnFailure(error);
        return error;
    }

    internal void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw Disposed();
        }
    }

    internal static ObjectDisposedException Disposed() =>
        new(nameof(KafkaGenClient), "The KafkaGen client is disposed: no more records are accepted.");
}
