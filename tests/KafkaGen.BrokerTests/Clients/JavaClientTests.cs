using System.Globalization;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Kafka's own producer, consumer and command-line tools. One after the other: each is a Java machine of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class JavaClientTests
{
    private const string Topic = "java";
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_come_back_equal_from_the_Java_producer_to_the_Java_consumer(bool isTransactional)
    {
        var home = KafkaHome.FindOrSkip();
        await using EmbeddedKafka kafka = Start();
        string[] kind = isTransactional ? ["transactional"] : [];

        KafkaTool compared = await home.RunJavaAsync("JavaRoundTrip.java", [kafka.BootstrapServers, Topic, .. kind], NumberedRecords.Lines());

        Assert.Equal(NumberedRecords.Count, int.Parse(compared.Output, CultureInfo.InvariantCulture));
        IReadOnlyList<EmbeddedRecord> stored = NumberedRecords.AssertStored(kafka, Topic, committedOnly: isTransactional);
        Assert.All(stored, record => Assert.True(record.ProducerId >= 0 && record.IsTransactional == isTransactional && record.Codec == CompressionCodec.Zstd));
        Assert.Equal(isTransactional ? 1000 : 0, kafka.ReadRecords(Topic).Count(record => record.ValueText == "aborted"));
    }

    [Fact]
    public async Task The_console_producer_writes_what_the_console_consumer_reads()
    {
        var home = KafkaHome.FindOrSkip();
        await using EmbeddedKafka kafka = Start();

        await RunAsync(
            home,
            "kafka-console-producer.sh",
            ["--bootstrap-server", kafka.BootstrapServers, "--topic", Topic, "--property", "parse.key=true", "--property", "key.separator=\t"],
            NumberedRecords.Lines());
        NumberedRecords.AssertStored(kafka, Topic);

        KafkaTool read = await RunAsync(
            home,
            "kafka-console-consumer.sh",
            [
                "--bootstrap-server", kafka.BootstrapServers, "--topic", Topic, "--from-beginning", "--property", "print.key=true", "--property", "key.separator=\t",
                "--max-messages", $"{NumberedRecords.Count}", "--timeout-ms", "60000",
            ]);
        NumberedRecords.AssertAll(read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]))!);
    }

    [Fact]
    public async Task The_performance_tool_stores_all_its_records()
    {
        var home = KafkaHome.FindOrSkip();
        await using EmbeddedKafka kafka = Start();

        KafkaTool report = await RunAsync(
            home,
            "kafka-producer-perf-test.sh",
            [
                "--topic", Topic, "--num-records", $"{NumberedRecords.Count}", "--record-size", "100", "--throughput", "-1",
                "--producer-props", $"bootstrap.servers={kafka.BootstrapServers}", "acks=all",
            ]);

        TestContext.Current.TestOutputHelper!.WriteLine(report.Output);
        Assert.Contains($"{NumberedRecords.Count} records sent", report.Output, StringComparison.Ordinal);
        IReadOnlyList<EmbeddedRecord> stored = kafka.ReadRecords(Topic);
        Assert.Equal(NumberedRecords.Count, stored.Count);
        Assert.All(stored, record => Assert.Equal(100, record.Value!.Length));
    }

    [Fact]
    public async Task The_topic_tool_creates_and_describes_a_topic()
    {
        var home = KafkaHome.FindOrSkip();
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        string[] topic = ["--bootstrap-server", kafka.BootstrapServers, "--topic", Topic];

        await RunAsync(
            home, "kafka-topics.sh", [.. topic, "--create", "--partitions", "6", "--replication-factor", "3", "--config", "min.insync.replicas=2"]);
        kafka.SetLeader(Topic, 2, broker: 1);
        KafkaTool described = await RunAsync(home, "kafka-topics.sh", [.. topic, "--describe"]);

        string[] lines = described.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("PartitionCount: 6\tReplicationFactor: 3\tConfigs: min.insync.replicas=2", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        Assert.Contains($"Topic: {Topic}\tPartition: 2\tLeader: 1\t", lines[3], StringComparison.Ordinal);
    }

    private static EmbeddedKafka Start()
    {
        var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6, replicationFactor: 3, new Dictionary<string, string> { ["min.insync.replicas"] = "2" });
        return kafka;
    }

    private static Task<KafkaTool> RunAsync(KafkaHome home, string script, IEnumerable<string> arguments, string input = "") =>
        KafkaTool.RunAsync(home.Script(script), arguments, s_bound, input);
}
