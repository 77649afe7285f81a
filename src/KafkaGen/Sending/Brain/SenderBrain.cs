using KafkaGen.Accumulating;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Sending.Brain;

/// <summary>
/// Decides what is sent to whom: it is told what happened and what time it is, and hands out what is to be done. It has no thread, clock, socket or chance of its own, so that a
/// simulation can drive it through everything that a network does.
/// </summary>
/// <remarks>
/// Not thread-safe: one loop calls it. After one or more events <see cref="Turn"/> acts on them. ADR 11 has the design, <see cref="PartitionSender"/> the rules of delivery.
/// </remarks>
internal sealed class SenderBrain
{
    private const string ClientEnds = "the client is closed";

    private static readonly string s_version = typeof(SenderBrain).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private readonly BrainSettings _settings;
    private readonly ISenderIo _io;
    private readonly IAccumulatorClock _clock;
    private readonly Random _random;
    private readonly Room _room;
    private readonly BatchEnds _ends;
    private readonly ClusterMap _cluster;
    private readonly PriorityQueue<PartitionSender, long> _wakes = new();
    private readonly List<PartitionSender> _touched = [];
    private readonly List<PartitionSender> _withoutEpoch = [];
    private ProducerIdentity _identity = ProducerIdentity.None;
    private bool _isIdentityAsked;
    private long _identityAfter;
    private int _identityFailures;
    private string? _identityTrouble;
    private bool _isUrgent;
    private Refusal? _refusal;
    private bool _isProbed;
    private bool _isEnded;

    internal SenderBrain(BrainSettings settings, ISenderIo io, IAccumulatorClock clock, Room room, Random random, IBatchObserver? observer = null)
    {
        _settings = settings;
        _io = io;
        _clock = clock;
        _room = room;
        _random = random;
        _ends = new BatchEnds(room, settings, observer);
        _cluster = new ClusterMap(settings, io, random, MakePartition, Touch);
    }

    /// <summary>How many batches were taken and are not answered.</summary>
    internal int Unanswered => _ends.Unanswered;

    /// <summary>How often a partition was looked at: what turns cost.</summary>
    internal long Examined { get; private set; }

    internal IEnumerable<TopicSender> Topics => _cluster.Topics;

    /// <summary>Begins to look for a topic's partitions.</summary>
    internal TopicSender OpenTopic(string name, CompressionCodec codec = CompressionCodec.None, int? level = null)
    {
        if (_cluster.FindTopic(name) is { } known)
        {
            return known;
        }

        TopicSender topic = new(name, codec, level, _settings.DeliveryTimeout);
        OpenTopic(topic);
        return topic;
    }

    /// <summary>Begins to look for the partitions of a topic that is not open yet.</summary>
    internal void OpenTopic(TopicSender topic)
    {
        if (_refusal is { } refusal)
        {
            topic.GiveUp(refusal.For(topic.Name));
            return;
        }

        _cluster.Open(topic);
    }

    /// <summary>A queue has its first record, or a full batch.</summary>
    internal void HasWork(PartitionSender partition) => Touch(partition);

    /// <summary>Callers wait for room, or do so no more: with them waiting no batch waits for its linger.</summary>
    internal void SetUrgent(bool isUrgent)
    {
        if (isUrgent && !_isUrgent)
        {
            foreach (TopicSender topic in _cluster.Topics)
            {
                foreach (PartitionSender partition in topic.Partitions)
                {
                    if (partition.HasWork)
                    {
                        Touch(partition);
                    }
                }
            }
        }

        _isUrgent = isUrgent;
    }

    /// <summary>A compressor is done with a batch.</summary>
    internal void Compressed(PartitionSender partition, ProducerBatch batch)
    {
        partition.OnCompressed(batch);
        Touch(partition);
    }

    internal void Connected(SenderConnection connection)
    {
        BrokerLink link = connection.Link;
        link.Connection = connection;
        link.State = LinkState.Negotiating;
        link.ClosedBecause = null;
        if (_isEnded)
        {
            Disconnect(link, ClientEnds);
            return;
        }

        AskVersions(link, ApiCatalog.ApiVersions.MaxVersion);
    }

