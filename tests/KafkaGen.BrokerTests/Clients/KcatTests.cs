using KafkaGen.KafkaTests.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>kcat, the command-line client that Debian has, on the librdkafka that it was built with.</summary>
public sealed class KcatTests
{
    private const string Topic = "kcat";
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_kcat_produces_comes_back_equal(bool inGroup)
    {
        string kcat = KcatProgram.FindOrSkip();
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6, replicationFactor: 3);

        await KafkaTool.RunAsync(
            kcat,
            ["-P", "-b", kafka.BootstrapServers, "-t", Topic, "-K", "\t", "-z", "snappy", "-X", "enable.idempotence=true"],
            s_bound,
            NumberedRecords.Lines());
        IReadOnlyList<EmbeddedRecord> stored = NumberedRecords.AssertStored(kafka, Topic);
        Assert.All(stored, record => Assert.Equal(CompressionCodec.Snappy, record.Codec));

        string[] who = inGroup ? ["-G", "readers", "-X", "auto.offset.reset=earliest"] : ["-C", "-t", Topic, "-o", "beginning"];
        string[] topics = inGroup ? [Topic] : [];
        KafkaTool read = await KafkaTool.RunAsync(kcat, ["-b", kafka.BootstrapServers, .. who, "-e", "-q", "-f", "%k\t%s\n", .. topics], s_bound);
        NumberedRecords.AssertAll(read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]))!);
    }

    [Fact]
    public async Task Kcat_lists_brokers_and_partitions()
    {
        string kcat = KcatProgram.FindOrSkip();
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6, replicationFactor: 3);

        KafkaTool listed = await KafkaTool.RunAsync(kcat, ["-L", "-b", kafka.BootstrapServers], s_bound);

        Assert.Contains("3 brokers:", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"topic \"{Topic}\" with 6 partitions:", listed.Output, StringComparison.Ordinal);
    }
}
