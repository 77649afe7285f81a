using KafkaGen.Accumulating;

namespace KafkaGen.Sending.Brain;

/// <summary>
/// The delivery of one partition: which batch may be sent next, under which number, and what an answer means. It keeps the sequence, and decides when numbers may be given anew.
/// </summary>
/// <remarks>ADR 11 has the rules. Nothing here waits, sends or asks: <see cref="SenderBrain"/> does.</remarks>
internal sealed class PartitionSender
{
    private const long None = -1;

    private readonly BrainSettings _settings;
    private readonly BatchEnds _ends;
    private readonly Room _room;

    // Unanswered batches with numbers, in their order. Those that were answered too late for their callers (ghosts) stay while they are on the wire.
    private readonly List<ProducerBatch> _numbered = [];

    // Closed batches without numbers, in their order: compressed, or being compressed.
    private readonly Queue<ProducerBatch> _ready = new();

    private ProducerIdentity _identity = ProducerIdentity.None;
    private long _nextPosition;
    private long _nextOrdinal;

    // Everything before it was acknowledged, or is accounted for.
    private long _acknowledgedEnd;

    // From here on, nothing is stored: a number before or at it is missing at the broker.
    private long _lostFrom = long.MaxValue;

    // A batch was given up that may be stored, and ended here.
    private long _unknownGapEnd = None;

    // Until the leader has acknowledged a batch of this identity it takes any number for the first.
    private bool _isKnownToLeader;
    private SenderConnection? _connection;
    private int _failures;
    private long _backoffUntil;

    internal PartitionSender(TopicSender topic, PartitionQueue queue, BrainSettings settings, BatchEnds ends, Room room)
    {
        _room = room;
        Topic = topic;
        Queue = queue;
        _settings = settings;
        _ends = ends;
    }

    internal TopicSender Topic { get; }

    internal PartitionQueue Queue { get; }

    internal int Index => Queue.Partition;

    /// <summary>The broker that leads; -1 when none is known.</summary>
    internal int Leader { get; private set; } = -1;

    internal int LeaderEpoch { get; private set; } = -1;

    internal ProducerIdentity Identity => _identity;

    /// <summary>What happened last that kept it from being delivered.</summary>
    private string Trouble { get; set; } = "no broker that leads the partition could be reached";

    /// <summary>Whether it cannot go on without numbers of another epoch.</summary>
    internal bool NeedsEpoch { get; private set; }

    /// <summary>Whether the broker has lost the producer id, so that another epoch of it is not enough.</summary>
    internal bool NeedsProducerId { get; private set; }

    /// <summary>About how many bytes the next batch has.</summary>
    internal int NextSize { get; private set; }

    /// <summary>The broker in whose list it stands.</summary>
    internal BrokerLink? Link { get; set; }

    /// <summary>Whether it is looked at in this turn.</summary>
    internal bool IsTouched { get; set; }

    /// <summary>Where it stands in the list of its broker; -1 when it is in none.</summary>
    internal int SlotInLink { get; set; } = -1;

    internal bool IsDue { get; set; }

    /// <summary>When it is looked at again, because a linger or a backoff is over; <see cref="long.MaxValue"/> for never.</summary>
    internal long WakeAt { get; set; } = long.MaxValue;

    /// <summary>When it is looked at for what has expired, at the latest. Times of expiry only rise, so that one such entry is enough.</summary>
    internal long ExpireAt { get; set; } = long.MaxValue;

    /// <summary>Whether there was something unanswered when it was looked at last.</summary>
    internal bool HasWork { get; private set; }

    private bool Settles => _lostFrom != long.MaxValue || _unknownGapEnd != None || HasGhost;

    private bool HasGhost => _numbered.Exists(static batch => batch.Delivery.IsAnswered);

    private bool HasWaiting => _numbered.Exists(static batch => !batch.Delivery.IsOnWire);

    private bool IsAnyOnWire => _numbered.Exists(static batch => batch.Delivery.IsOnWire);

    // Without idempotence a second batch could overtake the retry of the first.
    private int MaxOnWire => !_settings.IsIdempotent || (!_isKnownToLeader && !IsEager) ? 1 : _settings.MaxInFlight;