    internal void ConnectFailed(BrokerLink link, string reason, long now)
    {
        link.State = LinkState.Idle;
        link.Trouble = $"no connection to {link.Address}: {reason}";
        _cluster.OnFailed(link, now);
        _io.Note(new BrainNote(BrainNoteKind.ConnectFailed, link.Address, reason));
    }

    /// <summary>A frame came, without the length before it.</summary>
    internal void Received(SenderConnection connection, ReadOnlyMemory<byte> frame, long now)
    {
        BrokerLink link = connection.Link;
        if (link.Connection != connection || link.State == LinkState.Closing)
        {
            return;
        }

        UnansweredRequest pending;
        Response response;
        try
        {
            if (!link.Pending.TryPeek(out pending!) || MessageFrame.ReadCorrelationId(frame) != pending.CorrelationId)
            {
                throw new ProtocolException("response header", "CorrelationId", 0, "is not that of the oldest request");
            }

            response = MessageFrame.ReadResponse(frame, pending.Request.Api, pending.Version);
        }
        catch (ProtocolException unreadable)
        {
            _io.Note(new BrainNote(BrainNoteKind.Unreadable, link.Address, unreadable.Message));
            Disconnect(link, unreadable.Message);
            return;
        }

        link.Pending.Dequeue();
        link.IsTouched = true;
        switch (response)
        {
            case ProduceResponse produced:
                link.ProduceRequests--;
                Throttle(link, produced.ThrottleTimeMs, now);
                OnProduced(link, pending, produced, now);
                break;
            case MetadataResponse metadata:
                _cluster.OnMetadata(metadata, now);
                break;
            case InitProducerIdResponse identity:
                OnIdentity(identity, now);
                break;
            case ApiVersionsResponse versions:
                OnVersions(link, versions, pending.Version, now);
                break;
        }
    }

    /// <summary>A request that has no answer was written. Earlier ones may still wait for theirs.</summary>
    internal void Written(SenderConnection connection, int correlationId, long now)
    {
        BrokerLink link = connection.Link;
        if (link.Connection != connection || link.TakePending(correlationId) is not { } written)
        {
            return;
        }

        link.ProduceRequests--;
        link.IsTouched = true;
        foreach ((PartitionSender partition, ProducerBatch batch) in written.Batches)
        {
            batch.Delivery.Request = null;
            partition.OnStored(batch, baseOffset: -1, logAppendTime: -1);
            Touch(partition);
        }
    }

    /// <summary>A connection is gone, and nothing of it runs any more.</summary>
    internal void Closed(SenderConnection connection, string reason, long now)
    {
        BrokerLink link = connection.Link;
        if (link.Connection != connection)
        {
            return;
        }

        bool wasUsed = link.State is LinkState.Ready or LinkState.Closing && link.Pending.Count == 0;
        if (!wasUsed && link.ClosedBecause is null)
        {
            // Brokers close idle connections, which is no trouble, and what this client closes was told of before.
            _io.Note(new BrainNote(BrainNoteKind.Disconnected, link.Address, reason));
        }

        reason = link.ClosedBecause ?? reason;
        link.Connection = null;
        link.State = LinkState.Idle;
        link.IsTouched = true;
        UnansweredRequest[] silent = [.. link.Pending];
        link.Pending.Clear();
        link.ProduceRequests = 0;
        if (!wasUsed)
        {
            link.Trouble = $"the connection to {link.Address} was lost ({reason})";
            _cluster.OnFailed(link, now);
        }

        foreach (UnansweredRequest pending in silent)
        {
            switch (pending.Request)
            {
                case MetadataRequest:
                    _cluster.OnMetadataLost(now);
                    break;
                case InitProducerIdRequest:
                    OnIdentityFailed(reason, now);
                    break;
            }

            foreach ((PartitionSender partition, ProducerBatch batch) in pending.Batches)
            {
                OnSilence(partition, batch, $"the connection to {link.Address} was lost ({reason})", now);
            }
        }

        _cluster.Want();
    }

    /// <summary>Lets <paramref name="flush"/> wait for everything that is unanswered now.</summary>
    internal void Flush(FlushOperation flush)
    {
        foreach (TopicSender topic in _cluster.Topics)
        {
            Add(flush, topic);
        }

        flush.Remove();
    }

