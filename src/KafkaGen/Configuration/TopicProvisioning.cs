namespace KafkaGen;

/// <summary>What the start does about the topics of the contracts.</summary>
public enum TopicProvisioning
{
    /// <summary>Nothing: the start asks no broker. The default.</summary>
    Ignore = 0,

    /// <summary>
    /// It compares them with the contracts, and fails with everything that differs: topics that are missing, partitions, replication factor, settings, and sizes that this client sends
    /// and the topic refuses. Needs the permission DESCRIBE_CONFIGS on the topics.
    /// </summary>
    Validate,

    /// <summary>It creates those that are missing, and compares all. Needs the permission CREATE as well, where one is missing.</summary>
    CreateMissing,
}
