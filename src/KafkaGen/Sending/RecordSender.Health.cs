using KafkaGen.Health;
using KafkaGen.Telemetry;

namespace KafkaGen.Sending;

// What health, metrics and the log are told of this sender.
internal sealed partial class RecordSender
{
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
            TokenProblem = _session.Tokens?.Waiting ?? _events.TokenProblem,
            LastClientError = LastClientError,
            BufferedRecords = BufferedRecords,
            BufferedBytes = BufferedBytes,
            WaitingCallers = _line.Count,
        };
    }

    // Whether a fatal error is mended by a new native producer, or, of transactions, by a new sender.
    private bool IsMended => _settings.RecreatesAfterFatalError || _settings.TransactionalId is not null;

    /// <summary>What spans and metrics say of this client.</summary>
    internal ClientTags Tags { get; }

    /// <summary>Whether brokers answer.</summary>
    internal ClusterContact Contact => _watch.Contact;

    /// <summary>How long ago the oldest unanswered record was given to this sender. Looks at every record in flight.</summary>
    internal TimeSpan OldestRecordAge() => TimeSpan.FromMilliseconds(_inFlight.OldestAge((uint)_coarseClock));

    /// <summary>The last thing that went wrong with the client as a whole.</summary>
    internal string? LastClientError => _session.Tokens?.Waiting ?? _events.LastClientError;

    internal int BufferedRecords => _buffer.Records;

    internal long BufferedBytes => _buffer.Bytes;

    internal int MaxRecords => _buffer.MaxRecords;

    internal long MaxBytes => _buffer.MaxBytes;

    internal SenderCounts Counts => new(_topics.Count, _inFlight.Capacity);

    // An outage is told once for a client: its transactions have senders of their own.
    private void OnClusterDown()
    {
        if (_settings.TransactionalId is null)
        {
            _events.OnClusterDown(LastClientError);
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
            bool isGivenUp = _settings.TransactionalId is null && TryGiveUp(session);
            _events.OnClusterReplaced(before, id);
            if (isGivenUp)
            {
                BeginReplacing(session);
            }
        }
    }
}
