namespace KafkaGen.Testing.Broker.Topics;

/// <summary>The topics of a cluster: created, grown and deleted.</summary>
internal sealed class TopicCatalog(Cluster cluster)
{
    /// <summary>What one request may add, as in Kafka 4.</summary>
    public const int MaxPartitions = 10_000;

    private readonly Dictionary<string, Topic> _byName = [];
    private readonly Dictionary<Guid, Topic> _byId = [];

    /// <summary>Told of each partition that is added, to a new topic or to one that grows.</summary>
    public event Action<Partition>? PartitionAdded;

    public IEnumerable<Topic> All => _byName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal);

    public List<Partition> AllPartitions
    {
        get
        {
            List<Partition> all = [];
            foreach (Topic topic in All)
            {
                all.AddRange(topic.Partitions);
            }

            return all;
        }
    }

    public Topic? Find(string name) => _byName.GetValueOrDefault(name);

    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>Why a topic cannot be created, or None.</summary>
    public (KafkaErrorCode Error, string? Message) CheckNew(
        string name, int partitions, int replicationFactor, IEnumerable<KeyValuePair<string, string?>> configuration)
    {
        if (!TopicName.IsLegal(name))
        {
            return (KafkaErrorCode.TopicException, $"Topic name is invalid: '{name}'");
        }

        if (_byName.ContainsKey(name))
        {
            return (KafkaErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");
        }

        string collision = TopicName.Collision(name);
        if (_byName.Keys.FirstOrDefault(other => TopicName.Collision(other) == collision) is { } existing)
        {
            return (KafkaErrorCode.TopicException, $"Topic '{name}' collides with existing topic: {existing}");
        }

        if (partitions <= 0)
        {
            return (KafkaErrorCode.InvalidPartitions, "Number of partitions must be larger than 0.");
        }

        if (partitions > MaxPartitions)
        {
            return (KafkaErrorCode.PolicyViolation, "Excessively large number of partitions per request.");
        }

        if (replicationFactor is <= 0)
        {
            return (KafkaErrorCode.InvalidReplicationFactor, "Replication factor must be larger than 0.");
        }

        if (replicationFactor > cluster.Brokers.Count)
        {
            return (KafkaErrorCode.InvalidReplicationFactor,
                $"Unable to replicate the partition {replicationFactor} time(s): only {cluster.Brokers.Count} broker(s) are registered.");
        }

        foreach ((string key, string? value) in configuration)
        {
            if (TopicConfiguration.Refusal(key, value) is { } refusal)
            {
                return (KafkaErrorCode.InvalidConfig, refusal);
            }
        }

        return (KafkaErrorCode.None, null);
    }

    /// <summary>Creates a topic that <see cref="CheckNew"/> let pass.</summary>
    /// <param name="name">The name.</param>
    /// <param name="partitions">How many partitions.</param>
    /// <param name="replicationFactor">How many replicas each has.</param>
    /// <param name="configuration">What is set for it.</param>
    /// <param name="assignment">The brokers of each partition, the leader first; <see langword="null"/> takes them in turn.</param>
    public Topic Create(
        string name,
        int partitions,
        int replicationFactor,
        IEnumerable<KeyValuePair<string, string?>> configuration,
        IReadOnlyList<int[]>? assignment = null)
    {
        TopicConfiguration own = new(cluster.Settings.TopicDefaults);
        foreach ((string key, string? value) in configuration)
        {
            own.Set(key, value);
        }

        Topic topic = new(name, cluster.Random.NextId(), own);
        _byName.Add(name, topic);
        _byId.Add(topic.Id, topic);
        for (int index = 0; index < partitions; index++)
        {
            AddPartition(topic, assignment?[index] ?? InTurn(index, replicationFactor));
        }

        return topic;
    }

    /// <summary>Adds partitions. Records stay where they are, so keys move.</summary>
    public void Grow(Topic topic, int partitions)
    {
        int replicationFactor = topic.Partitions[0].Replicas.Count;
        for (int index = topic.Partitions.Count; index < partitions; index++)
        {
            AddPartition(topic, InTurn(index, replicationFactor));
        }
    }

    public void Delete(Topic topic)
    {
        _byName.Remove(topic.Name);
        _byId.Remove(topic.Id);
        cluster.Groups.ForgetTopic(topic.Name);
        foreach (Partition partition in topic.Partitions)
        {
            partition.IsDeleted = true;
            partition.Leader = null;
            partition.Log.Clear();
            partition.Changed();
        }
    }

    private void AddPartition(Topic topic, int[] brokers)
    {
        Partition partition = new(topic, topic.Partitions.Count, cluster.LogMemory);
        foreach (int broker in brokers)
        {
            partition.Replicas.Add(new Replica(broker) { IsInSync = cluster.IsUp(broker), CaughtUpAt = cluster.Now });
        }

        if (partition.InSyncCount == 0)
        {
            // Whoever comes first will lead it.
            partition.Replicas.ForEach(replica => replica.IsInSync = true);
        }

        partition.Leader = partition.Replicas.Find(replica => cluster.IsUp(replica.Broker))?.Broker;
        partition.Epochs.Begin(partition.LeaderEpoch, 0);
        topic.Partitions.Add(partition);
        PartitionAdded?.Invoke(partition);
    }

    // Leaders by turns, the first partition on the first broker, so that what a test sees does not depend on the topics before.
    private int[] InTurn(int partition, int replicationFactor)
    {
        int[] brokers = new int[replicationFactor];
        for (int replica = 0; replica < replicationFactor; replica++)
        {
            brokers[replica] = cluster.Brokers[(partition + replica) % cluster.Brokers.Count].Id;
        }

        return brokers;
    }
}
