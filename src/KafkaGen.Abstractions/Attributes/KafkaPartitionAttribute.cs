namespace KafkaGen;

/// <summary>
/// Marks the <see cref="int"/> member that names the record's partition, besides leaving it in the value. Without it, and when a nullable
/// one is <see langword="null"/>, the partitioner chooses by the key.
/// </summary>
/// <remarks>
/// A partition that the topic does not have fails that record with <see cref="KafkaErrorCode.LocalUnknownPartition"/>.
/// Mixing named and hashed partitions on one topic can reorder records of one key until the topic's metadata has arrived.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class KafkaPartitionAttribute : Attribute;
