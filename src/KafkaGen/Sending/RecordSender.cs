using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Health;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>
/// The sender of one cluster: one native producer that every contract shares, the thread that reads its reports, and the room that records
/// take until they are answered.
/// </summary>
internal sealed partial class RecordSender : RecordTransport
{
    private static readonly TimeSpan s_afterFlush = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_warmUpSlice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_warmUpBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_closeBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_recreateBackoff = TimeSpan.FromSeconds(1);

    // So that the application hears of the records that the end of the time gives up.
    private static readonly TimeSpan s_applicationBound = TimeSpan.FromSeconds(1);

    private readonly InFlightRecords _inFlight = new();
    private readonly FlushEpochs _epochs = new();
    private readonly ProduceOperations _operations = new();
    private readonly SendBuffer _buffer;
    private readonly DeliveredRecords _delivered;
    private readonly SenderEvents _events;
    private readonly ClusterWatch _watch;
    private readonly StatisticsReader? _statistics;
    private readonly FailureHandler? _failureHandler;
    private readonly Dictionary<string, SenderTopic> _topics = [];
    private readonly SemaphoreSlim _flushTurn = new(1, 1);
    private readonly object _closeGate = new();
    private readonly object _credentialGate = new();
    private readonly ManualResetEventSlim _reported = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile SenderSession _session;
    private Tuple<string, string>? _credentials;
    private volatile bool _isClosed;
    private Task _recreating = Task.CompletedTask;
    private Task? _closing;
    private Exception? _firstFailure;
    private SpanEnds? _spanEnds;
    private string? _clusterId;
    private bool _hasDelivered;
    private bool _isToldOfTimeouts;
    private volatile Failure? _lastFailure;
    private long _coarseClock = Environment.TickCount64;

    private RecordSender(SenderSettings settings, NativeProducer native, ClientLog log)
        : base(settings)
    {
        _events = new SenderEvents(settings, log);
        _watch = new ClusterWatch(
            isConnecting: settings.IsWarmUp && settings.TransactionalId is null, Ask, OnClusterDown, OnClusterUp, _stopping.Token);
        _statistics = settings.HasStatistics ? new StatisticsReader(Tags, _events.OnStatisticsUnreadable) : null;
        _buffer = new SendBuffer(settings.MaxBufferedRecords, settings.BufferMemory);
        _delivered = new DeliveredRecords(_buffer);
        _failureHandler = settings.OnDeliveryFailed is { } handler ? new FailureHandler(handler, _events.OnFailureHandlerFault) : null;
        _session = SessionOf(native);
        _session.Start();
    }

    /// <summary>Makes the native producer and starts to read its reports. Connects in the background.</summary>
    /// <param name="settings">What it runs on.</param>
    /// <param name="log">Where it logs.</param>
    /// <param name="isMeasured">Whether metrics tell of its queue: not of one that carries no records.</param>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses the combination of properties.</exception>
    internal static RecordSender Start(SenderSettings settings, ClientLog log, bool isMeasured = true)
    {
        RecordSender sender = new(settings, CreateNative(settings), log);
        if (settings.IsIdempotent && settings.TransactionalId is null && LibrdkafkaResolver.HasIdempotenceDefect)
        {
            sender._events.OnOldLibrdkafka();
        }

        if (isMeasured)
        {
            QueueInstruments.Add(sender);
        }

        if (sender._statistics is { } statistics)
        {
            StatisticsInstruments.Add(statistics);
        }

        return sender;
    }

    /// <summary>Whether no other topic could want the room that one takes.</summary>
    internal bool HasOneTopic { get; private set; }

    internal override SenderTopic OpenTopic(TopicSettings settings)
    {
        ThrowIfClosed();
        lock (_topics)
        {
            if (!_topics.TryGetValue(settings.Name, out SenderTopic? topic))
            {
                Settings.CheckTopic(settings);
                topic = new SenderTopic(this, _epochs, settings, new TopicTelemetry(Tags, settings.Name, Settings.PropagatesTraceContext))
                {
                    MessageTimeoutMs = settings.MessageTimeoutMs ?? Settings.MessageTimeoutMs,
                };
                OpenNow(topic);
                topic.Partitions = settings.CustomPartitioner is { } partitioner ? Watch(topic, partitioner) : null;
                TellIfTimeoutsDiffer(topic);
                _topics.Add(settings.Name, topic);
                HasOneTopic = _topics.Count == 1;
            }

            return topic;
        }
    }

