using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>
/// The sender of one cluster: one native producer that every contract shares, the thread that reads its reports, and the room that records
/// take until they are answered.
/// </summary>
internal sealed class RecordSender : IProducerEvents
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_flushSlice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_afterFlush = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_warmUpSlice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_warmUpBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_closeBound = TimeSpan.FromSeconds(10);

    private readonly NativeProducer _native;
    private readonly SenderGate _gate = new();
    private readonly InFlightRecords _inFlight = new();
    private readonly ProduceOperations _operations = new();
    private readonly SendBuffer _buffer;
    private readonly DeliveredRecords _delivered;
    private readonly WaitLine _line;
    private readonly SenderEvents _events;
    private readonly SenderSettings _settings;
    private readonly FailureHandler? _failureHandler;
    private readonly TokenRefresher? _tokens;
    private readonly Thread _deliveryThread;
    private readonly Dictionary<string, SenderTopic> _topics = [];
    private readonly SemaphoreSlim _flushTurn = new(1, 1);
    private readonly object _closeGate = new();
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private Task? _closing;
    private Exception? _firstFailure;
    private volatile bool _stopped;

    private RecordSender(SenderSettings settings, NativeProducer native, ILogger logger)
    {
        _settings = settings;
        _native = native;
        _events = new SenderEvents(logger);
        _buffer = new SendBuffer(settings.MaxBufferedRecords, settings.BufferMemory);
        _delivered = new DeliveredRecords(_buffer);
        _line = new WaitLine(settings.MaxBufferedRecords);
        _failureHandler = settings.OnDeliveryFailed is { } handler ? new FailureHandler(handler, ReleaseRoom, _events.OnFailureHandlerFault) : null;
        _tokens = settings.TokenProvider is { } provider ? new TokenRefresher(provider, native, _events) : null;
        _deliveryThread = new Thread(ReadEvents) { IsBackground = true, Name = $"KafkaGen delivery {_native.Name}" };
        _deliveryThread.Start();
    }

    /// <summary>Makes the native producer and starts to read its reports. Connects in the background.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses the combination of properties.</exception>
    internal static RecordSender Start(SenderSettings settings, ILogger logger)
    {
        using NativeConfiguration configuration = settings.ToNative();
        RecordSender sender = new(settings, NativeProducer.Create(configuration, asksForTokens: settings.TokenProvider is not null), logger);
        if (settings.IsIdempotent && settings.TransactionalId is null && LibrdkafkaResolver.HasIdempotenceDefect)
        {
            sender._events.OnOldLibrdkafka();
        }

        return sender;
    }

    internal WaitLine Line => _line;

    /// <summary>The first record since <see cref="ForgetFailures"/> that was given to this sender and is not acknowledged: a transaction without it is not whole.</summary>
    internal Exception? FirstFailure => Volatile.Read(ref _firstFailure);

    /// <summary>Whether a record that was sent since <see cref="ForgetFailures"/> failed, other than by a purge.</summary>
    internal bool HasFailedDelivery { get; private set; }

    internal void ForgetFailures()
    {
        HasFailedDelivery = false;
        Volatile.Write(ref _firstFailure, null);
    }

    /// <summary>A record that was given to this sender will not be acknowledged.</summary>
    internal void OnFailure(Exception error) => Interlocked.CompareExchange(ref _firstFailure, error, null);

    /// <summary>Notes a record that is refused before it is sent.</summary>
    internal ProduceException Refused(ProduceException error)
    {
        OnFailure(error);
        return error;
    }

    /// <summary>Makes one of the native transaction calls. They block, and one thread makes them.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal NativeError? Transact(Func<NativeTransactions, NativeError?> call)
    {
        if (!_gate.TryEnter())
        {
            throw Disposed();
        }

        try
        {
            return call(_native.Transactions);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>The error after which this sender cannot send any more, if there is one.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal (KafkaErrorCode Code, string Reason)? FatalError()
    {
        if (!_gate.TryEnter())
        {
            throw Disposed();
        }

        try
        {
            return _native.FatalError();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Whether no other topic could want the room that one takes.</summary>
    internal bool HasOneTopic { get; private set; }

    /// <summary>The last thing that went wrong with the client as a whole.</summary>
    internal string? LastClientError => _events.LastClientError;

    internal int BufferedRecords => _buffer.Records;

    internal long BufferedBytes => _buffer.Bytes;

    internal SenderCounts Counts => new(_topics.Count, _inFlight.Capacity);

    internal long MaxBlockMilliseconds => (long)_settings.MaxBlock.TotalMilliseconds;

    /// <summary>The topic of that name, opened on first use. Two contracts that name one topic must agree on its properties.</summary>
    internal SenderTopic OpenTopic(TopicSettings settings)
    {
        if (!_gate.TryEnter())
        {
            throw Disposed();
        }

        try
        {
            lock (_topics)
            {
                if (!_topics.TryGetValue(settings.Name, out SenderTopic? topic))
                {
                    _settings.CheckTopic(settings);
                    NativeTopic native = _native.OpenTopic(settings.Name, settings.ToProperties());
                    topic = new SenderTopic(this, native)
                    {
                        MessageTimeoutMs = settings.MessageTimeoutMs ?? _settings.MessageTimeoutMs,
                        Partitions = settings.CustomPartitioner is { } partitioner ? Watch(native, partitioner) : null,
                    };
                    _topics.Add(settings.Name, topic);
                    HasOneTopic = _topics.Count == 1;
                }

                return topic;
            }
        }
        finally
        {
            _gate.Leave();
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
                return SendOutcome.NoShare;
            }

            partitions.Assign(record);
        }

        long size = SizeOf(topic, record, headers);
        if (!_gate.TryEnter())
        {
            throw Disposed();
        }

        try
        {
            if (!topic.HasShare(_buffer, size))
            {
                return SendOutcome.NoShare;
            }

            if (!_buffer.TryReserve(size))
            {
                return SendOutcome.NoRoom;
            }

            topic.Take(size);

            ref InFlightRecord slot = ref _inFlight.Rent();
            FlushEpoch epoch = waitingEpoch?.TryEnter() == true ? waitingEpoch : topic.EnterEpoch();
            ProduceOperation? awaited = answer.IsAwaited ? _operations.Rent() : null;
            slot.Size = size;
            slot.Timestamp = record.Timestamp ?? InFlightRecord.NoTimestamp;
            slot.Answer = awaited ?? (object?)answer.Batch;
            slot.Index = answer.Index;
            slot.Epoch = epoch;
            awaited?.Begin(answer.CancellationToken);
            KafkaErrorCode code = _native.Produce(topic.Native, record, headers, slot.Opaque);
            if (code == KafkaErrorCode.None)
            {
                operation = awaited;
                return SendOutcome.Done;
            }

            _inFlight.Return(ref slot);
            epoch.Leave();
            awaited?.Withdraw();
            topic.Release(1, size);
            _buffer.Release(1, size);
            return code == KafkaErrorCode.LocalQueueFull ? SendOutcome.NoRoom : throw Refusal(topic, code, size);
        }
        finally
        {
            _gate.Leave();
        }
    }

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
                if (!drained.IsCompleted && _gate.TryEnter())
                {
                    try
                    {
                        await Task.Run(() => _native.Flush(s_flushSlice), CancellationToken.None).ConfigureAwait(false);
                    }
                    finally
                    {
                        _gate.Leave();
                    }
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

    /// <summary>Flushes every topic.</summary>
    internal Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_topics)
        {
            return Task.WhenAll(_topics.Values.Select(topic => topic.FlushAsync(cancellationToken)).ToArray());
        }
    }

    /// <summary>
    /// Connects and asks for a producer id before the first record: without it the first acknowledgement of an idempotent producer waits out
    /// a timer of half a second.
    /// </summary>
    internal void WarmUp()
    {
        const int Rounds = 2;

        // In short calls, because a shutdown waits for the one that runs.
        long until = Environment.TickCount64 + (long)s_warmUpBound.TotalMilliseconds;
        for (int done = 0; done < Rounds && Environment.TickCount64 < until && _gate.TryEnter();)
        {
            try
            {
                done += _native.FetchMetadata(s_warmUpSlice) == KafkaErrorCode.None ? 1 : 0;
            }
            finally
            {
                _gate.Leave();
            }
        }
    }

    /// <summary>Stops intake, sends what was accepted until <paramref name="cancellationToken"/> ends it, answers every record, and frees all.</summary>
    internal Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_closeGate)
        {
            return _closing ??= Task.Run(() => CloseOnceAsync(cancellationToken), CancellationToken.None);
        }
    }

    void IProducerEvents.OnDelivered(in DeliveryReport report)
    {
        if (!_inFlight.TryTake(report.Opaque, out InFlightRecord record))
        {
            return;
        }

        bool isAcknowledged = report.Code == KafkaErrorCode.None;
        if (isAcknowledged)
        {
            Acknowledge(in record, in report);
        }
        else if (!TryHandFailure(in record, in report))
        {
            return;
        }

        _delivered.Add(in record, isAcknowledged);
    }

    void IProducerEvents.OnDeliveredBatchEnd()
    {
        _inFlight.ReturnTaken();
        _delivered.Complete();
        OnRoom();
    }

    void IProducerEvents.OnLog(int level, string facility, string text) => _events.OnLog(level, facility, text);

    void IProducerEvents.OnError(KafkaErrorCode code, string reason)
    {
        // A fatal error comes as a code of its own; what lies behind it is asked for.
        (KafkaErrorCode Code, string Reason)? fatal = code == KafkaErrorCode.LocalFatal ? _native.FatalError() : null;

        // A producer of transactions is made anew after it.
        _events.OnClientError(fatal?.Code ?? code, fatal?.Reason ?? reason, isFatal: fatal is not null && _settings.TransactionalId is null);
    }

    private PartitionWatch Watch(NativeTopic topic, CustomPartitioner partitioner)
    {
        PartitionWatch watch = new(topic.Name, partitioner, Fetch, _line.Signal, _settings.MetadataRefresh);
        _ = watch.RunAsync(_stopping.Token);
        return watch;

        (KafkaErrorCode Code, int Partitions)? Fetch()
        {
            if (!_gate.TryEnter())
            {
                return null;
            }

            try
            {
                return _native.FetchPartitionCount(topic, s_warmUpSlice);
            }
            finally
            {
                _gate.Leave();
            }
        }
    }

    void IProducerEvents.OnTokenNeeded() => _tokens?.Refresh();

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses them.</exception>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal void SetCredentials(string username, string password)
    {
        if (!_gate.TryEnter())
        {
            throw Disposed();
        }

        try
        {
            if (_native.SetCredentials(username, password) is { } refusal)
            {
                throw new KafkaConfigurationException("sasl.username", $"librdkafka refuses the credentials: {refusal}.");
            }
        }
        finally
        {
            _gate.Leave();
        }
    }

    internal void ThrowIfClosed()
    {
        if (_gate.IsClosed)
        {
            throw Disposed();
        }
    }

    internal ObjectDisposedException Disposed() =>
        new(nameof(KafkaGenClient), "The KafkaGen client is disposed: no more records are accepted.");

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        Task callersGone = _gate.CloseAsync();
        await _stopping.CancelAsync().ConfigureAwait(false);
        _line.Close(Disposed());
        await callersGone.ConfigureAwait(false);
        OnRoom();

        while (!_allAnswered.Task.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            _native.Flush(s_flushSlice);
            await Task.WhenAny(_allAnswered.Task, Task.Delay(s_afterFlush, CancellationToken.None)).ConfigureAwait(false);
        }

        int left = _inFlight.CountNow();
        if (left > 0)
        {
            _events.OnShutdownLeftRecords(left);
            _native.Purge();
            await Task.WhenAny(_allAnswered.Task, Task.Delay(s_closeBound, CancellationToken.None)).ConfigureAwait(false);
        }

        _stopped = true;
        _native.WakePoll();
        _deliveryThread.Join();
        _tokens?.Dispose();
        FailUnreported();
        if (_failureHandler is not null)
        {
            await _failureHandler.DisposeAsync().ConfigureAwait(false);
        }

        Task destroyed = Task.Run(_native.Destroy, CancellationToken.None);
        if (await Task.WhenAny(destroyed, Task.Delay(s_closeBound, CancellationToken.None)).ConfigureAwait(false) != destroyed)
        {
            _events.OnDestroyTimedOut(s_closeBound);
        }

        _line.Dispose();
        _stopping.Dispose();
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    // Nothing should be left: a purge reports every record. If it does not, the callers still get their answer.
    private void FailUnreported()
    {
        foreach (InFlightRecord record in _inFlight.TakeAll())
        {
            Fail(in record, ProduceErrors.NeverReported(record.Topic.Name));
            _delivered.Add(in record, isAcknowledged: false);
        }

        _delivered.Complete();
    }

    private static void Acknowledge(in InFlightRecord record, in DeliveryReport report)
    {
        switch (record.Answer)
        {
            case ProduceOperation operation:
                operation.Acknowledge(MetadataOf(record.Topic, in report));
                break;
            case BatchAnswers batch:
                batch.Acknowledge(record.Index, MetadataOf(record.Topic, in report));
                break;
        }
    }

    private static RecordMetadata MetadataOf(SenderTopic topic, in DeliveryReport report)
    {
        (long milliseconds, RecordTimestampType type) = report.Timestamp;
        return new RecordMetadata
        {
            Topic = topic.Name,
            Partition = report.Partition,
            Offset = report.Offset,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, InFlightRecord.LatestDate)),
            TimestampType = type,
        };
    }

    // Returns whether the record is done with; otherwise the application's handler gets it, and it keeps its room until then.
    private bool TryHandFailure(in InFlightRecord record, in DeliveryReport report)
    {
        ProduceException error = ProduceErrors.NotAcknowledged(record.Topic, in report, _settings, _events.LastClientError);
        HasFailedDelivery |= error.Code is not (KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight);
        OnFailure(error);

        // Nobody is told of one in a transaction: it reaches the caller of the commit.
        if (Fail(in record, error) || _settings.TransactionalId is not null)
        {
            return true;
        }

        _events.OnUnobservedFailure(error);
        if (_failureHandler is null)
        {
            return true;
        }

        _failureHandler.Add(in record, new DeliveryFailure(report.CopyRecord() with { Timestamp = record.GivenTimestamp }, error));
        return false;
    }

    private static bool Fail(in InFlightRecord record, Exception error)
    {
        switch (record.Answer)
        {
            case ProduceOperation operation:
                operation.Fail(error);
                return true;
            case BatchAnswers batch:
                batch.Fail(record.Index, error);
                return true;
            default:
                return false;
        }
    }

    private void ReleaseRoom(InFlightRecord record)
    {
        record.Topic.Release(1, record.Size);
        _buffer.Release(1, record.Size);
        OnRoom();
    }

    private void OnRoom()
    {
        if (_line.Count > 0)
        {
            _line.Signal();
        }

        if (_gate.IsEmpty && _buffer.Records == 0)
        {
            _allAnswered.TrySetResult();
        }
    }

    private void ReadEvents()
    {
        while (!_stopped)
        {
            _native.Poll(s_poll, this);
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

    private ProduceException Refusal(SenderTopic topic, KafkaErrorCode code, long size)
    {
        if (code == KafkaErrorCode.MsgSizeTooLarge)
        {
            return ProduceErrors.LargerThanMessageMaxBytes(topic.Name, size, _settings.MessageMaxBytes);
        }

        return Refused(code == KafkaErrorCode.LocalState && _settings.TransactionalId is { } transactionalId
            ? ProduceErrors.TransactionFailed(topic.Name, transactionalId, FirstFailure)
            : ProduceErrors.Refused(topic.Name, code, code == KafkaErrorCode.LocalFatal ? _native.FatalError() : null));
    }
}