    /// <summary>Lets <paramref name="flush"/> wait for everything of a topic that is unanswered now.</summary>
    internal void Flush(FlushOperation flush, TopicSender topic)
    {
        Add(flush, topic);
        flush.Remove();
    }

    /// <summary>The records of a batch that failed have been read.</summary>
    internal void Release(ProducerBatch batch) => _ends.Release(batch);

    /// <summary>Asks the cluster for what is known of it, and for a producer id, also where nobody produces.</summary>
    internal void Probe()
    {
        _isProbed = true;
        _cluster.Probe();
    }

    /// <summary>How many brokers the cluster has, by its own metadata.</summary>
    internal int Brokers => _cluster.Brokers;

    /// <summary>Whether some broker answers.</summary>
    internal bool IsInContact => _cluster.AnyReady() is not null;

    /// <summary>Whoever appends from now on is told this error. What was appended before is sent and answered.</summary>
    internal void StopAppends(KafkaErrorCode code, string reason)
    {
        Refusal refusal = _refusal ??= new Refusal(code, reason);
        foreach (TopicSender topic in _cluster.Topics)
        {
            ProduceException error = refusal.For(topic.Name);
            topic.GiveUp(error);
            topic.Partitions.ForEach(partition => partition.Queue.End(error));
        }
    }

    /// <summary>Answers everything with an error, and closes the connections. Whoever appends from now on is told the same.</summary>
    internal void End(KafkaErrorCode code, string reason)
    {
        _isEnded = true;
        StopAppends(code, reason);
        foreach (BrokerLink link in _cluster.Links)
        {
            if (link.Connection is not null)
            {
                Disconnect(link, ClientEnds);
            }
        }

        Exception? broken = null;
        foreach (PartitionSender partition in _cluster.Topics.SelectMany(static topic => topic.Partitions))
        {
            try
            {
                partition.FailAll(code, reason);
            }
#pragma warning disable CA1031 // after a bug the state of one may be broken, and the others are to be answered all the same
            catch (Exception bug)
#pragma warning restore CA1031
            {
                broken ??= bug;
            }
        }

        if (broken is not null)
        {
            throw new InvalidOperationException("Not all records could be answered.", broken);
        }
    }

    /// <summary>Acts on what has happened since the last turn.</summary>
    /// <returns>When the next turn is needed without an event; <see cref="long.MaxValue"/> for never.</returns>
    internal long Turn(long now)
    {
        if (_isEnded)
        {
            return long.MaxValue;
        }

        while (_wakes.TryPeek(out PartitionSender? due, out long at) && at <= now)
        {
            _wakes.Dequeue();
            due.WakeAt = due.WakeAt == at ? long.MaxValue : due.WakeAt;
            if (due.ExpireAt == at)
            {
                due.ExpireAt = long.MaxValue;
                due.Expire(now, TroubleOf(due));
            }

            Touch(due);
        }

        foreach (BrokerLink link in _cluster.Links)
        {
            if (link.State is LinkState.Ready or LinkState.Negotiating && link.Pending.TryPeek(out UnansweredRequest? oldest) && oldest.SentAt + _settings.RequestTimeout <= now)
            {
                _io.Note(new BrainNote(BrainNoteKind.RequestTimedOut, link.Address, oldest.Request.Api.Name));
                Disconnect(link, $"it did not answer a {oldest.Request.Api.Name} request within request.timeout.ms");
            }
            else if (link.IsMoved && link.State is LinkState.Ready or LinkState.Negotiating)
            {
                link.IsMoved = false;
                Disconnect(link, "the broker has another address now");
            }
        }

        for (int i = 0; i < _touched.Count; i++)
        {
            Examine(_touched[i], now);
        }

        // Behind what finds out that a producer id, metadata or a connection is wanted: no other turn may come for a long time.
        _touched.Clear();
        AskIdentity(now);
        _cluster.Maintain(now);
        foreach (BrokerLink link in _cluster.Links)
        {
            if (link.IsTouched || link.DueCount > 0)
            {
                link.IsTouched = false;
                Serve(link, now);
            }
        }

        return NextTurn(now);
    }

