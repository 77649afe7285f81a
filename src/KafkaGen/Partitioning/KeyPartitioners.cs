namespace KafkaGen.Partitioning;

/// <summary>Chooses the partition of a key as librdkafka does, so that another client's records of the same key are in the same partition.</summary>
internal static class KeyPartitioners
{
    /// <summary>The partition that a record's key asks for; <see langword="null"/> when any partition will do.</summary>
    /// <param name="partitioner">How the topic's partitions are chosen.</param>
    /// <param name="hasKey">Whether the record has a key, be it empty.</param>
    /// <param name="key">The key's bytes; none without a key.</param>
    /// <param name="partitions">How many partitions the topic has, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partitioner"/> is none.</exception>
    internal static int? PartitionOf(RecordPartitioner partitioner, bool hasKey, ReadOnlySpan<byte> key, int partitions) => partitioner switch
    {
        RecordPartitioner.Random => null,
        RecordPartitioner.Consistent => Modulo(Crc32.Compute(key), partitions),

        // Alone among them in that an empty key is no key.
        RecordPartitioner.ConsistentRandom => key.IsEmpty ? null : Modulo(Crc32.Compute(key), partitions),
        RecordPartitioner.Murmur2 => Murmur2.PartitionOf(key, partitions),
        RecordPartitioner.Murmur2Random => hasKey ? Murmur2.PartitionOf(key, partitions) : null,
        RecordPartitioner.Fnv1a => Modulo(Fnv1a.Hash(key), partitions),
        RecordPartitioner.Fnv1aRandom => hasKey ? Modulo(Fnv1a.Hash(key), partitions) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(partitioner), partitioner, "There is no such partitioner."),
    };

    private static int Modulo(uint hash, int partitions) => (int)(hash % (uint)partitions);
}
