using KafkaGen.Health;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

// What health, metrics and the log are told of this sender.
internal sealed partial class RecordSender
{
    internal override SenderHealth Health()
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
            TransactionalId = Settings.TransactionalId,
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
            TokenProblem = _session.Tokens?.Waiting ?? _events.TokenProblem,
            LastClientError = LastClientError,
            BufferedRecords = BufferedRecords,
            BufferedBytes = BufferedBytes,
            WaitingCallers = Line.Count,
        };
    }

    // Whether a fatal error is mended by a new native producer, or, of transactions, by a new sender.
    private bool IsMended => Settings.RecreatesAfterFatalError || Settings.TransactionalId is not null;

    internal override ClusterContact Contact => _watch.Contact;

    // Looks at every record in flight.
    public override TimeSpan OldestRecordAge() => TimeSpan.FromMilliseconds(_inFlight.OldestAge((uint)_coarseClock));

    internal override string? LastClientError => _session.Tokens?.Waiting ?? _events.LastClientError;

    public override int BufferedRecords => _buffer.Records;

    public override long BufferedBytes => _buffer.Bytes;

    public override int MaxRecords => _buffer.MaxRecords;

    public override long MaxBytes => _buffer.MaxBytes;

    internal override SenderCounts Counts => new(_topics.Count, _inFlight.Capacity);

    // An outage is told once for a client: its transactions have senders of their own.
    private void OnClusterDown()
    {
        if (Settings.TransactionalId is null)
        {
            _events.OnClusterDown(LastClientError);
        }
    }

    private void OnClusterUp(TimeSpan after)
    {
        if (Settings.TransactionalId is null)
        {
            _events.OnClusterUp(after);
        }
    }

    internal override Task<bool> ReachAsync(TimeSpan bound) =>
        Task.Run(() => Ask((native, _) => native.FetchMetadata(bound)) is (KafkaErrorCode.None, _), CancellationToken.None);

    private ClusterAnswer? Ask(TimeSpan bound)
    {
        if (TryEnter() is not { } session)
        {
            return null;
        }

        try
        {
            (KafkaErrorCode code, int brokers) = session.Native.FetchMetadata(bound);
            if (code == KafkaErrorCode.None)
            {
                OnContact(session);
            }

            return new ClusterAnswer(code, brokers);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    private void OnAnswer(SenderSession session, int brokers)
    {
        OnContact(session);
        _watch.OnAnswer(brokers);
    }

    // Brokers have answered, perhaps those of another cluster: its producer ids and topics are others, so that what was accepted for the old one has no place there.
    private void OnContact(SenderSession session)
    {
        _events.OnContact(Environment.TickCount64);
        if (session.Native.ClusterId() is not { } id)
        {
            return;
        }

        string? before = Interlocked.Exchange(ref _clusterId, id);
        if (before is not null && before != id)
        {
            // Told in between: a record that is produced after that waits for the new producer, and those that the old one gives up name this reason.
            bool isGivenUp = Settings.TransactionalId is null && TryGiveUp(session);
            _events.OnClusterReplaced(before, id);
            if (isGivenUp)
            {
                BeginReplacing(session);
            }
        }
    }
}
