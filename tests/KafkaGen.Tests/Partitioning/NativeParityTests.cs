using CsCheck;
using KafkaGen.Partitioning;
using KafkaGen.TestKit;

namespace KafkaGen.Tests.Partitioning;

/// <summary>A key's partition is the one that librdkafka's own functions choose.</summary>
[Trait("Draws", "Random")]
public sealed class NativeParityTests
{
    private const int Keys = 5_000;

    private static readonly int[] s_partitions = [1, 2, 3, 7, 100, 1000];

    [Theory]
    [InlineData(RecordPartitioner.Consistent)]
    [InlineData(RecordPartitioner.ConsistentRandom)]
    [InlineData(RecordPartitioner.Murmur2)]
    [InlineData(RecordPartitioner.Murmur2Random)]
    [InlineData(RecordPartitioner.Fnv1a)]
    [InlineData(RecordPartitioner.Fnv1aRandom)]
    public void Keys_have_the_partition_that_librdkafka_chooses(RecordPartitioner partitioner) => Gen.Byte.Array[0, 100].Check(
        Keys,
        key =>
        {
            if (key.Length > 0 || partitioner != RecordPartitioner.ConsistentRandom)
            {
                AssertSame(partitioner, key);
            }
        },
        print: Convert.ToHexString);

    [Theory]
    [InlineData(RecordPartitioner.Consistent)]
    [InlineData(RecordPartitioner.Murmur2)]
    [InlineData(RecordPartitioner.Murmur2Random)]
    [InlineData(RecordPartitioner.Fnv1a)]
    [InlineData(RecordPartitioner.Fnv1aRandom)]
    public void An_empty_key_has_the_partition_that_librdkafka_chooses(RecordPartitioner partitioner) => AssertSame(partitioner, []);

    [Theory]
    [InlineData(RecordPartitioner.Consistent)]
    [InlineData(RecordPartitioner.Murmur2)]
    [InlineData(RecordPartitioner.Fnv1a)]
    public void Records_without_a_key_have_the_partition_that_librdkafka_chooses(RecordPartitioner partitioner) => AssertSame(partitioner, null);

    [Fact]
    public void The_smallest_FNV1a_hash_has_the_partition_that_librdkafka_chooses() =>
        AssertSame(RecordPartitioner.Fnv1a, Convert.FromHexString("61A2FCF290"));

    private static void AssertSame(RecordPartitioner partitioner, byte[]? key) => Assert.All(
        s_partitions,
        partitions => Assert.Equal(
            NativePartitioners.PartitionOf(partitioner, key, partitions),
            KeyPartitioners.PartitionOf(partitioner, key is not null, key, partitions)));
}
