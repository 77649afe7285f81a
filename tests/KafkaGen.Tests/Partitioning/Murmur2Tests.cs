using System.Text;
using KafkaGen.Partitioning;

namespace KafkaGen.Tests.Partitioning;

public sealed class Murmur2Tests
{
    // From UtilsTest.testMurmur2 of Apache Kafka, which says that the values must never change.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_Kafka(string key, int hash) => Assert.Equal(hash, Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void The_partition_is_the_hash_without_its_sign_modulo_their_number()
    {
        byte[] key = Encoding.UTF8.GetBytes("21");

        Assert.Equal((-973932308 & int.MaxValue) % 7, Murmur2.PartitionOf(key, 7));
        Assert.Equal(0, Murmur2.PartitionOf(key, 1));
    }
}