    // From the oldest that is unanswered on, later ones that are acknowledged counted, too: of what is further back a broker remembers nothing, and it would not know the oldest again.
    private bool IsWindowFull => _numbered.Count > 0
        && (_settings.Broken == BrokenRule.OutrunMemory ? _numbered.Count : _nextOrdinal - _numbered[0].Delivery.Ordinal) >= MaxOnWire;

    private bool IsEager => _settings.Broken is BrokenRule.PipelineBeforeFirstAcknowledgement or BrokenRule.OvertakeRetries or BrokenRule.ConcludeAcknowledgements;

    /// <summary>Takes what metadata or an answer says of the leader, unless something newer is known.</summary>
    /// <returns>Whether the leader is another one.</returns>
    internal bool TakeLeader(int leader, int epoch)
    {
        if (epoch >= 0 && epoch < LeaderEpoch)
        {
            return false;
        }

        bool isOther = leader != Leader;
        Leader = leader;
        LeaderEpoch = epoch;
        if (isOther)
        {
            _backoffUntil = 0;
        }

        return isOther;
    }

    /// <summary>The topic was deleted and made again: what the broker knew of its producers and leaders is gone.</summary>
    internal void ForgetTopicIncarnation()
    {
        LeaderEpoch = -1;
        Leader = -1;
        _isKnownToLeader = false;
        if (_nextPosition > 0 && _settings.IsIdempotent)
        {
            Lose(0);
            Resolve();
        }
    }

    /// <summary>What may be sent, and when.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isUrgent">Whether no batch waits for its linger: callers wait for room, or the client closes.</param>
    /// <param name="connection">The connection to the leader, if there is one.</param>
    /// <param name="io">Who compresses.</param>
    /// <param name="wakeAt">When the answer changes by itself.</param>
    /// <param name="expiresAt">When the oldest of what is unanswered has to be given up.</param>
    internal SendState Look(long now, bool isUrgent, SenderConnection? connection, ISenderIo io, out long wakeAt, out long expiresAt)
    {
        QueueState queue = Queue.Look();
        bool isCompressed = Topic.Codec != CompressionCodec.None;
        bool takesNew = !HasWaiting && !Settles && !IsWindowFull;
        if (isCompressed && !queue.IsEmpty)
        {
            // While nothing can be sent, the open batch goes on growing.
            bool isOpenDue = queue.HasOpen && takesNew && _ready.Count == 0 && Leader >= 0 && (isUrgent || queue.IsWanted || queue.OldestAt + _settings.Linger <= now);
            for (int left = queue.Closed + (isOpenDue ? 1 : 0); left > 0 && Queue.TryTake(isOpenDue) is { } batch; left--)
            {
                _ends.Begin();
                _ready.Enqueue(batch);
                Compress(batch, io);
            }

            queue = Queue.Look();
        }

        ProducerBatch? next = _numbered.Count > 0 && !_numbered[0].Delivery.IsOnWire ? _numbered[0] : _ready.TryPeek(out ProducerBatch? compressed) ? compressed : null;
        NextSize = next?.Size ?? queue.Size;
        wakeAt = long.MaxValue;
        long oldest = OldestUnanswered(queue);
        Queue.OldestAt = oldest;
        expiresAt = oldest == long.MaxValue ? long.MaxValue : oldest + Topic.DeliveryTimeout;
        HasWork = expiresAt != long.MaxValue;
        if (Leader < 0 || next?.Delivery.IsCompressing == true || IsOnAnotherWire(connection))
        {
            return SendState.Nothing;
        }

        bool isDue;
        if (HasWaiting)
        {
            ProducerBatch head = _numbered[0];
            if (!MayOvertake && (head.Delivery.IsOnWire || head.Delivery.Position >= _lostFrom))
            {
                return SendState.Nothing;
            }

            isDue = true;
        }
        else if (!takesNew)
        {
            return SendState.Nothing;
        }
        else if (_ready.Count > 0 || queue.Closed > 0)
        {
            isDue = true;
        }
        else if (queue.HasOpen)
        {
            long due = queue.OldestAt + _settings.Linger;
            isDue = isUrgent || queue.IsWanted || due <= now;
            if (!isDue)
            {
                wakeAt = _settings.Broken == BrokenRule.ForgetLinger ? long.MaxValue : due;
                if (isCompressed)
                {
                    // It goes to the compressor when it is due, not sooner.
                    return SendState.Nothing;
                }
            }
        }
        else
        {
            return SendState.Nothing;
        }

        if (now < _backoffUntil)
        {
            wakeAt = _backoffUntil;
            return SendState.Nothing;
        }

        return isDue ? SendState.Due : SendState.Possible;
    }

