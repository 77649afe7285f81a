namespace KafkaGen.Testing;

/// <summary>A request of Kafka's protocol, by its number there: those that <see cref="EmbeddedKafka"/> answers.</summary>
public enum KafkaApiKey : short
{
    /// <summary>Records for partitions.</summary>
    Produce = 0,

    /// <summary>Reading records.</summary>
    Fetch = 1,

    /// <summary>The ends of partitions, and offsets by time.</summary>
    ListOffsets = 2,

    /// <summary>Brokers, topics, partitions and their leaders.</summary>
    Metadata = 3,

    /// <summary>Committing a group's offsets.</summary>
    OffsetCommit = 8,

    /// <summary>Reading a group's offsets.</summary>
    OffsetFetch = 9,

    /// <summary>Which broker serves a group or a transactional id.</summary>
    FindCoordinator = 10,

    /// <summary>Entering a group.</summary>
    JoinGroup = 11,

    /// <summary>A group member's sign of life.</summary>
    Heartbeat = 12,

    /// <summary>Leaving a group.</summary>
    LeaveGroup = 13,

    /// <summary>A group's assignment.</summary>
    SyncGroup = 14,

    /// <summary>The choice of a login mechanism.</summary>
    SaslHandshake = 17,

    /// <summary>The versions of requests that a broker knows; the first request of a connection.</summary>
    ApiVersions = 18,

    /// <summary>Creating topics.</summary>
    CreateTopics = 19,

    /// <summary>Deleting topics.</summary>
    DeleteTopics = 20,

    /// <summary>The producer id of an idempotent or transactional producer.</summary>
    InitProducerId = 22,

    /// <summary>Where the records of a leader's epoch end.</summary>
    OffsetForLeaderEpoch = 23,

    /// <summary>Partitions that a transaction writes to.</summary>
    AddPartitionsToTxn = 24,

    /// <summary>A group whose offsets a transaction commits.</summary>
    AddOffsetsToTxn = 25,

    /// <summary>Commit or abort of a transaction.</summary>
    EndTxn = 26,

    /// <summary>Offsets that a transaction commits.</summary>
    TxnOffsetCommit = 28,

    /// <summary>The configuration of topics and brokers.</summary>
    DescribeConfigs = 32,

    /// <summary>A message of a login.</summary>
    SaslAuthenticate = 36,

    /// <summary>Adding partitions to topics.</summary>
    CreatePartitions = 37,

    /// <summary>The brokers and the controller.</summary>
    DescribeCluster = 60,
}
