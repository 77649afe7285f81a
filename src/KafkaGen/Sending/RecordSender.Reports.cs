using KafkaGen.Accumulating;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

// Reading: what librdkafka reports, and who is told.
internal sealed partial class RecordSender : IProducerEvents
{
    void IProducerEvents.OnDelivered(in DeliveryReport report)
    {
        bool isAcknowledged = report.Code == KafkaErrorCode.None;
        _hasDelivered |= isAcknowledged;
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
        if (_hasDelivered)
        {
            _hasDelivered = false;
            _events.OnDelivered(_coarseClock);
        }

        OnRoom();
        if (_isClosed)
        {
            _reported.Set();
        }
    }

    void IProducerEvents.OnPolled()
    {
        // Seldom, because the producing threads read it for every record.
        const long Resolution = 100;
        long now = Environment.TickCount64;
        if (now - _coarseClock >= Resolution)
        {
            _coarseClock = now;
            _session.Tokens?.OnTime(now);
        }
    }

    void IProducerEvents.OnLog(int level, string facility, string text) => _events.OnLog(level, facility, text);

    void IProducerEvents.OnError(KafkaErrorCode code, string reason, bool isFatal)
    {
        SenderSession session = _session;
        bool isGivenUp = isFatal && Settings.RecreatesAfterFatalError && TryGiveUp(session);
        _events.OnClientError(code, reason, isFatal && !IsMended);

        // What is known before brokers of another cluster answer.
        _clusterId ??= session.Native.ClusterId();
        if (!isFatal)
        {
            _watch.OnError();
        }

        if (isGivenUp)
        {
            BeginReplacing(session);
        }
    }

    void IProducerEvents.OnStatistics(ReadOnlySpan<byte> json) => _statistics?.Add(json.ToArray());

    void IProducerEvents.OnTokenNeeded() => _session.Tokens?.Refresh();

    private static void Acknowledge(in InFlightRecord record, in DeliveryReport report)
    {
        switch (record.Answer)
        {
            case ProduceOperation operation:
                operation.Acknowledge(PlaceOf(in record, in report));
                break;
            case BatchAnswers batch:
                batch.Acknowledge(record.Index, PlaceOf(in record, in report));
                break;
        }
    }

    private static Acknowledgement PlaceOf(in InFlightRecord record, in DeliveryReport report)
    {
        (long milliseconds, RecordTimestampType type) = report.Timestamp;
        return new Acknowledgement(record.Topic.Name, report.Partition, report.Offset, milliseconds, type);
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
        _spanEnds ??= new SpanEnds(_buffer, OnRoom);
        if (isDone)
        {
            record.Topic.Hold(record.Size);
        }

        _spanEnds.Add(new SpanEnds.End(isDone ? record : null)
        {
            Span = trace.Span!,
            At = DateTime.UtcNow,
            Code = report.Code,
            Reason = report.Code == KafkaErrorCode.None ? null : NativeProducer.Describe(report.Code),
            Partition = report.Partition,
            Offset = report.Offset,
        });
    }

    // Returns whether the record is done with; otherwise the application's handler gets it, and it keeps its room until then.
    private bool TryHandFailure(in InFlightRecord record, in DeliveryReport report)
    {
        record.Topic.Telemetry.OnFailed(report.Code, report.Status);
        if (report.Code is KafkaErrorCode.LocalUnknownPartition or KafkaErrorCode.LocalUnknownTopic)
        {
            // A topic that has shrunk or gone may be one of another cluster, which nobody else has noticed yet.
            OnContact(_session);
        }

        ProduceException error = LibrdkafkaErrors.NotAcknowledged(record.Topic, in report, Settings, LastClientError, _events.Replaced, _isClosed);
        _lastFailure = new Failure(error.Reason);
        HasFailedDelivery |= error.Code is not (KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight);
        OnFailure(error);

        // Nobody is told of one in a transaction: it reaches the caller of the commit.
        if (Fail(in record, error) || Settings.TransactionalId is not null)
        {
            return true;
        }

        _events.OnUnobservedFailure(error);
        if (_failureHandler is null)
        {
            return true;
        }

        record.Topic.Hold(record.Size);
        _failureHandler.Add(new FailedRecord(this, record, new DeliveryFailure(report.CopyRecord() with { Timestamp = record.GivenTimestamp }, error)));

        // After it was added: a flush then asks the handler, which can tell a flush of its own.
        record.Epoch.Leave();
        return false;
    }

    internal override void OnGivenUp(TopicLane lane, ProduceException error, Func<DeliveryFailure> copy)
    {
        _lastFailure = new Failure(error.Reason);
        if (Settings.TransactionalId is null)
        {
            _events.OnUnobservedFailure(error);
            _failureHandler?.Add(new FailedWaiter(lane, copy));
        }
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
        if (Line.Count > 0)
        {
            Line.Signal();
        }
    }

    private sealed class FailedRecord(RecordSender sender, InFlightRecord record, DeliveryFailure failure) : FailedRecords(record.Topic, count: 1)
    {
        internal override IEnumerable<DeliveryFailure> Copy() => [failure];

        protected override void GiveBack() => sender.ReleaseRoom(record);
    }

    // The last accepted record that failed, and whether another was delivered since.
    private sealed class Failure(string reason)
    {
        internal long At { get; } = Environment.TickCount64;

        internal string Reason => reason;

        internal bool IsOver { get; set; }
    }
}
