namespace KafkaGen;

/// <summary>
/// Picks partitions by a rule of your own, from the bytes of the key. Named by <see cref="KafkaTopicAttribute.CustomPartitioner"/>.
/// </summary>
/// <remarks>
/// It runs after the record is encoded, on the caller's thread, or on a thread of the pool for a record that had to wait for room; possibly on several
/// at once. It must be quick and wait for nothing. It is
/// asked neither for records without a key nor for those that name their partition. What it throws, or a partition that does not
/// exist, fails that record with <see cref="CustomPartitionerException"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class RegionPartitioner : IRecordPartitioner
/// {
///     public static int Partition(ReadOnlySpan&lt;byte&gt; key, int partitionCount) => key[0] % partitionCount;
/// }
///
/// [KafkaTopic("orders", CustomPartitioner = typeof(RegionPartitioner))]
/// public sealed record Order([PartitionKey] string Region);
/// </code>
/// </example>
public interface IRecordPartitioner
{
    /// <summary>The partition of a record.</summary>
    /// <param name="key">The key's bytes; may be empty.</param>
    /// <param name="partitionCount">How many partitions the topic has, at least 1. A topic may grow.</param>
    /// <returns>0 to <paramref name="partitionCount"/> - 1.</returns>
    static abstract int Partition(ReadOnlySpan<byte> key, int partitionCount);
}
