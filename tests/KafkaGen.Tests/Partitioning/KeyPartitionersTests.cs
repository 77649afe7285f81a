using System.Text;
using KafkaGen.Partitioning;

namespace KafkaGen.Tests.Partitioning;

public sealed class KeyPartitionersTests
{
    private const string Long = "this is another string with more length to it perhaps";

    // Enough that a hash is seen as it is, apart from what does not fit into an integer.
    private const int Many = int.MaxValue;

    // From 0048-partitioner.c of librdkafka; "123456789" is the check value of the algorithm.
    [Theory]
    [InlineData("", 0)]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("23456", 0xB1B451D7)]
    [InlineData(Long, 0xB0150DF7)]
    [InlineData("hejsan", 0xD077037E)]
    public void Consistent_takes_the_CRC32_of_the_key(string key, uint hash)
    {
        Assert.Equal(hash, Crc32.Compute(Bytes(key)));
        Assert.Equal((int)(hash % 17), PartitionOf(RecordPartitioner.Consistent, key, 17));
        Assert.Equal(key.Length == 0 ? null : (int)(hash % 17), PartitionOf(RecordPartitioner.ConsistentRandom, key, 17));
    }

    // From the same file.
    [Theory]
    [InlineData("", 0x106E08D9)]
    [InlineData("23456", 0x058D780F)]
    [InlineData(Long, 0x4F7703DA)]
    [InlineData("hejsan", 0x5EC19395)]
    public void Murmur2_takes_the_hash_of_Java(string key, int hash)
    {
        Assert.Equal(hash, PartitionOf(RecordPartitioner.Murmur2, key, Many));
        Assert.Equal(hash % 17, PartitionOf(RecordPartitioner.Murmur2Random, key, 17));
    }

    // From rdfnv1a.c and 0048-partitioner.c of librdkafka, which has them from Sarama's code.
    [Theory]
    [InlineData("", 0x7EE3623B)]
    [InlineData("kafka", 0x0D33C4E1)]
    [InlineData("giberish123456789", 0x77A58295)]
    [InlineData("1234", 0x023BDD03)]
    [InlineData("23456", 0x27E6F469)]
    [InlineData(Long, 0x155E3E5F)]
    [InlineData("hejsan", 0x17B1E27A)]
    public void Fnv1a_takes_the_hash_of_Sarama(string key, int hash)
    {
        Assert.Equal(hash, PartitionOf(RecordPartitioner.Fnv1a, key, Many));
        Assert.Equal(hash % 17, PartitionOf(RecordPartitioner.Fnv1aRandom, key, 17));
    }

    [Fact]
    public void The_smallest_FNV1a_hash_which_no_integer_negates_has_a_partition()
    {
        byte[] key = Convert.FromHexString("61A2FCF290");

        Assert.Equal(0x80000000, Fnv1a.Hash(key));
        Assert.Equal((int)(0x80000000 % 7), KeyPartitioners.PartitionOf(RecordPartitioner.Fnv1a, hasKey: true, key, 7));
    }

    [Theory]
    [InlineData(RecordPartitioner.Random, null)]
    [InlineData(RecordPartitioner.Consistent, 0)]
    [InlineData(RecordPartitioner.ConsistentRandom, null)]
    [InlineData(RecordPartitioner.Murmur2, 0x106E08D9 % 17)]
    [InlineData(RecordPartitioner.Murmur2Random, null)]
    [InlineData(RecordPartitioner.Fnv1a, 0x7EE3623B % 17)]
    [InlineData(RecordPartitioner.Fnv1aRandom, null)]
    public void Records_without_a_key_have_any_partition_or_all_the_same(RecordPartitioner partitioner, int? partition) =>
        Assert.Equal(partition, KeyPartitioners.PartitionOf(partitioner, hasKey: false, [], 17));

    [Fact]
    public void Random_does_not_look_at_the_key() => Assert.Null(PartitionOf(RecordPartitioner.Random, "hejsan", 17));

    [Fact]
    public void Another_number_is_no_partitioner() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => PartitionOf((RecordPartitioner)7, "hejsan", 17));

    private static int? PartitionOf(RecordPartitioner partitioner, string key, int partitions) =>
        KeyPartitioners.PartitionOf(partitioner, hasKey: true, Bytes(key), partitions);

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
