using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Health;
using KafkaGen.Sending.Brain;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>
/// The sender in C#, as a client sees it: its topics, the room of its records, and whoever hears of them: callers, metrics, the log and the application's failure handler.
/// </summary>
internal sealed class KafkaTransport : RecordTransport, IBatchObserver
{
    private static readonly TimeSpan s_warmUpBound = TimeSpan.FromSeconds(30);

    // So that the application hears of the records that the end of the time gives up.
    private static readonly TimeSpan s_applicationBound = TimeSpan.FromSeconds(1);

    private readonly object _closeGate = new();
    private readonly Dictionary<string, KafkaLane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly SenderEvents _events;
    private readonly ClusterWatch _watch;
    private readonly FailureHandler? _failureHandler;
    private readonly Outlet<ObservedReply> _observed;
    private readonly Outlet<MetricEvent> _metrics;
    private readonly BrainLoop _loop;
    private volatile bool _isClosed;
    private volatile string? _fatal;
    private volatile FailedAt? _lastFailure;
    private int _givenUpAtClose;
    private Task? _closing;

    private KafkaTransport(SenderSettings settings, ClientLog log)
        : base(settings)
    {
        _events = new SenderEvents(settings, log);
        _watch = new ClusterWatch(settings.IsWarmUp, Ask, () => _events.OnClusterDown(LastClientError), _events.OnClusterUp, _stopping.Token);
        _failureHandler = settings.OnDeliveryFailed is { } handler ? new FailureHandler(handler, _events.OnFailureHandlerFault) : null;
        _observed = new Outlet<ObservedReply>("KafkaGen spans", int.MaxValue, static (reply, _) => End(reply));
        _metrics = new Outlet<MetricEvent>("KafkaGen metrics", int.MaxValue, static (told, _) => told.Measure());
        _loop = new BrainLoop(OwnSettings.OfBrain(settings), OwnSettings.OfConnections(settings), Math.Max(settings.BufferMemory, Room.LargePiece), time: null, new BrainHost
        {
            MaxRecords = settings.MaxBufferedRecords,
            OnNote = OnNote,
            Observer = this,
            OnRoom = OnRoom,
            IsRoomWanted = () => Line.Count > 0,
        });
        Line.OnFirst = _loop.Wake;
    }

    /// <summary>Begins. Connects in the background.</summary>
    internal static KafkaTransport Start(SenderSettings settings, ClientLog log)
    {
        KafkaTransport transport = new(settings, log);
        QueueInstruments.Add(transport);
        return transport;
    }

    /// <summary>The completions of callers that may cancel their wait, or are observed.</summary>
    internal ProduceOperations Operations { get; } = new();

    internal override bool IsClosed => _isClosed;

    public override int BufferedRecords => Lanes().Sum(static lane => lane.BufferedRecords);

    internal override int OpenRecords => Line.Count + BufferedRecords;

    public override long BufferedBytes => _loop.Room.Taken;

    public override int MaxRecords => Settings.MaxBufferedRecords;

    public override long MaxBytes => Settings.BufferMemory;

    internal override SenderCounts Counts => new(Lanes().Length, 0);

    internal override ClusterContact Contact => _watch.Contact;

    internal override string? LastClientError => _events.LastClientError;

    public override TimeSpan OldestRecordAge()
    {
        long now = _loop.Clock.Milliseconds;
        long oldest = Lanes().SelectMany(static lane => lane.Sender.Queues).Select(static queue => queue.OldestAt).DefaultIfEmpty(long.MaxValue).Min();
        return oldest >= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(now - oldest);
    }

    internal override SenderHealth Health()
    {
        long now = _loop.Clock.Milliseconds;
        long lastDelivery = Lanes().Select(static lane => lane.Sender.Share!.LastAnswer).DefaultIfEmpty(long.MinValue).Max();
        ClusterContact contact = Contact;
        FailedAt? failure = _lastFailure;
        return new SenderHealth
        {
            FatalError = _fatal,
            IsClosed = _isClosed,
            Contact = contact,
            InContactState = TimeSpan.FromMilliseconds(Environment.TickCount64 - contact.Since),
            OldestRecord = OldestRecordAge(),
            SinceDelivery = lastDelivery >= 0 ? TimeSpan.FromMilliseconds(now - lastDelivery) : null,
            SinceFailure = failure is null ? null : TimeSpan.FromMilliseconds(now - failure.At),
            LastFailure = failure?.Reason,
            HasDeliveredSinceFailure = failure is not null && lastDelivery > failure.At,
            LastClientError = LastClientError,
            BufferedRecords = BufferedRecords,
            BufferedBytes = BufferedBytes,
            WaitingCallers = Line.Count,
        };
    }

