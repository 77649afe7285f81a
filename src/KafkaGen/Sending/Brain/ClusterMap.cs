using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Sending.Brain;

/// <summary>What is known of the cluster: brokers and how to reach them, topics and who leads their partitions; and when that is asked for again.</summary>
internal sealed class ClusterMap
{
    private readonly BrainSettings _settings;
    private readonly ISenderIo _io;
    private readonly Random _random;
    private readonly Func<TopicSender, int, PartitionSender> _makePartition;
    private readonly Action<PartitionSender> _touch;
    private readonly Dictionary<int, BrokerLink> _brokers = [];
    private readonly List<BrokerLink> _links = [];
    private readonly Dictionary<string, TopicSender> _topics = [];
    private readonly Dictionary<Guid, TopicSender> _byId = [];
    private bool _isWanted;
    private bool _isConnectionWanted;
    private bool _isProbed;
    private bool _isAsked;
    private int _topicsAsked;
    private long _askAfter;
    private long _askedAt = long.MinValue / 2;
    private int _failures;

    internal ClusterMap(
        BrainSettings settings, ISenderIo io, Random random, Func<TopicSender, int, PartitionSender> makePartition, Action<PartitionSender> touch)
    {
        _settings = settings;
        _io = io;
        _random = random;
        _makePartition = makePartition;
        _touch = touch;
        int id = 0;
        foreach ((string host, int port) in settings.Bootstrap)
        {
            _links.Add(new BrokerLink(--id, host, port));
        }
    }

    /// <summary>All connections, those to the bootstrap list first.</summary>
    internal List<BrokerLink> Links => _links;

    internal IReadOnlyCollection<TopicSender> Topics => _topics.Values;

    internal TopicSender? FindTopic(string name) => _topics.GetValueOrDefault(name);

    internal TopicSender? FindTopic(Guid id) => _byId.GetValueOrDefault(id);

    internal void Open(TopicSender topic)
    {
        _topics.Add(topic.Name, topic);
        Want();
    }

    /// <summary>The broker with this id, when its address is known.</summary>
    internal BrokerLink? Find(int node) => _brokers.GetValueOrDefault(node);

    /// <summary>Asks for metadata as soon as its backoff allows.</summary>
    internal void Want() => _isWanted = true;

    internal void WantConnection() => _isConnectionWanted = true;

    /// <summary>Asks for metadata also where no topic is open: whether anybody answers, and how many brokers there are.</summary>
    internal void Probe()
    {
        _isProbed = true;
        Want();
    }

    /// <summary>How many brokers the cluster had when it was asked last.</summary>
    internal int Brokers { get; private set; }

    private bool IsAnythingAsked => _topics.Count > 0 || _isProbed;

    /// <summary>A connection that can be asked something, the one with the least to do.</summary>
    internal BrokerLink? AnyReady()
    {
        BrokerLink? best = null;
        foreach (BrokerLink link in _links)
        {
            if (link.State == LinkState.Ready && (best is null || link.Pending.Count < best.Pending.Count))
            {
                best = link;
            }
        }

        return best;
    }

    internal void Connect(BrokerLink link, long now)
    {
        if (link.State == LinkState.Idle && link.ConnectAfter <= now)
        {
            link.State = LinkState.Connecting;
            link.IsMoved = false;
            _io.Connect(link, link.Host, link.Port);
        }
    }

    /// <summary>Why nobody could be reached the last time.</summary>
    internal string? Trouble { get; private set; }

    /// <summary>A connection failed, or was lost with something unanswered.</summary>
    internal void OnFailed(BrokerLink link, long now)
    {
        Trouble = link.Trouble ?? Trouble;
        link.Failures++;
        link.ConnectAfter = now + Backoff.Of(_settings.ReconnectBackoff, _settings.MaxReconnectBackoff, link.Failures, _random);
        Want();
    }

    /// <summary>A broker says that another one leads, and perhaps which.</summary>
    internal void OnWrongLeader(PartitionSender partition, LeaderIdAndEpoch? leader, List<NodeEndpoint> endpoints)
    {
        foreach (NodeEndpoint endpoint in endpoints)
        {
            SetAddress(endpoint.NodeId, endpoint.Host, endpoint.Port);
        }

        if (leader is { LeaderId: >= 0 } && leader.LeaderEpoch > partition.LeaderEpoch && _brokers.ContainsKey(leader.LeaderId))
        {
            partition.TakeLeader(leader.LeaderId, leader.LeaderEpoch);
        }

        Want();
    }

    internal void OnMetadataLost(long now)
    {
        _isAsked = false;
        Retry(now);
    }

    internal void OnMetadata(MetadataResponse response, long now)
    {
        _isAsked = false;
        if (response.ErrorCode != KafkaErrorCode.None || response.Brokers.Count == 0)
        {
            _io.Note(new BrainNote(BrainNoteKind.MetadataFailed, "", $"{response.ErrorCode}, {response.Brokers.Count} brokers"));
            Retry(now);
            return;
        }

        Brokers = response.Brokers.Count;
        foreach (MetadataResponse.Broker broker in response.Brokers)
        {
            SetAddress(broker.NodeId, broker.Host, broker.Port);
        }

        bool isComplete = true;
        foreach (MetadataResponse.Topic topic in response.Topics)
        {
            if (topic.Name is { } name && _topics.TryGetValue(name, out TopicSender? known))
            {
                isComplete &= Update(known, topic);
            }
        }

        _askedAt = now;

        // A topic that was opened while the request was on its way is not in the answer, and nothing else would ask about it before metadata.max.age.ms.
        _isWanted = _topics.Count > _topicsAsked;
        if (isComplete)
        {
            _failures = 0;
            _askAfter = _isWanted ? now : now + _settings.RetryBackoff;
        }
        else
        {
            Retry(now);
        }
    }

