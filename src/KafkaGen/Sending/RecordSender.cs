using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Health;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>
/// The sender of one cluster: one native producer that every contract shares, the thread that reads its reports, and the room that records
/// take until they are answered.
/// </summary>
internal sealed class RecordSender : IProducerEvents
{
    private static readonly TimeSpan s_afterFlush = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_warmUpSlice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_warmUpBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_closeBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_recreateBackoff = TimeSpan.FromSeconds(1);

    private readonly InFlightRecords _inFlight = new();
    private readonly FlushEpochs _epochs = new();
    private readonly ProduceOperations _operations = new();
    private readonly SendBuffer _buffer;
    private readonly DeliveredRecords _delivered;
    private readonly WaitLine _line;
    private readonly SenderEvents _events;
    private readonly SenderSettings _settings;
    private readonly ClusterWatch _watch;
    private readonly StatisticsReader? _statistics;
    private readonly FailureHandler? _failureHandler;
    private readonly Dictionary<string, SenderTopic> _topics = [];
    private readonly SemaphoreSlim _flushTurn = new(1, 1);
    private readonly object _closeGate = new();
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private volatile SenderSession _session;
    private volatile Tuple<string, string>? _credentials;
    private volatile bool _isClosed;
    private Task _recreating = Task.CompletedTask;
    private Task? _closing;
    private Exception? _firstFailure;
    private SpanEnds? _spanEnds;
    private bool _isToldOfTimeouts;
    private volatile Failure? _lastFailure;
    private long _coarseClock = Environment.TickCount64;

    private RecordSender(SenderSettings settings, NativeProducer native, ILogger logger)
    {
        _settings = settings;
        Tags = new ClientTags(settings);
        _events = new SenderEvents(settings, logger);
        _watch = new ClusterWatch(
            isConnecting: settings.IsWarmUp && settings.TransactionalId is null, Ask, OnClusterDown, OnClusterUp, _stopping.Token);
        _statistics = settings.HasStatistics ? new StatisticsReader(Tags, _events.OnStatisticsUnreadable) : null;
        _buffer = new SendBuffer(settings.MaxBufferedRecords, settings.BufferMemory);
        _delivered = new DeliveredRecords(_buffer);
        _line = new WaitLine(settings.MaxBufferedRecords);
        _failureHandler = settings.OnDeliveryFailed is { } handler ? new FailureHandler(handler, ReleaseRoom, _events.OnFailureHandlerFault) : null;
        _session = SessionOf(native);
        _session.Start();
    }