    /// <summary>Takes the batch that goes into the next request of <paramref name="connection"/>; none when nothing may be sent.</summary>
    internal ProducerBatch? Take(long now, SenderConnection connection, in ProducerIdentity client)
    {
        if (now < _backoffUntil || IsOnAnotherWire(connection))
        {
            return null;
        }

        ProducerBatch? batch = HasWaiting ? TakeWaiting() : Settles || IsWindowFull ? null : Number(in client);
        if (batch is not null)
        {
            batch.Delivery.IsOnWire = true;
            _connection = connection;
        }

        return batch;
    }

    /// <summary>A broker has stored a batch.</summary>
    internal void OnStored(ProducerBatch batch, long baseOffset, long logAppendTime)
    {
        BatchDelivery delivery = batch.Delivery;
        delivery.IsOnWire = false;
        int at = _numbered.IndexOf(batch);
        if (_settings.Broken == BrokenRule.ConcludeAcknowledgements)
        {
            foreach (ProducerBatch earlier in _numbered.Take(at).ToArray())
            {
                earlier.Delivery.IsOnWire = false;
                _numbered.Remove(earlier);
                _ends.Acknowledge(earlier, -1, -1);
            }
        }

        _numbered.Remove(batch);
        _acknowledgedEnd = Math.Max(_acknowledgedEnd, delivery.Position + batch.Count);
        if (_unknownGapEnd != None && delivery.Position >= _unknownGapEnd)
        {
            // Its leader would not have taken it before what was missing.
            _unknownGapEnd = None;
        }

        _isKnownToLeader = true;
        _failures = 0;
        _ends.Acknowledge(batch, baseOffset, logAppendTime);
        Resolve();
    }

    /// <summary>A batch was answered with an error.</summary>
    internal void OnError(ProducerBatch batch, KafkaErrorCode code, string? message, long now, Random random, ISenderIo io)
    {
        BatchDelivery delivery = batch.Delivery;
        delivery.IsOnWire = false;
        bool isBelieved = _settings.Broken == BrokenRule.TakeWrongLeaderForRefusal && code == KafkaErrorCode.NotLeaderForPartition;
        delivery.MayBeStored |= !AnswerKinds.ExcludesAppend(code) && !isBelieved;
        Trouble = message is null ? $"the broker answered {code}" : $"the broker answered {code}: {message}";
        bool isFirst = _numbered.Count > 0 && _numbered[0] == batch;
        switch (AnswerKinds.Of(code))
        {
            case AnswerKind.Retry or AnswerKind.RetryElsewhere:
                RetryLater(batch, now, random);
                break;
            case AnswerKind.OutOfOrder or AnswerKind.UnknownProducer when !isFirst || !_settings.IsIdempotent:
                RetryLater(batch, now, random);
                break;
            case AnswerKind.OutOfOrder:
                OnMissingBefore(batch, now, random);
                break;
            case AnswerKind.UnknownProducer:
                NeedsProducerId |= code != KafkaErrorCode.UnknownProducerId;
                if (delivery.MayBeStored)
                {
                    GiveUp(batch, code, "the broker does not know this producer any more, and cannot tell whether it has stored the record");
                }
                else
                {
                    Lose(delivery.Position);
                    RetryLater(batch, now, random);
                }

                break;
            case AnswerKind.TooLarge when batch.Count > 1 && !delivery.IsAnswered && (!delivery.MayBeStored || _settings.Broken == BrokenRule.SplitWhatMayBeStored):
                Split(batch, io);
                break;
            case AnswerKind.TooLarge:
                GiveUp(batch, code, $"the broker refused it as larger than max.message.bytes of topic '{Topic.Name}'. Raise that topic setting, or store the payload elsewhere and send a reference to it");
                break;
            default:
                GiveUp(batch, code, message ?? "the broker refused it");
                break;
        }

        Resolve();
    }

