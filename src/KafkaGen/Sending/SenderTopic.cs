using KafkaGen.Accumulating;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>One topic of a sender: its native handle, the share of the buffer that it takes, and what a flush of it waits for.</summary>
internal sealed class SenderTopic : TopicLane
{
    // A topic whose brokers answer may leave an eighth of the buffer to the others, one whose brokers do not must leave half. Measured by what is
    // free, not by the whole (the dynamic thresholds of Choudhury and Hahne, 1998), so that n topics without a leader leave 1/(n+1) together.
    private const int ShareWhileAnswered = 7;
    private const int ShareWhileSilent = 1;
    private const long SilentAfterMilliseconds = 250;

    private readonly object _gate = new();
    private readonly TopicSettings _settings;
    private readonly FlushEpochs _epochs;
    private readonly SendBuffer _taken = new(SendBuffer.MaxRecordLimit, SendBuffer.MaxByteLimit);

    // The part of it that is reported, and kept for the application's failure handler.
    private int _heldRecords;
    private long _heldBytes;
    private volatile FlushEpoch _epoch;
    private long _lastAnswer = long.MinValue / 2;
    private long _sampledAt;

    private volatile Tuple<SenderSession, NativeTopic>? _native;

    internal SenderTopic(RecordSender sender, FlushEpochs epochs, TopicSettings settings, TopicTelemetry telemetry)
        : base(sender, settings.Name, telemetry)
    {
        Sender = sender;
        _settings = settings;
        _epochs = epochs;
        _epoch = FlushEpoch.FirstOf(this, epochs);
    }

    internal RecordSender Sender { get; }

    /// <summary>How long a record may stay unanswered.</summary>
    internal required int MessageTimeoutMs { get; init; }

    /// <summary>The application's own partitioner, where the topic has one.</summary>
    internal PartitionWatch? Partitions { get; set; }

    internal override bool IsReady => Partitions is not { IsReady: false };

    internal override string? NotReady => Partitions is { IsReady: false } partitions ? partitions.Problem : null;

    internal override SendOutcome TryAppend(
        RecordBuffer record, ReadOnlySpan<RecordHeader> headers, in Answer answer, object? wait, out ValueTask<RecordMetadata> answered)
    {
        SendOutcome outcome = Sender.TrySend(this, (FlushEpoch?)wait, record, headers, in answer, out ProduceOperation? operation);
        answered = operation is null ? default : operation.Task;
        return outcome;
    }

    internal override object BeginWait() => EnterEpoch();

    internal override void EndWait(object wait) => ((FlushEpoch)wait).Leave();

    /// <summary>The handle of the topic in a session that was entered; opened on first use.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses a property.</exception>
    internal NativeTopic NativeOf(SenderSession session)
    {
        Tuple<SenderSession, NativeTopic>? opened = _native;
        if (opened is null || opened.Item1 != session)
        {
            lock (_gate)
            {
                opened = _native;
                if (opened is null || opened.Item1 != session)
                {
                    _native = opened = Tuple.Create(session, session.Native.OpenTopic(Name, _settings.ToProperties()));
                }
            }
        }

        return opened.Item2;
    }

    /// <summary>Whether a record of <paramref name="size"/> bytes keeps the topic within its share of <paramref name="buffer"/>.</summary>
    internal bool HasShare(SendBuffer buffer, long size)
    {
        int records = _taken.Records;
        if (records == 0 || Sender.HasOneTopic)
        {
            return true;
        }

        int share = Environment.TickCount64 - Volatile.Read(ref _lastAnswer) < SilentAfterMilliseconds ? ShareWhileAnswered : ShareWhileSilent;
        return records < (long)share * (buffer.MaxRecords - buffer.Records) && _taken.Bytes + size <= share * (buffer.MaxBytes - buffer.Bytes);
    }

    /// <summary>
    /// Whether the next record takes a slot of <see cref="InFlightRecords"/> that it would not need: one for each step of the sender's clock, to tell how
    /// old the oldest record is.
    /// </summary>
    internal bool IsSampleDue(long clock)
    {
        if (_sampledAt == clock)
        {
            return false;
        }

        _sampledAt = clock;
        return true;
    }

    /// <summary>Counts a record that was given room.</summary>
    internal void Take(long size) => _taken.TryReserve(size);

    /// <summary>Counts records out.</summary>
    internal void Release(int records, long bytes) => _taken.Release(records, bytes);

    /// <summary>When a broker last acknowledged a record of this topic, in <see cref="Environment.TickCount64"/>; far in the past before the first.</summary>
    internal long LastAnswer => Volatile.Read(ref _lastAnswer);

    /// <summary>A record was reported, and keeps its room until <see cref="ReleaseHeld"/>.</summary>
    internal void Hold(long bytes)
    {
        lock (_gate)
        {
            _heldRecords++;
            _heldBytes += bytes;
        }
    }

    /// <summary>Counts records out that were held.</summary>
    internal void ReleaseHeld(int records, long bytes)
    {
        lock (_gate)
        {
            _heldRecords -= records;
            _heldBytes -= bytes;
            _taken.Release(records, bytes);
        }
    }

    /// <summary>The records that librdkafka holds.</summary>
    internal int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _taken.Records - _heldRecords;
            }
        }
    }

    /// <summary>Counts the records out that librdkafka will not report any more.</summary>
    internal (int Records, long Bytes) TakeUnreported()
    {
        lock (_gate)
        {
            (int records, long bytes) = (_taken.Records - _heldRecords, _taken.Bytes - _heldBytes);
            _taken.Release(records, bytes);
            return (records, bytes);
        }
    }

    /// <summary>Ends the wait for records that will not be reported any more. Those that come now count in an epoch of their own.</summary>
    internal void AbandonEpochs()
    {
        lock (_gate)
        {
            _epochs.Abandon(this);
            _epoch = FlushEpoch.FirstOf(this, _epochs);
        }
    }

    /// <summary>A broker has acknowledged a record of this topic.</summary>
    internal void OnAnswer() => Volatile.Write(ref _lastAnswer, Environment.TickCount64);

    /// <summary>Counts a record into the epoch that the next flush waits for.</summary>
    internal FlushEpoch EnterEpoch()
    {
        while (true)
        {
            FlushEpoch epoch = _epoch;
            if (epoch.TryEnter())
            {
                return epoch;
            }
        }
    }

    internal override Task FlushAsync(CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
        {
            (_epoch, drained) = _epoch.Close();
        }

        return drained.IsCompleted ? Handled(cancellationToken) : FlushUntilAsync(drained, cancellationToken);
    }

    private async Task FlushUntilAsync(Task drained, CancellationToken cancellationToken)
    {
        await Sender.FlushUntilAsync(drained, cancellationToken).ConfigureAwait(false);
        await Handled(cancellationToken).ConfigureAwait(false);
    }

    // Failures are added before their epoch is drained.
    private Task Handled(CancellationToken cancellationToken)
    {
        Task handled = Sender.HandledAsync(this);
        return handled.IsCompleted ? handled : handled.WaitAsync(cancellationToken);
    }
}
