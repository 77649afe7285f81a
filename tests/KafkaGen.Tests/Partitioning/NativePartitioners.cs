using System.Runtime.InteropServices;
using KafkaGen.Native;

namespace KafkaGen.Tests.Partitioning;

/// <summary>The partitioners of <c>rdkafka.h</c>, for keys of which they do not draw a partition at random: only then do they work without a topic.</summary>
internal static unsafe partial class NativePartitioners
{
    static NativePartitioners()
    {
        LibrdkafkaResolver.EnsureLoaded();
        LibrdkafkaResolver.Serve(typeof(NativePartitioners).Assembly);
    }

    /// <summary>The partition of a key, or of no key when it is <see langword="null"/>.</summary>
    internal static int PartitionOf(RecordPartitioner partitioner, byte[]? key, int partitions)
    {
        // A pointer to an empty array is null, which to librdkafka is no key.
        byte[]? padded = key is null ? null : [.. key, 0];
        nuint length = (nuint)(key?.Length ?? 0);
        fixed (byte* bytes = padded)
        {
            return partitioner switch
            {
                RecordPartitioner.Consistent => rd_kafka_msg_partitioner_consistent(0, bytes, length, partitions, 0, 0),
                RecordPartitioner.ConsistentRandom when length > 0 => rd_kafka_msg_partitioner_consistent_random(0, bytes, length, partitions, 0, 0),
                RecordPartitioner.Murmur2 => rd_kafka_msg_partitioner_murmur2(0, bytes, length, partitions, 0, 0),
                RecordPartitioner.Murmur2Random when key is not null => rd_kafka_msg_partitioner_murmur2_random(0, bytes, length, partitions, 0, 0),
                RecordPartitioner.Fnv1a => rd_kafka_msg_partitioner_fnv1a(0, bytes, length, partitions, 0, 0),
                RecordPartitioner.Fnv1aRandom when key is not null => rd_kafka_msg_partitioner_fnv1a_random(0, bytes, length, partitions, 0, 0),
                _ => throw new ArgumentException($"{partitioner} draws a partition at random."),
            };
        }
    }

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_consistent(nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_consistent_random(
        nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_murmur2(nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_murmur2_random(
        nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_fnv1a(nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);

    [LibraryImport(Librdkafka.LibraryName)]
    private static partial int rd_kafka_msg_partitioner_fnv1a_random(
        nint rkt, byte* key, nuint keylen, int partitionCnt, nint rktOpaque, nint msgOpaque);
}