    /// <summary>The request of a batch ended without an answer.</summary>
    internal void OnSilence(ProducerBatch batch, string reason, long now, Random random)
    {
        batch.Delivery.IsOnWire = false;
        batch.Delivery.MayBeStored |= _settings.Broken != BrokenRule.TakeSilenceForRefusal;
        Trouble = reason;
        if (_settings.Broken == BrokenRule.ForgetBatchesOfLostConnections)
        {
            _numbered.Remove(batch);
            return;
        }

        RetryLater(batch, now, random);
        Resolve();
    }

    /// <summary>Gives up what is older than the delivery timeout.</summary>
    /// <param name="now">The time.</param>
    /// <param name="trouble">What keeps records from being delivered that is not this partition's alone.</param>
    internal void Expire(long now, string? trouble)
    {
        trouble ??= Trouble;
        long expired = now - Topic.DeliveryTimeout;
        for (int i = 0; i < _numbered.Count;)
        {
            ProducerBatch batch = _numbered[i];
            if (batch.OpenedAt > expired)
            {
                break;
            }

            if (batch.Delivery.IsOnWire)
            {
                if (!batch.Delivery.IsAnswered)
                {
                    _ends.Expire(batch, trouble);
                }

                i++;
            }
            else
            {
                NoteGap(batch);
                _numbered.RemoveAt(i);
                _ends.Expire(batch, trouble);
            }
        }

        while (_ready.TryPeek(out ProducerBatch? ready) && ready.OpenedAt <= expired)
        {
            _ready.Dequeue();
            _ends.Expire(ready, trouble);
        }

        while (Queue.Look() is { IsEmpty: false } queue && queue.OldestAt <= expired && Queue.TryTake(evenOpen: true) is { } unsent)
        {
            _ends.Begin();
            _ends.Expire(unsent, trouble);
        }

        Resolve();
    }

    /// <summary>Fails everything: nothing more is sent.</summary>
    internal void FailAll(KafkaErrorCode code, string reason)
    {
        foreach (ProducerBatch batch in _numbered)
        {
            _ends.Fail(batch, code, reason);
        }

        _numbered.RemoveAll(static batch => !batch.Delivery.IsOnWire);
        foreach (ProducerBatch batch in _ready)
        {
            _ends.Fail(batch, code, reason);
        }

        _ready.Clear();
        while (Queue.TryTake(evenOpen: true) is { } batch)
        {
            _ends.Begin();
            _ends.Fail(batch, code, reason);
        }
    }

    /// <summary>A compressor is done with a batch.</summary>
    internal void OnCompressed(ProducerBatch batch)
    {
        batch.Delivery.IsCompressing = false;
        if (batch.Delivery.IsAnswered)
        {
            // It expired meanwhile.
            _ends.AfterCompression(batch);
        }
    }

    /// <summary>Goes on under another epoch: what is left is numbered from zero.</summary>
    internal void TakeIdentity(in ProducerIdentity identity)
    {
        _nextPosition = _acknowledgedEnd = _identity.IsKnown ? 0 : _settings.FirstPosition;
        _identity = identity;
        _nextOrdinal = 0;
        _lostFrom = long.MaxValue;
        _unknownGapEnd = None;
        _isKnownToLeader = false;
        NeedsEpoch = false;
        NeedsProducerId = false;
        foreach (ProducerBatch batch in _numbered)
        {
            batch.Delivery.Position = _nextPosition;
            batch.Delivery.Ordinal = _nextOrdinal++;
            _nextPosition += batch.Count;
        }
    }