    // What keeps a partition's records from being delivered besides its leader's own answers.
    private string? TroubleOf(PartitionSender partition)
    {
        if (partition.Topic.Problem != KafkaErrorCode.None)
        {
            return $"the brokers say {partition.Topic.Problem} of topic '{partition.Topic.Name}'";
        }

        if (_settings.IsIdempotent && !_identity.IsKnown && _identityTrouble is not null)
        {
            return _identityTrouble;
        }

        return (partition.Leader < 0 ? null : _cluster.Find(partition.Leader))?.Trouble ?? (_cluster.AnyReady() is null ? _cluster.Trouble : null);
    }

    private void Add(FlushOperation flush, TopicSender topic)
    {
        foreach (PartitionSender partition in topic.Partitions)
        {
            partition.Flush(flush);
            Touch(partition);
        }
    }

    private void Touch(PartitionSender partition)
    {
        if (!partition.IsTouched)
        {
            partition.IsTouched = true;
            _touched.Add(partition);
        }
    }

    private PartitionSender MakePartition(TopicSender topic, int index)
    {
        PartitionSender? partition = null;
        PartitionQueue queue = new(topic.Name, index, _settings.BatchSize, _room, _clock, () => _io.Announce(partition!), topic.Share);
        partition = new PartitionSender(topic, queue, _settings, _ends, _room);
        if (_refusal is { } refusal)
        {
            queue.End(refusal.For(topic.Name));
        }

        return partition;
    }

    // Puts a partition where it belongs: into the list of its broker, into the heap of those that wait for a time, or nowhere.
    private void Examine(PartitionSender partition, long now)
    {
        Examined++;
        partition.IsTouched = false;
        if (partition.NeedsEpoch)
        {
            GiveEpoch(partition);
        }

        BrokerLink? link = partition.Leader < 0 ? null : _cluster.Find(partition.Leader);
        SendState state = partition.Look(now, _isUrgent, link?.Connection, _io, out long wakeAt, out long expiresAt);
        if (partition.Link is { } before && (before != link || state == SendState.Nothing))
        {
            before.Remove(partition);
            partition.Link = null;
        }

        if (link is null)
        {
            if (partition.HasWork)
            {
                // It has records, and nobody to send them to.
                _cluster.Want();
            }
        }
        else if (state != SendState.Nothing)
        {
            partition.Link = link;
            link.Add(partition);
            link.IsTouched = true;
            bool isDue = state == SendState.Due;
            if (partition.IsDue != isDue)
            {
                partition.IsDue = isDue;
                link.DueCount += isDue ? 1 : -1;
            }
        }

        // An entry that is earlier than needed does no harm: the partition is looked at, and planned again.
        if (wakeAt < partition.WakeAt)
        {
            partition.WakeAt = wakeAt;
            _wakes.Enqueue(partition, wakeAt);
        }

        if (expiresAt < partition.ExpireAt)
        {
            partition.ExpireAt = expiresAt;
            _wakes.Enqueue(partition, expiresAt);
        }
    }

    private void GiveEpoch(PartitionSender partition)
    {
        if (partition.NeedsProducerId && partition.Identity.Id == _identity.Id)
        {
            _identity = ProducerIdentity.None;
        }

        if (_identity.IsKnown && partition.Identity == _identity)
        {
            _identity = _identity.Epoch < _settings.LastEpoch ? _identity with { Epoch = (short)(_identity.Epoch + 1) } : ProducerIdentity.None;
            _io.Note(new BrainNote(BrainNoteKind.NewEpoch, $"{partition.Topic.Name}-{partition.Index}", $"{_identity}"));
            if (_settings.Broken == BrokenRule.NewEpochForAll && _identity.IsKnown)
            {
                foreach (PartitionSender other in _cluster.Topics.SelectMany(topic => topic.Partitions))
                {
                    other.TakeIdentity(in _identity);
                }
            }
        }

        if (_identity.IsKnown)
        {
            partition.TakeIdentity(in _identity);
        }
        else if (!_withoutEpoch.Contains(partition))
        {
            _withoutEpoch.Add(partition);
        }
    }

    private void Serve(BrokerLink link, long now)
    {
        if (link.DueCount == 0)
        {
            return;
        }

        if (link.State == LinkState.Idle)
        {
            _cluster.Connect(link, now);
            return;
        }

        while (link.State == LinkState.Ready && link.DueCount > 0 && link.ProduceRequests < _settings.MaxInFlight && link.ThrottledUntil <= now
            && (!_settings.IsIdempotent || _identity.IsKnown))
        {
            if (!Produce(link, now))
            {
                return;
            }
        }
    }

