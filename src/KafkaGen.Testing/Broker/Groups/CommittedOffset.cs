namespace KafkaGen.Testing.Broker.Groups;

/// <summary>A partition of a topic, by name.</summary>
internal readonly record struct PartitionName(string Topic, int Partition);

/// <summary>An offset that a group has committed.</summary>
internal readonly record struct CommittedOffset(long Offset, int LeaderEpoch, string? Metadata);