    /// <summary>Lets a flush wait for everything that is unanswered now, and closes the open batch.</summary>
    internal void Flush(FlushOperation flush)
    {
        if (_settings.Broken != BrokenRule.FlushOnlyWhatWasSent)
        {
            Queue.Flush(flush);
        }

        foreach (ProducerBatch batch in _ready)
        {
            flush.Add(batch);
        }

        foreach (ProducerBatch batch in _numbered)
        {
            if (!batch.Delivery.IsAnswered)
            {
                flush.Add(batch);
            }
        }
    }

    /// <summary>The batch that a request carries, as long as it has no answer for it.</summary>
    internal ProducerBatch? FindOn(UnansweredRequest request) => _numbered.Find(batch => batch.Delivery.Request == request);

    private bool MayOvertake => _settings.Broken == BrokenRule.OvertakeRetries;

    // What it has on the wire is on one connection. Where the leader is not connected, nothing can be sent anyway.
    private bool IsOnAnotherWire(SenderConnection? connection) =>
        _connection != connection && IsAnyOnWire && _settings.Broken != BrokenRule.UseTwoConnections;

    private void Compress(ProducerBatch batch, ISenderIo io)
    {
        batch.Delivery.IsCompressing = true;
        io.Compress(this, batch);
    }

    private ProducerBatch? TakeWaiting()
    {
        if (MayOvertake)
        {
            return _numbered.FindLast(batch => !batch.Delivery.IsOnWire);
        }

        ProducerBatch head = _numbered[0];
        if (head.Delivery.IsOnWire || head.Delivery.IsCompressing || head.Delivery.Position >= _lostFrom)
        {
            return null;
        }

        if (_settings.Broken == BrokenRule.RenumberRetries)
        {
            head.Delivery.Position = _nextPosition;
            _nextPosition += head.Count;
        }

        return head;
    }

    private ProducerBatch? Number(in ProducerIdentity client)
    {
        ProducerBatch? batch;
        if (Topic.Codec != CompressionCodec.None)
        {
            if (!_ready.TryPeek(out batch) || batch.Delivery.IsCompressing)
            {
                return null;
            }

            _ready.Dequeue();
        }
        else
        {
            batch = Queue.TryTake(evenOpen: true);
            if (batch is null)
            {
                return null;
            }

            _ends.Begin();
        }

        if (_numbered.Count == 0 && _identity != client)
        {
            TakeIdentity(in client);
        }

        batch.Delivery.Position = _nextPosition;
        batch.Delivery.Ordinal = _nextOrdinal++;
        _nextPosition += batch.Count - (_settings.Broken == BrokenRule.MiscountNumbers && batch.Count > 1 ? 1 : 0);
        _numbered.Add(batch);
        return batch;
    }

    private void RetryLater(ProducerBatch batch, long now, Random random)
    {
        if (batch.Delivery.IsAnswered)
        {
            // A ghost: nobody waits for it any more.
            NoteGap(batch);
            _numbered.Remove(batch);
            _ends.Free(batch);
            return;
        }

        // The batches of one trouble count as one failure.
        if (now >= _backoffUntil)
        {
            _failures++;
        }

        _backoffUntil = now + Backoff.Of(_settings.RetryBackoff, _settings.MaxRetryBackoff, _failures, random);
    }

    // OUT_OF_ORDER_SEQUENCE_NUMBER for the first of those that are unanswered. It excludes that the batch is stored only where the batch, if it were, would be the last that the leader has of this
    // producer: leaders that start again remember no more than that one.
    private void OnMissingBefore(ProducerBatch batch, long now, Random random)
    {
        BatchDelivery delivery = batch.Delivery;
        if (delivery.MayBeStored)
        {
            bool wouldBeLast = delivery.Position == _acknowledgedEnd && _unknownGapEnd == None
                && _numbered.TrueForAll(other => other == batch || (!other.Delivery.IsOnWire && !other.Delivery.MayBeStored));
            if (!wouldBeLast)
            {
                GiveUp(batch, KafkaErrorCode.OutOfOrderSequenceNumber, "the broker lacks what was acknowledged or given up before it, and cannot tell whether it has stored the record");
                return;
            }

            delivery.MayBeStored = false;
        }

        Lose(delivery.Position);
        RetryLater(batch, now, random);
    }