    private bool Produce(BrokerLink link, long now)
    {
        List<(PartitionSender Partition, ProducerBatch Batch)>? batches = null;
        int size = 0;
        int count = link.Sendable.Count;
        int at = link.Next % count;
        for (int looked = 0; looked < count; looked++)
        {
            PartitionSender partition = link.Sendable[at];
            if (size > 0 && size + partition.NextSize > _settings.MaxRequestSize)
            {
                break;
            }

            if (partition.Take(now, link.Connection!, in _identity) is { } batch)
            {
                (batches ??= []).Add((partition, batch));
                size += batch.Size;
            }

            at = at + 1 == count ? 0 : at + 1;
        }

        link.Next = at;
        if (batches is null)
        {
            return false;
        }

        bool hasIds = batches.TrueForAll(static sent => sent.Partition.Topic.Id != Guid.Empty);
        short version = link.VersionOf(ApiCatalog.Produce, hasIds ? short.MaxValue : ProduceRequests.LastWithNames);
        ProduceRequest request = ProduceRequests.Make(batches, _settings);
        link.ProduceRequests++;
        UnansweredRequest sent = link.Send(request, version, now, batches);
        foreach ((PartitionSender partition, ProducerBatch batch) in batches)
        {
            batch.Delivery.Request = sent;
            Examine(partition, now);
        }

        return true;
    }

    private void OnProduced(BrokerLink link, UnansweredRequest pending, ProduceResponse response, long now)
    {
        int place = 0;
        foreach (ProduceResponse.Topic topic in response.Topics)
        {
            // Partitions of an answer come in any order.
            TopicSender? known = topic.TopicId != Guid.Empty ? _cluster.FindTopic(topic.TopicId) : _cluster.FindTopic(topic.Name);
            foreach (ProduceResponse.Partition answer in topic.Partitions)
            {
                PartitionSender? partition = known is not null && (uint)answer.Index < (uint)known.Partitions.Count ? known.Partitions[answer.Index] : null;
                if (_settings.Broken == BrokenRule.MatchAnswersByPlace)
                {
                    partition = pending.Batches[place++ % pending.Batches.Count].Partition;
                }

                if (partition?.FindOn(pending) is { } batch)
                {
                    batch.Delivery.Request = null;
                    OnAnswer(partition, batch, answer, response, now);
                }
            }
        }

        foreach ((PartitionSender partition, ProducerBatch batch) in pending.Batches)
        {
            if (batch.Delivery.Request == pending)
            {
                OnSilence(partition, batch, $"the broker at {link.Address} answered for other partitions only", now);
            }
        }
    }

    private void OnSilence(PartitionSender partition, ProducerBatch batch, string reason, long now)
    {
        batch.Delivery.Request = null;
        partition.OnSilence(batch, reason, now, _random);
        Touch(partition);
    }

    private void OnAnswer(PartitionSender partition, ProducerBatch batch, ProduceResponse.Partition answer, ProduceResponse response, long now)
    {
        switch (AnswerKinds.Of(answer.ErrorCode))
        {
            case AnswerKind.Stored:
                partition.OnStored(batch, answer.BaseOffset, answer.LogAppendTimeMs);
                break;
            case AnswerKind kind:
                string? message = ProduceRequests.MessageOf(answer);
                partition.OnError(batch, answer.ErrorCode, message, now, _random, _io);
                if (kind == AnswerKind.RetryElsewhere)
                {
                    _cluster.OnWrongLeader(partition, answer.CurrentLeader, response.NodeEndpoints);
                }

                break;
        }

        Touch(partition);
    }