    internal override KafkaLane OpenTopic(TopicSettings settings)
    {
        ThrowIfClosed();
        lock (_lanes)
        {
            if (!_lanes.TryGetValue(settings.Name, out KafkaLane? lane))
            {
                Settings.CheckTopic(settings);
                (CompressionCodec codec, int? level) = Settings.CompressionOf(settings);
                TopicSender topic = _loop.OpenTopic(settings.Name, codec, level, Settings.DeliveryTimeoutOf(settings), OnRoom);
                lane = new KafkaLane(this, settings, Settings, topic, new TopicTelemetry(Tags, settings.Name, Settings.PropagatesTraceContext));
                _lanes.Add(settings.Name, lane);
            }

            return lane;
        }
    }

    internal override Task BeginWarmUp() => OwnThread.Run("KafkaGen warm-up", () =>
    {
        Deadline until = Deadline.In(s_warmUpBound);
        while (!until.IsOver && !_isClosed)
        {
            if (Ask(TimeSpan.FromMilliseconds(200)) is { Code: KafkaErrorCode.None } answer)
            {
                _watch.OnAnswer(answer.Brokers);
                return;
            }
        }

        if (!_isClosed && Contact.IsReachable != true)
        {
            _watch.OnError();
        }
    });

    internal override Task<bool> ReachAsync(TimeSpan bound)
    {
        ThrowIfClosed();
        return Task.Run(() => Ask(bound) is { Code: KafkaErrorCode.None }, CancellationToken.None);
    }

    internal override Task FlushAsync(CancellationToken cancellationToken) => Task.WhenAll(Lanes().Select(lane => lane.FlushAsync(cancellationToken)));

    internal override Task CloseAsync(Deadline until)
    {
        lock (_closeGate)
        {
            return _closing ??= OwnThread.Run("KafkaGen closing", () => Close(until));
        }
    }

    /// <summary>Completes <paramref name="flush"/> when everything of a topic that was appended before is answered.</summary>
    internal void Flush(FlushOperation flush, TopicSender topic) => _loop.Flush(flush, topic);

    /// <summary>Completes when the application has handled the failures of a topic that are known now.</summary>
    internal Task HandledAsync(KafkaLane lane) => _failureHandler?.HandledAsync(lane) ?? Task.CompletedTask;

    /// <summary>A record is answered whose call is observed.</summary>
    internal void OnObserved(ObservedReply reply)
    {
        if (!reply.HasSpan)
        {
            reply.Tell();
            if (!_metrics.TryAdd(reply))
            {
                reply.Return();
            }
        }
        else if (!_observed.TryAdd(reply))
        {
            reply.Tell();
        }
    }

    internal override void OnGivenUp(TopicLane lane, ProduceException error, Func<DeliveryFailure> copy)
    {
        _lastFailure = new FailedAt(_loop.Clock.Milliseconds, error.Reason);
        _events.OnUnobservedFailure(error);
        _failureHandler?.Add(new FailedWaiter(lane, copy));
    }

    void IBatchObserver.OnAcknowledged(ProducerBatch batch)
    {
        _events.OnDelivered(Environment.TickCount64);
        if (SendInstruments.Delivered.Enabled || SendInstruments.SentMessages.Enabled)
        {
            _metrics.TryAdd(new BatchEnd(LaneOf(batch), batch.Count, null));
        }
    }

    bool IBatchObserver.OnFailed(ProducerBatch batch, ProduceException error)
    {
        KafkaLane lane = LaneOf(batch);
        _lastFailure = new FailedAt(_loop.Clock.Milliseconds, error.Reason);
        if (error.IsFatal)
        {
            _fatal = $"{error.Code}: {error.Reason}";
        }

        if (error.Code == KafkaErrorCode.LocalPurgeQueue)
        {
            _givenUpAtClose += batch.Count;
        }

        if (SendInstruments.Failed.Enabled || SendInstruments.SentMessages.Enabled)
        {
            _metrics.TryAdd(new BatchEnd(lane, batch.Count, error));
        }

        int toNobody = 0;
        for (int i = 0; batch.HasRecordsToNobody && i < batch.Count; i++)
        {
            toNobody += batch.IsToNobody(i) ? 1 : 0;
        }

        if (toNobody == 0)
        {
            return false;
        }

        _events.OnUnobservedFailure(error, toNobody);
        _failureHandler?.Add(new FailedBatch(lane, batch, toNobody, error, _loop.Release));
        return _failureHandler is not null;
    }