    private void GiveUp(ProducerBatch batch, KafkaErrorCode code, string reason)
    {
        NoteGap(batch);
        _numbered.Remove(batch);
        _ends.Fail(batch, code, reason + ".");
    }

    // A numbered batch leaves without having been acknowledged.
    private void NoteGap(ProducerBatch batch)
    {
        if (!_settings.IsIdempotent)
        {
            return;
        }

        if (batch.Delivery.MayBeStored)
        {
            _unknownGapEnd = Math.Max(_unknownGapEnd, batch.Delivery.Position + batch.Count);
        }
        else
        {
            Lose(batch.Delivery.Position);
        }
    }

    private void Lose(long position) => _lostFrom = Math.Min(_lostFrom, position);

    // Decides whether numbers can be given anew: when nothing is on the wire, and nothing before the loss is open.
    private void Resolve()
    {
        if (!_settings.IsIdempotent || NeedsEpoch)
        {
            return;
        }

        bool isLost = _lostFrom != long.MaxValue;
        if ((!isLost && _unknownGapEnd == None) || (IsAnyOnWire && _settings.Broken != BrokenRule.RenumberOnWire))
        {
            return;
        }

        if (!isLost)
        {
            // What is behind the gap goes on under its number, and its answer tells.
            NeedsEpoch = _numbered.Count == 0;
            return;
        }

        if (_numbered.Count > 0 && _numbered[0].Delivery.Position < _lostFrom)
        {
            return;
        }

        // What may be stored, or what was overtaken by something that is stored, must not be sent under another number.
        foreach (ProducerBatch batch in _numbered.ToArray())
        {
            bool mayBeDoubled = batch.Delivery.MayBeStored && _settings.Broken != BrokenRule.RenumberWhatMayBeStored;
            if (mayBeDoubled || batch.Delivery.Position < _acknowledgedEnd)
            {
                _numbered.Remove(batch);
                _ends.Fail(batch, KafkaErrorCode.OutOfOrderSequenceNumber, "the broker lacks a record before it, and sending it again could store it twice or behind its successor.");
            }
        }

        NeedsEpoch = true;
    }

    private void Split(ProducerBatch batch, ISenderIo io)
    {
        (ProducerBatch first, ProducerBatch second) = BatchSplitter.Split(batch, _room);
        first.Delivery.Position = batch.Delivery.Position;
        second.Delivery.Position = batch.Delivery.Position + first.Count;
        _ends.Split(batch, first, second);
        int at = _numbered.IndexOf(batch);
        second.Delivery.Ordinal = batch.Delivery.Ordinal;
        first.Delivery.Ordinal = batch.Delivery.Ordinal - 1;
        for (int before = 0; before < at; before++)
        {
            // One more batch lies between them and the newest.
            _numbered[before].Delivery.Ordinal--;
        }

        _numbered.RemoveAt(at);
        if (_settings.Broken == BrokenRule.SwapHalves)
        {
            (first.Delivery.Position, second.Delivery.Position) = (batch.Delivery.Position + second.Count, batch.Delivery.Position);
            _numbered.InsertRange(at, [second, first]);
        }
        else
        {
            _numbered.InsertRange(at, [first, second]);
        }

        batch.Delivery.IsAnswered = true;
        _ends.Free(batch);
        if (Topic.Codec != CompressionCodec.None)
        {
            Compress(first, io);
            Compress(second, io);
        }
    }

    private long OldestUnanswered(in QueueState queue)
    {
        long oldest = long.MaxValue;
        foreach (ProducerBatch batch in _numbered)
        {
            if (!batch.Delivery.IsAnswered)
            {
                oldest = batch.OpenedAt;
                break;
            }
        }

        if (oldest == long.MaxValue)
        {
            oldest = _ready.TryPeek(out ProducerBatch? ready) ? ready.OpenedAt : queue.IsEmpty ? long.MaxValue : queue.OldestAt;
        }

        return oldest;
    }
}

/// <summary>What a partition could put into a request now.</summary>
internal enum SendState
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>Something that may wait, but goes along when a request is made.</summary>
    Possible,

    /// <summary>Something that a request is made for.</summary>
    Due,
}