    /// <summary>Sends one encoded record if there is room for it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="waitingEpoch">The epoch of a record that has waited for room; one of its own otherwise.</param>
    /// <param name="record">The encoded record.</param>
    /// <param name="headers">Headers of the call.</param>
    /// <param name="answer">Who is told what became of it.</param>
    /// <param name="operation">What the caller awaits, of an accepted record whose caller does; else <see langword="null"/>.</param>
    /// <exception cref="ProduceException">The record is refused.</exception>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal SendOutcome TrySend(
        SenderTopic topic,
        FlushEpoch? waitingEpoch,
        RecordBuffer record,
        ReadOnlySpan<RecordHeader> headers,
        in Answer answer,
        out ProduceOperation? operation)
    {
        operation = null;
        if (topic.Partitions is { } partitions)
        {
            if (!partitions.IsReady)
            {
                ThrowIfClosed();
                return SendOutcome.NotReady;
            }

            partitions.Assign(record);
        }

        long size = SizeOf(topic, record, headers);
        if (TryEnter() is not { } session)
        {
            // A new native producer is on its way; the record waits for it as it would for room.
            ThrowIfClosed();
            return SendOutcome.NoRoom;
        }

        try
        {
            NativeTopic native = topic.NativeOf(session);
            if (!topic.HasShare(_buffer, size))
            {
                return SendOutcome.NoShare;
            }

            if (!_buffer.TryReserve(size))
            {
                return SendOutcome.NoRoom;
            }

            topic.Take(size);

            FlushEpoch epoch = waitingEpoch?.TryEnter() == true ? waitingEpoch : topic.EnterEpoch();
            nint opaque;
            if (answer.IsToNobody && record.Timestamp is null && size <= FlushEpochs.MaxSize && !topic.IsSampleDue(_coarseClock))
            {
                opaque = FlushEpochs.OpaqueOf(epoch, size);
            }
            else
            {
                operation = answer.IsAwaited ? _operations.Rent() : null;
                object? answered = operation ?? (object?)answer.Batch;
                opaque = _inFlight.Add(new InFlightRecord
                {
                    Size = size,
                    Timestamp = record.Timestamp ?? InFlightRecord.NoTimestamp,
                    StartedAt = answer.StartedAt,
                    AcceptedAt = (uint)_coarseClock,
                    Epoch = epoch,
                    Answer = answer.Trace is { } trace ? trace.InSlot(answered) : answered,
                    Index = answer.Index,
                });
                operation?.Begin(_operations, answer.CancellationToken);
            }

            KafkaErrorCode code;
            try
            {
                code = session.Native.Produce(native, record, headers, opaque);
            }
            catch
            {
                // The memory of a header, which is the application's code.
                GiveBack(topic, size, epoch, opaque, operation);
                operation = null;
                OnRoom();
                throw;
            }

            if (code == KafkaErrorCode.None)
            {
                answer.Trace?.OnAccepted();
                return SendOutcome.Done;
            }

            GiveBack(topic, size, epoch, opaque, operation);
            operation = null;
            if (code == KafkaErrorCode.LocalFatal && Settings.RecreatesAfterFatalError)
            {
                Recreate(session);
                return SendOutcome.NoRoom;
            }

            if (code == KafkaErrorCode.LocalQueueFull)
            {
                // Reports are to come. Waking those who wait would let their server wake itself for as long as the queue is full.
                return SendOutcome.NoRoom;
            }

            OnRoom();
            throw Refusal(session, topic, code, size);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    // What a record had taken that is not accepted. Where it is refused for good, others may wait for that room with no report to come that would wake them.
    private void GiveBack(SenderTopic topic, long size, FlushEpoch epoch, nint opaque, ProduceOperation? operation)
    {
        if (!FlushEpochs.HasNoSlot(opaque))
        {
            _inFlight.Return(opaque);
        }

        epoch.Leave();
        operation?.Withdraw();
        topic.Release(1, size);
        _buffer.Release(1, size);
    }

    /// <summary>Completes when the application has handled the failures of a topic that are known now.</summary>
    internal Task HandledAsync(SenderTopic topic) => _failureHandler?.HandledAsync(topic) ?? Task.CompletedTask;

    /// <summary>Waits for <paramref name="drained"/> while records are sent without waiting for the linger.</summary>
    internal async Task FlushUntilAsync(Task drained, CancellationToken cancellationToken)
    {
        // librdkafka skips the linger only while a flush call runs, and that call waits for everything: short calls, one at a time, until
        // this caller's records are answered. They block, so they run off the caller's thread.
        while (!drained.IsCompleted)
        {
            await _flushTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!drained.IsCompleted)
                {
                    await Task.Run(FlushSlice, CancellationToken.None).ConfigureAwait(false);
                }
            }
            finally
            {
                _flushTurn.Release();
            }

            // A flush returns at once when librdkafka's queue is empty, also while records still wait in line or their reports are read.
            await Task.WhenAny(drained, Task.Delay(s_afterFlush, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // Entered on the thread that blocks: closing waits for whoever is inside, and must not wait for a thread of the pool.
    private void FlushSlice()
    {
        if (TryEnter() is { } session)
        {
            try
            {
                session.Flush();
            }
            finally
            {
                session.Gate.Leave();
            }
        }
    }

    internal override Task FlushAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Topics().Select(topic => topic.FlushAsync(cancellationToken)));

    internal override bool IsClosed => _isClosed;

    // The session that calls can be made in, entered; none while the sender is closed or begins another one.
    private SenderSession? TryEnter()
    {
        SenderSession session = _session;
        return session.Gate.TryEnter() ? session : null;
    }

    private SenderSession Enter() => TryEnter() ?? throw Disposed();

    private SenderTopic[] Topics()
    {
        lock (_topics)
        {
            return [.. _topics.Values];
        }
    }

    // Records that time out leave a gap in the sequence numbers, so librdkafka begins a new epoch for all partitions (librdkafka issue 4953 tells what that can
    // double). Where all records have the same time, those that a broker may have stored already are the first to be given up themselves.
    private void TellIfTimeoutsDiffer(SenderTopic topic)
    {
        if (_isToldOfTimeouts || !Settings.IsIdempotent || Settings.TransactionalId is not null)
        {
            return;
        }

        if (_topics.Values.FirstOrDefault(other => other.MessageTimeoutMs != topic.MessageTimeoutMs) is { } other)
        {
            _isToldOfTimeouts = true;
            _events.OnTimeoutsDiffer(topic, other);
        }
    }

    // So that settings which librdkafka refuses are told to who opens the topic. Between two sessions its first record does it.
    private void OpenNow(SenderTopic topic)
    {
        if (TryEnter() is { } session)
        {
            try
            {
                topic.NativeOf(session);
            }
            finally
            {
                session.Gate.Leave();
            }
        }
    }

    private PartitionWatch Watch(SenderTopic topic, CustomPartitioner partitioner)
    {
        PartitionWatch watch = new(topic.Name, partitioner, Fetch, Line.Signal, Settings.MetadataRefresh);
        _ = OwnThread.Detached(() => Task.Run(() => watch.RunAsync(_stopping.Token)));
        return watch;

        (KafkaErrorCode Code, int Partitions)? Fetch()
        {
            if (TryEnter() is not { } session)
            {
                return _isClosed ? null : (KafkaErrorCode.LocalState, 0);
            }

            try
            {
                return session.Native.FetchPartitionCount(topic.NativeOf(session), s_warmUpSlice);
            }
            finally
            {
                session.Gate.Leave();
            }
        }
    }

    private long SizeOf(SenderTopic topic, RecordBuffer record, ReadOnlySpan<RecordHeader> headers)
    {
        long size = SendBuffer.RecordOverhead + record.Length + ((record.HeaderCount + headers.Length) * SendBuffer.HeaderOverhead);
        foreach (RecordHeader header in headers)
        {
            size += (header.Name.Length * 3) + header.Value.Length;
        }

        return size <= _buffer.MaxBytes ? size : throw ProduceErrors.LargerThanBuffer(topic.Name, size, _buffer.MaxBytes);
    }

    private ProduceException Refusal(SenderSession session, SenderTopic topic, KafkaErrorCode code, long size)
    {
        if (code == KafkaErrorCode.MsgSizeTooLarge)
        {
            return ProduceErrors.LargerThanMessageMaxBytes(topic.Name, size, Settings.MessageMaxBytes);
        }

        return Refused(code == KafkaErrorCode.LocalState && Settings.TransactionalId is { } transactionalId
            ? LibrdkafkaErrors.TransactionFailed(topic.Name, transactionalId, FirstFailure)
            : LibrdkafkaErrors.Refused(topic.Name, code, code == KafkaErrorCode.LocalFatal ? session.Native.FatalError() : null));
    }
}