    ProduceException IBatchObserver.Describe(ProducerBatch batch, KafkaErrorCode code, string reason, RecordPersistence status)
    {
        string topic = batch.Queue.Topic;
        string told = code == KafkaErrorCode.LocalMsgTimedOut
            ? ProduceErrors.TimedOutReason(LaneOf(batch).Sender.DeliveryTimeout, Settings, lastClientError: reason)
            : ProduceErrors.BrokersReason(topic, code) ?? reason;
        return new ProduceException(topic, code, told) { IsRetriable = code.IsRetriable(), IsFatal = code == KafkaErrorCode.LocalFatal, Status = status };
    }

    private static void End(ObservedReply reply)
    {
        try
        {
            reply.End();
        }
        finally
        {
            reply.Tell();
        }
    }

    private KafkaLane LaneOf(ProducerBatch batch)
    {
        lock (_lanes)
        {
            return _lanes[batch.Queue.Topic];
        }
    }

    private KafkaLane[] Lanes()
    {
        lock (_lanes)
        {
            return [.. _lanes.Values];
        }
    }

    private void OnRoom()
    {
        if (Line.Count > 0)
        {
            Line.Signal();
        }
    }

    private ClusterAnswer? Ask(TimeSpan bound) => _isClosed ? null
        : _loop.Probe(bound) is { } brokers ? OnContact(brokers)
        : new ClusterAnswer(KafkaErrorCode.LocalTimedOut, 0);

    private ClusterAnswer OnContact(int brokers)
    {
        _events.OnContact(Environment.TickCount64);
        return new ClusterAnswer(KafkaErrorCode.None, brokers);
    }

    private void OnNote(BrainNote note)
    {
        string text = note.Where.Length == 0 ? note.Detail : $"{note.Where}: {note.Detail}";
        switch (note.Kind)
        {
            case BrainNoteKind.ConnectFailed or BrainNoteKind.Disconnected when !_isClosed:
                _events.OnClientError(KafkaErrorCode.LocalTransport, text, isFatal: false);
                _watch.OnError();
                break;
            case BrainNoteKind.RequestTimedOut:
                _events.OnClientError(KafkaErrorCode.LocalTimedOut, $"{note.Where} did not answer a {note.Detail} request within request.timeout.ms", isFatal: false);
                _watch.OnError();
                break;
            case BrainNoteKind.TopicMissing or BrainNoteKind.MetadataFailed or BrainNoteKind.ProducerIdFailed or BrainNoteKind.Unreadable or BrainNoteKind.CompressionFailed:
                _events.OnClientError(KafkaErrorCode.LocalFail, text, isFatal: false);
                break;
            case BrainNoteKind.LoopFailed:
                _fatal = text;
                _events.OnClientError(KafkaErrorCode.LocalFatal, text, isFatal: true);
                break;
        }
    }

    private void Close(Deadline until)
    {
        _isClosed = true;
        QueueInstruments.Remove(this);
        try
        {
            Guarded.Cancel(_stopping);

            // They came before the end, and what they wait for may be no more than the first metadata. Of some their callers were told that they are accepted.
            until.Wait(Line.Seal(Disposed()));
            Line.Close(Disposed());
            _loop.CloseAsync(until).GetAwaiter().GetResult();
            if (_givenUpAtClose > 0)
            {
                _events.OnShutdownLeftRecords(_givenUpAtClose);
            }
        }
        finally
        {
            long answered = Environment.TickCount64;
            Deadline ofApplication = until.AtLeast(s_applicationBound);
            foreach (ObservedReply left in _observed.Close(ofApplication))
            {
                left.Tell();
            }

            _metrics.Close(ofApplication);
            if (_failureHandler?.Close(ofApplication) is (string topic, int count))
            {
                _events.OnFailuresNotHandled(topic, count, TimeSpan.FromMilliseconds(Environment.TickCount64 - answered));
            }

            _events.Close();
        }
    }

    private sealed record FailedAt(long At, string Reason);

    // What the metrics are told of a batch.
    private sealed class BatchEnd(KafkaLane lane, int records, ProduceException? error) : MetricEvent
    {
        internal override void Measure()
        {
            if (error is null)
            {
                lane.Telemetry.OnDelivered(records);
            }
            else
            {
                lane.Telemetry.OnFailed(error.Code, error.Status, records);
            }
        }
    }
}