    /// <summary>Asks for metadata when it is time, and connects to somebody when nobody can be asked.</summary>
    internal void Maintain(long now)
    {
        _isWanted |= _topics.Count > 0 && now - _askedAt >= _settings.MetadataMaxAge;
        bool isAskDue = _isWanted && !_isAsked && now >= _askAfter && IsAnythingAsked;
        if (!isAskDue && !_isConnectionWanted)
        {
            return;
        }

        if (AnyReady() is not { } link)
        {
            ConnectToAnyone(now);
            return;
        }

        _isConnectionWanted = false;
        if (isAskDue)
        {
            _isAsked = true;
            _topicsAsked = _topics.Count;
            MetadataRequest request = new()
            {
                AllowAutoTopicCreation = _settings.AllowTopicCreation,
                Topics = [.. _topics.Keys.Select(static name => new MetadataRequest.Topic { Name = name })],
            };
            link.Send(request, link.VersionOf(ApiCatalog.Metadata), now);
        }
    }

    internal long NextTurn(long now)
    {
        long next = IsAnythingAsked && !_isAsked ? _isWanted ? Math.Max(_askAfter, now) : _topics.Count > 0 ? _askedAt + _settings.MetadataMaxAge : long.MaxValue : long.MaxValue;
        if ((_isWanted || _isConnectionWanted) && !_isAsked && AnyReady() is null)
        {
            next = long.MaxValue;
            if (!_links.Exists(static link => link.State is LinkState.Connecting or LinkState.Negotiating))
            {
                foreach (BrokerLink link in _links)
                {
                    if (IsCandidate(link))
                    {
                        next = Math.Min(next, Math.Max(Math.Max(link.ConnectAfter, now + 1), _isConnectionWanted ? 0 : _askAfter));
                    }
                }
            }
        }

        return next;
    }

    private void Retry(long now)
    {
        _askAfter = now + Backoff.Of(_settings.RetryBackoff, _settings.MaxRetryBackoff, ++_failures, _random);
        Want();
    }

    // Brokers that are known; the bootstrap list when there are none, or when none of them can be reached (KIP-899).
    private void ConnectToAnyone(long now)
    {
        if (_links.Exists(static link => link.State is LinkState.Connecting or LinkState.Negotiating))
        {
            return;
        }

        BrokerLink? best = null;
        foreach (BrokerLink link in _links)
        {
            if (IsCandidate(link) && link.ConnectAfter <= now && (best is null || link.Failures < best.Failures))
            {
                best = link;
            }
        }

        if (best is not null)
        {
            Connect(best, now);
        }
    }

    private bool IsCandidate(BrokerLink link) => link.State == LinkState.Idle && (!link.IsBootstrap || IsBootstrapNeeded);

    private bool IsBootstrapNeeded
    {
        get
        {
            foreach (BrokerLink link in _links)
            {
                if (!link.IsBootstrap && link.Failures == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private void SetAddress(int node, string host, int port)
    {
        if (!_brokers.TryGetValue(node, out BrokerLink? link))
        {
            link = new BrokerLink(node, host, port);
            _brokers.Add(node, link);
            _links.Add(link);
        }
        else if (link.Host != host || link.Port != port)
        {
            (link.Host, link.Port) = (host, port);
            link.IsMoved = true;
            link.Failures = 0;
            link.ConnectAfter = 0;
        }
    }

    // Whether everything is known that can be.
    private bool Update(TopicSender topic, MetadataResponse.Topic answer)
    {
        topic.Problem = answer.ErrorCode;
        if (answer.ErrorCode != KafkaErrorCode.None)
        {
            _io.Note(new BrainNote(BrainNoteKind.TopicMissing, topic.Name, $"{answer.ErrorCode}"));
            return false;
        }

        bool isReplaced = topic.Id != Guid.Empty && answer.TopicId != Guid.Empty && topic.Id != answer.TopicId;
        if (answer.TopicId != Guid.Empty)
        {
            _byId.Remove(topic.Id);
            topic.Id = answer.TopicId;
            _byId[topic.Id] = topic;
        }

        if (isReplaced)
        {
            _io.Note(new BrainNote(BrainNoteKind.TopicReplaced, topic.Name, $"{answer.TopicId}"));
            foreach (PartitionSender partition in topic.Partitions)
            {
                partition.ForgetTopicIncarnation();
                _touch(partition);
            }
        }

        bool isShown = answer.Partitions.Count <= topic.Partitions.Count;
        while (topic.Partitions.Count < answer.Partitions.Count)
        {
            topic.Partitions.Add(_makePartition(topic, topic.Partitions.Count));
        }

        foreach (MetadataResponse.Partition place in answer.Partitions)
        {
            if (place.Index < 0 || place.Index >= topic.Partitions.Count)
            {
                continue;
            }

            PartitionSender partition = topic.Partitions[place.Index];
            int leader = place.LeaderId >= 0 && _brokers.ContainsKey(place.LeaderId) ? place.LeaderId : -1;
            if (partition.TakeLeader(leader, place.LeaderEpoch))
            {
                _touch(partition);
            }

            partition.Queue.HasLeader = partition.Leader >= 0;
        }

        if (!isShown)
        {
            topic.Publish();
        }

        // Nobody needs the leader of a partition that has nothing to send. Those that the answer does not have count, too: it may have none at all.
        return topic.Partitions.Count > 0 && topic.Partitions.TrueForAll(static partition => partition.Leader >= 0 || !partition.HasWork);
    }
}
