namespace KafkaGen.Testing.Broker;

/// <summary>What a cluster is like; the defaults are those of Kafka 4.1 unless a comment says why not.</summary>
internal sealed class ClusterSettings
{
    /// <summary>How many brokers there are; their ids count from 1.</summary>
    public int Brokers { get; init; } = 3;

    /// <summary>Everything that looks random comes from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The wall clock when virtual time is zero.</summary>
    public DateTimeOffset StartedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The bound of all logs together, in bytes; the oldest segments go beyond it.</summary>
    public long LogMemory { get; init; } = 512L * 1024 * 1024;

    /// <summary>Whether asking for an unknown topic creates it.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of a topic that is created without a number.</summary>
    public int DefaultPartitions { get; init; } = 1;

    public short DefaultReplicationFactor { get; init; } = 1;

    /// <summary>Topic configuration that holds where a topic has none of its own.</summary>
    public IReadOnlyDictionary<string, string> TopicDefaults { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a follower needs to copy a record; zero copies at once.</summary>
    public TimeSpan ReplicationDelay { get; init; }

    /// <summary>After how long a follower that copies nothing leaves the in-sync replicas.</summary>
    public TimeSpan ReplicaLagTimeMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long partitions are without a leader when theirs is lost. Kafka notices a crash after seconds; zero elects at once.</summary>
    public TimeSpan ElectionDelay { get; init; }

    /// <summary>Whether an append is flushed at once, so that a crash loses nothing. Otherwise <see cref="Cluster.Flush"/> does.</summary>
    public bool FlushOnAppend { get; init; } = true;

    /// <summary>Whether compressed records are unpacked and looked at, as Kafka does. Without, a record inside is believed.</summary>
    public bool InspectCompressedRecords { get; init; } = true;

    /// <summary>A producer is forgotten when its last batch is so old, by the batch's own timestamp (<c>producer.id.expiration.ms</c>).</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The finalized feature <c>transaction.version</c>: 0, 1 or 2.</summary>
    public short TransactionVersion { get; init; } = 2;

    /// <summary>The longest <c>transaction.timeout.ms</c> that is accepted.</summary>
    public TimeSpan MaxTransactionTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the markers of a decided transaction take; meanwhile its producer is told CONCURRENT_TRANSACTIONS.</summary>
    public TimeSpan MarkerDelay { get; init; }

    /// <summary>How long an empty group waits for more members. Kafka waits 3 s; tests would wait for nothing.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; }

    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The largest request that is read; a larger one closes its connection.</summary>
    public int MaxRequestBytes { get; init; } = 100 * 1024 * 1024;
}