    /// <summary>Makes the native producer and starts to read its reports. Connects in the background.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses the combination of properties.</exception>
    internal static RecordSender Start(SenderSettings settings, ILogger logger)
    {
        RecordSender sender = new(settings, CreateNative(settings), logger);
        if (settings.IsIdempotent && settings.TransactionalId is null && LibrdkafkaResolver.HasIdempotenceDefect)
        {
            sender._events.OnOldLibrdkafka();
        }

        QueueInstruments.Add(sender);
        if (sender._statistics is { } statistics)
        {
            StatisticsInstruments.Add(statistics);
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
        SenderSession session = Enter();
        try
        {
            return call(session.Native.Transactions);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>Makes calls of the native producer that block; they end early when the token that they get is cancelled, because closing waits for them.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal T Ask<T>(Func<NativeProducer, CancellationToken, T> call)
    {
        SenderSession session = Enter();
        try
        {
            return call(session.Native, _stopping.Token);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>The error after which this sender cannot send any more, if there is one.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal (KafkaErrorCode Code, string Reason)? FatalError()
    {
        SenderSession session = Enter();
        try
        {
            return session.Native.FatalError();
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>Whether no other topic could want the room that one takes.</summary>
    internal bool HasOneTopic { get; private set; }

    /// <summary>The last thing that went wrong with the client as a whole.</summary>
    internal string? LastClientError => _events.LastClientError;

    internal int BufferedRecords => _buffer.Records;

    internal long BufferedBytes => _buffer.Bytes;

    internal int MaxRecords => _buffer.MaxRecords;

    internal long MaxBytes => _buffer.MaxBytes;

    /// <summary>What spans and metrics say of this client.</summary>
    internal ClientTags Tags { get; }

    /// <summary>Whether brokers answer.</summary>
    internal ClusterContact Contact => _watch.Contact;

    /// <summary>How long ago the oldest unanswered record was given to this sender. Looks at every record in flight.</summary>
    internal TimeSpan OldestRecordAge() => TimeSpan.FromMilliseconds(_inFlight.OldestAge((uint)_coarseClock));

    /// <summary>How this sender gets on.</summary>
    internal SenderHealth Health()
    {
        long now = Environment.TickCount64;
        long lastDelivery;
        lock (_topics)
        {
            lastDelivery = _topics.Count == 0 ? long.MinValue : _topics.Values.Max(topic => topic.LastAnswer);
        }

        ClusterContact contact = Contact;
        SenderSession? session = TryEnter();
        string? fatal = null;
        if (session is not null)
        {
            fatal = session.Native.FatalError() is { } error && !IsMended ? $"{error.Code}: {error.Reason}" : null;
            session.Gate.Leave();
        }

        return new SenderHealth
        {
            TransactionalId = _settings.TransactionalId,
            FatalError = fatal,
            IsClosed = _isClosed,
            IsBeingReplaced = session is null && !_isClosed,
            Contact = contact,
            InContactState = TimeSpan.FromMilliseconds(now - contact.Since),
            OldestRecord = OldestRecordAge(),
            SinceDelivery = lastDelivery > 0 ? TimeSpan.FromMilliseconds(now - lastDelivery) : null,
            SinceFailure = _lastFailure is { } failure ? TimeSpan.FromMilliseconds(now - failure.At) : null,
            LastFailure = _lastFailure?.Reason,
            HasDeliveredSinceFailure = _lastFailure is { IsOver: true },
            TokenProblem = _events.TokenProblem,
            LastClientError = LastClientError,
            BufferedRecords = BufferedRecords,
            BufferedBytes = BufferedBytes,
            WaitingCallers = _line.Count,
        };
    }

    // Whether a fatal error is mended by a new native producer, or, of transactions, by a new sender.
    private bool IsMended => _settings.RecreatesAfterFatalError || _settings.TransactionalId is not null;

    internal SenderCounts Counts => new(_topics.Count, _inFlight.Capacity);

    internal long MaxBlockMilliseconds => (long)_settings.MaxBlock.TotalMilliseconds;

    /// <summary>The topic of that name, opened on first use. Two contracts that name one topic must agree on its properties.</summary>
    internal SenderTopic OpenTopic(TopicSettings settings)
    {
        ThrowIfClosed();
        lock (_topics)
        {
            if (!_topics.TryGetValue(settings.Name, out SenderTopic? topic))
            {
                _settings.CheckTopic(settings);
                topic = new SenderTopic(this, _epochs, settings)
                {
                    MessageTimeoutMs = settings.MessageTimeoutMs ?? _settings.MessageTimeoutMs,
                    Telemetry = new TopicTelemetry(Tags, settings.Name, _settings.PropagatesTraceContext),
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
                return SendOutcome.NoShare;
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

            KafkaErrorCode code = session.Native.Produce(native, record, headers, opaque);
            if (code == KafkaErrorCode.None)
            {
                answer.Trace?.OnAccepted();
                return SendOutcome.Done;
            }

            if (!FlushEpochs.HasNoSlot(opaque))
            {
                _inFlight.Return(opaque);
            }

            epoch.Leave();
            operation?.Withdraw();
            operation = null;
            topic.Release(1, size);
            _buffer.Release(1, size);
            if (code == KafkaErrorCode.LocalFatal && _settings.RecreatesAfterFatalError)
            {
                Recreate(session);
                return SendOutcome.NoRoom;
            }

            return code == KafkaErrorCode.LocalQueueFull ? SendOutcome.NoRoom : throw Refusal(session, topic, code, size);
        }
        finally
        {
            session.Gate.Leave();
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
                if (!drained.IsCompleted && TryEnter() is { } session)
                {
                    try
                    {
                        await Task.Run(session.Flush, CancellationToken.None).ConfigureAwait(false);
                    }
                    finally
                    {
                        session.Gate.Leave();
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
    internal Task FlushAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Topics().Select(topic => topic.FlushAsync(cancellationToken)));

    /// <summary>
    /// Connects and asks for a producer id before the first record: without it the first acknowledgement of an idempotent producer waits out
    /// a timer of half a second.
    /// </summary>
    internal void WarmUp()
    {
        const int Rounds = 2;

        // In short calls, because a shutdown waits for the one that runs.
        long until = Environment.TickCount64 + (long)s_warmUpBound.TotalMilliseconds;
        for (int done = 0; done < Rounds && Environment.TickCount64 < until && TryEnter() is { } session;)
        {
            try
            {
                (KafkaErrorCode code, int brokers) = session.Native.FetchMetadata(s_warmUpSlice);
                if (code == KafkaErrorCode.None)
                {
                    done++;
                    _watch.OnAnswer(brokers);
                }
            }
            finally
            {
                session.Gate.Leave();
            }
        }

        if (Contact.IsReachable != true)
        {
            // Not even a refused connection has told that nobody is there.
            _watch.OnError();
        }
    }

    // An outage is told once for a client: its transactions have senders of their own.
    private void OnClusterDown()
    {
        if (_settings.TransactionalId is null)
        {
            _events.OnClusterDown();
        }
    }

    private void OnClusterUp(TimeSpan after)
    {
        if (_settings.TransactionalId is null)
        {
            _events.OnClusterUp(after);
        }
    }

    private ClusterAnswer? Ask(TimeSpan bound)
    {
        if (TryEnter() is not { } session)
        {
            return null;
        }

        try
        {
            (KafkaErrorCode code, int brokers) = session.Native.FetchMetadata(bound);
            return new ClusterAnswer(code, brokers);
        }
        finally
        {
            session.Gate.Leave();
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
        bool isAcknowledged = report.Code == KafkaErrorCode.None;
        if (isAcknowledged && _lastFailure is { IsOver: false } failure)
        {
            failure.IsOver = true;
        }

        InFlightRecord record;
        if (FlushEpochs.HasNoSlot(report.Opaque))
        {
            FlushEpoch epoch = _epochs.EpochOf(report.Opaque);
            long size = FlushEpochs.SizeOf(report.Opaque);
            if (isAcknowledged)
            {
                _delivered.Add(epoch, size, isAcknowledged);
                return;
            }

            record = new() { Epoch = epoch, Size = size, Timestamp = InFlightRecord.NoTimestamp };
        }
        else if (!_inFlight.TryTake(report.Opaque, out record))
        {
            return;
        }

        SendTrace? trace = record.StartedAt > 0 ? OnObservedAnswer(ref record, report.Code) : null;
        if (isAcknowledged)
        {
            Acknowledge(in record, in report);
        }

        bool isDone = isAcknowledged || TryHandFailure(in record, in report);
        if (trace is not null)
        {
            EndSpan(trace, in record, in report, isDone);
        }
        else if (isDone)
        {
            _delivered.Add(in record, isAcknowledged);
        }
    }

    void IProducerEvents.OnDeliveredBatchEnd()
    {
        _inFlight.ReturnTaken();
        _delivered.Complete();
        OnRoom();
    }

    void IProducerEvents.OnPolled()
    {
        // Seldom, because the producing threads read it for every record.
        const long Resolution = 100;
        long now = Environment.TickCount64;
        if (now - _coarseClock >= Resolution)
        {
            _coarseClock = now;
        }
    }

    void IProducerEvents.OnLog(int level, string facility, string text) => _events.OnLog(level, facility, text);

    void IProducerEvents.OnError(KafkaErrorCode code, string reason, bool isFatal)
    {
        _events.OnClientError(code, reason, isFatal && !IsMended);
        if (!isFatal)
        {
            _watch.OnError();
        }

        if (isFatal && _settings.RecreatesAfterFatalError)
        {
            Recreate(_session);
        }
    }

    void IProducerEvents.OnStatistics(ReadOnlySpan<byte> json) => _statistics?.Add(json.ToArray());

    private PartitionWatch Watch(SenderTopic topic, CustomPartitioner partitioner)
    {
        PartitionWatch watch = new(topic.Name, partitioner, Fetch, _line.Signal, _settings.MetadataRefresh);
        _ = watch.RunAsync(_stopping.Token);
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

    void IProducerEvents.OnTokenNeeded() => _session.Tokens?.Refresh();

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses them.</exception>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal void SetCredentials(string username, string password)
    {
        ThrowIfClosed();
        _credentials = Tuple.Create(username, password);
        if (TryEnter() is { } session)
        {
            try
            {
                SetCredentials(session.Native, username, password);
            }
            finally
            {
                session.Gate.Leave();
            }
        }
    }

    internal void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw Disposed();
        }
    }

    internal ObjectDisposedException Disposed() =>
        new(nameof(KafkaGenClient), "The KafkaGen client is disposed: no more records are accepted.");

    private static NativeProducer CreateNative(SenderSettings settings)
    {
        using NativeConfiguration configuration = settings.ToNative();
        return NativeProducer.Create(configuration, asksForTokens: settings.TokenProvider is not null);
    }

    private static void SetCredentials(NativeProducer native, string username, string password)
    {
        if (native.SetCredentials(username, password) is { } refusal)
        {
            throw new KafkaConfigurationException("sasl.username", $"librdkafka refuses the credentials: {refusal}.");
        }
    }

    private SenderSession SessionOf(NativeProducer native) => new(native, this)
    {
        Tokens = _settings.TokenProvider is { } provider ? new TokenRefresher(provider, native, _events) : null,
    };

    // The session that calls can be made in, entered; none while the sender is closed or begins another one.
    private SenderSession? TryEnter()
    {
        SenderSession session = _session;
        return session.Gate.TryEnter() ? session : null;
    }

    private SenderSession Enter() => TryEnter() ?? throw Disposed();

    // Records that time out leave a gap in the sequence numbers, so librdkafka begins a new epoch for all partitions (librdkafka issue 4953 tells what that can
    // double). Where all records have the same time, those that a broker may have stored already are the first to be given up themselves.
    private void TellIfTimeoutsDiffer(SenderTopic topic)
    {
        if (_isToldOfTimeouts || !_settings.IsIdempotent || _settings.TransactionalId is not null)
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

    private void Recreate(SenderSession failed)
    {
        if (failed.TryFail())
        {
            lock (_closeGate)
            {
                _recreating = _closing is null ? Task.Run(() => RecreateAsync(failed)) : _recreating;
            }
        }
    }

    // The failed producer answers all that it had accepted before the new one sends anything, and nothing is sent again: a new producer id could not
    // tell what is stored already. Calls wait in line meanwhile.
    private async Task RecreateAsync(SenderSession failed)
    {
        await failed.Gate.CloseAsync().ConfigureAwait(false);
        await EndAsync(failed).ConfigureAwait(false);
        while (!_isClosed)
        {
            try
            {
                NativeProducer native = CreateNative(_settings);
                if (_credentials is var (username, password))
                {
                    SetCredentials(native, username, password);
                }

                SenderSession next = SessionOf(native);
                _session = next;
                next.Start();
                _events.OnRecreated();
                _line.Signal();
                if (_settings.IsWarmUp)
                {
                    // Not awaited: closing waits for this task, and a warm-up without brokers goes on until the sender is closed.
                    _ = Task.Run(WarmUp);
                }

                return;
            }
            catch (KafkaGenException error)
            {
                _events.OnRecreateFailed(error);
                await Task.WhenAny(Task.Delay(s_recreateBackoff, _stopping.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        _isClosed = true;
        QueueInstruments.Remove(this);
        if (_statistics is not null)
        {
            StatisticsInstruments.Remove(_statistics);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _line.Close(Disposed());
        await _recreating.ConfigureAwait(false);
        SenderSession session = _session;
        if (!session.IsEnded)
        {
            await session.Gate.CloseAsync().ConfigureAwait(false);
            OnRoom();
            while (!_allAnswered.Task.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                session.Flush();
                await Task.WhenAny(_allAnswered.Task, Task.Delay(s_afterFlush, CancellationToken.None)).ConfigureAwait(false);
            }

            int left = InFlight();
            if (left > 0)
            {
                _events.OnShutdownLeftRecords(left);
            }

            await EndAsync(session).ConfigureAwait(false);
        }

        if (_spanEnds is not null)
        {
            await _spanEnds.DisposeAsync().ConfigureAwait(false);
        }

        if (_failureHandler is not null)
        {
            await _failureHandler.DisposeAsync().ConfigureAwait(false);
        }

        _line.Dispose();
        _stopping.Dispose();
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync(SenderSession session)
    {
        if (!await session.EndAsync(() => InFlight() == 0, FailUnreported, s_closeBound).ConfigureAwait(false))
        {
            _events.OnDestroyTimedOut(s_closeBound);
        }
    }

    // Nothing should be left: a purge reports every record. If it does not, the callers still get their answer.
    private void FailUnreported()
    {
        foreach (InFlightRecord taken in _inFlight.TakeAll())
        {
            InFlightRecord record = taken;
            ProduceException error = ProduceErrors.NeverReported(record.Topic.Name);
            SendTrace? trace = record.StartedAt > 0 ? OnObservedAnswer(ref record, error.Code) : null;
            record.Topic.Telemetry.OnFailed(error.Code, error.Status);
            Fail(in record, error);
            _delivered.Add(in record, isAcknowledged: false);
            if (trace?.Span is { } span)
            {
                SendSpans.Fail(span, ErrorTypes.Of(error.Code), error.Reason);
            }
        }

        _delivered.Complete();
        foreach (SenderTopic topic in Topics())
        {
            (int records, long bytes) = topic.TakeUnreported();
            if (records > 0)
            {
                // Nobody waits for these, but those who flush.
                _buffer.Release(records, bytes);
                _epochs.Abandon(topic);
                topic.Telemetry.OnFailed(KafkaErrorCode.LocalDestroy, RecordPersistence.PossiblyPersisted, records);
            }
        }
    }

    private int InFlight() => Topics().Sum(topic => topic.InFlight);

    private SenderTopic[] Topics()
    {
        lock (_topics)
        {
            return [.. _topics.Values];
        }
    }

    private static void Acknowledge(in InFlightRecord record, in DeliveryReport report)
    {
        switch (record.Answer)
        {
            case ProduceOperation operation:
                operation.Acknowledge(new Acknowledgement(record.Topic, in report));
                break;
            case BatchAnswers batch:
                batch.Acknowledge(record.Index, new Acknowledgement(record.Topic, in report).ToMetadata());
                break;
        }
    }

    // Somebody listened when the record was produced. Its answer is put back in its place.
    private static SendTrace? OnObservedAnswer(ref InFlightRecord record, KafkaErrorCode code)
    {
        record.Topic.Telemetry.OnAnswered(record.StartedAt, code);
        SendTrace? trace = record.Answer as SendTrace;
        record.Answer = trace is null ? record.Answer : trace.Answer;
        return trace;
    }

    private void EndSpan(SendTrace trace, in InFlightRecord record, in DeliveryReport report, bool isDone)
    {
        _spanEnds ??= new SpanEnds(new DeliveredRecords(_buffer, areHeld: true), OnRoom);
        if (isDone)
        {
            record.Topic.Hold(record.Size);
        }

        _spanEnds.Add(new SpanEnds.End
        {
            Span = trace.Span!,
            At = DateTime.UtcNow,
            Code = report.Code,
            Reason = report.Code == KafkaErrorCode.None ? null : NativeProducer.Describe(report.Code),
            Partition = report.Partition,
            Offset = report.Offset,
            Record = isDone ? record : null,
        });
    }

    // Returns whether the record is done with; otherwise the application's handler gets it, and it keeps its room until then.
    private bool TryHandFailure(in InFlightRecord record, in DeliveryReport report)
    {
        record.Topic.Telemetry.OnFailed(report.Code, report.Status);
        ProduceException error = ProduceErrors.NotAcknowledged(record.Topic, in report, _settings, _events.LastClientError);
        _lastFailure = new Failure(error.Reason);
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

        record.Topic.Hold(record.Size);
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
        record.Topic.ReleaseHeld(1, record.Size);
        _buffer.Release(1, record.Size);
        OnRoom();
    }

    private void OnRoom()
    {
        if (_line.Count > 0)
        {
            _line.Signal();
        }

        if (_isClosed && _session.Gate.IsEmpty && _buffer.Records == 0)
        {
            _allAnswered.TrySetResult();
        }
    }

    // The last accepted record that failed, and whether another was delivered since.
    private sealed class Failure(string reason)
    {
        internal long At { get; } = Environment.TickCount64;

        internal string Reason => reason;

        internal bool IsOver { get; set; }
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
            return ProduceErrors.LargerThanMessageMaxBytes(topic.Name, size, _settings.MessageMaxBytes);
        }

        return Refused(code == KafkaErrorCode.LocalState && _settings.TransactionalId is { } transactionalId
            ? ProduceErrors.TransactionFailed(topic.Name, transactionalId, FirstFailure)
            : ProduceErrors.Refused(topic.Name, code, code == KafkaErrorCode.LocalFatal ? session.Native.FatalError() : null));
    }
}