    private void OnVersions(BrokerLink link, ApiVersionsResponse versions, short asked, long now)
    {
        if (versions.ErrorCode == KafkaErrorCode.UnsupportedVersion && asked > 0)
        {
            AskVersions(link, 0);
            return;
        }

        link.SetVersions(versions);
        if (versions.ErrorCode != KafkaErrorCode.None || link.VersionOf(ApiCatalog.Produce) < 0 || link.VersionOf(ApiCatalog.Metadata) < 0)
        {
            string reason = $"the broker knows none of the versions of Produce and Metadata that this client has ({versions.ErrorCode})";
            _io.Note(new BrainNote(BrainNoteKind.Unreadable, link.Address, reason));
            link.Trouble = $"no connection to {link.Address}: {reason}";
            _cluster.OnFailed(link, now);
            Disconnect(link, reason);
            return;
        }

        link.State = LinkState.Ready;
        link.Failures = 0;
        link.Trouble = null;
        link.IsTouched = true;
    }

    private void AskVersions(BrokerLink link, short version) =>
        link.Send(new ApiVersionsRequest { ClientSoftwareName = "kafkagen", ClientSoftwareVersion = s_version }, version, _clock.Milliseconds);

    private void AskIdentity(long now)
    {
        if (!_settings.IsIdempotent || _identity.IsKnown || _isIdentityAsked || now < _identityAfter || (_cluster.Topics.Count == 0 && !_isProbed))
        {
            return;
        }

        if (_cluster.AnyReady() is not { } link)
        {
            _cluster.WantConnection();
            return;
        }

        short version = link.VersionOf(ApiCatalog.InitProducerId);
        if (version < 0)
        {
            OnIdentityFailed($"the broker at {link.Address} has no InitProducerId", now);
            return;
        }

        _isIdentityAsked = true;
        link.Send(new InitProducerIdRequest { TransactionTimeoutMs = -1 }, version, now);
    }

    private void OnIdentity(InitProducerIdResponse response, long now)
    {
        _isIdentityAsked = false;
        if (response.ErrorCode != KafkaErrorCode.None)
        {
            OnIdentityFailed($"the broker answered {response.ErrorCode}", now);
            return;
        }

        _identityFailures = 0;
        _identityTrouble = null;
        _identity = new ProducerIdentity(response.ProducerId, response.ProducerEpoch);
        _withoutEpoch.ForEach(Touch);
        _withoutEpoch.Clear();
        foreach (BrokerLink link in _cluster.Links)
        {
            link.IsTouched = true;
        }
    }

    private void OnIdentityFailed(string reason, long now)
    {
        _isIdentityAsked = false;
        _identityTrouble = $"no producer id: {reason}";
        _identityAfter = now + Backoff.Of(_settings.RetryBackoff, _settings.MaxRetryBackoff, ++_identityFailures, _random);
        _io.Note(new BrainNote(BrainNoteKind.ProducerIdFailed, "", reason));
    }

    private static void Throttle(BrokerLink link, int milliseconds, long now)
    {
        if (milliseconds > 0)
        {
            link.ThrottledUntil = Math.Max(link.ThrottledUntil, now + milliseconds);
        }
    }

    private static void Disconnect(BrokerLink link, string reason)
    {
        if (link.State != LinkState.Closing)
        {
            link.State = LinkState.Closing;
            link.ClosedBecause = reason;
            link.Connection!.Close();
        }
    }

    private long NextTurn(long now)
    {
        long next = _touched.Count > 0 ? now : _cluster.NextTurn(now);
        if (_wakes.TryPeek(out _, out long wake))
        {
            next = Math.Min(next, wake);
        }

        if (_settings.IsIdempotent && !_identity.IsKnown && !_isIdentityAsked && _identityAfter > now)
        {
            next = Math.Min(next, _identityAfter);
        }

        foreach (BrokerLink link in _cluster.Links)
        {
            if (link.State is LinkState.Ready or LinkState.Negotiating && link.Pending.TryPeek(out UnansweredRequest? oldest))
            {
                next = Math.Min(next, oldest.SentAt + _settings.RequestTimeout);
            }

            if (link.DueCount > 0 && link.State == LinkState.Idle)
            {
                next = Math.Min(next, Math.Max(link.ConnectAfter, now + 1));
            }

            if (link.DueCount > 0 && link.ThrottledUntil > now)
            {
                next = Math.Min(next, link.ThrottledUntil);
            }
        }

        return next;
    }

    // Why nothing is appended any more.
    private sealed record Refusal(KafkaErrorCode Code, string Reason)
    {
        internal ProduceException For(string topic) => new(topic, Code, Reason) { IsFatal = Code == KafkaErrorCode.LocalFatal };
    }
}
