using System.Text;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>The fixture itself: the other tests believe what they read through it.</summary>
public sealed class KafkaClusterTests(ThreeNodes nodes)
{
    [Fact]
    public async Task A_record_that_Confluent_Kafka_produces_is_read_back()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        string topic = await kafka.CreateTopicAsync("round-trip", partitions: 1);
        var sent = new Message<string, byte[]>
        {
            Key = "key",
            Value = [1, 2, 3],
            Timestamp = new Timestamp(1_700_000_000_123, TimestampType.CreateTime),
            Headers = [new Header("name", Encoding.UTF8.GetBytes("text"))],
        };
        using (IProducer<string, byte[]> producer =
            new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            await producer.ProduceAsync(topic, sent, TestContext.Current.CancellationToken);
        }

        ConsumeResult<byte[], byte[]> read = Assert.Single(TopicReader.ReadAll(kafka.BootstrapServers, topic));

        Assert.Equal("key"u8.ToArray(), read.Message.Key);
        Assert.Equal(sent.Value, read.Message.Value);
        Assert.Equal(sent.Timestamp, read.Message.Timestamp);
        Assert.Equal("text"u8.ToArray(), Assert.Single(read.Message.Headers).GetValueBytes());
    }

    [Fact]
    public async Task A_node_that_cannot_start_fails_with_the_end_of_its_log()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await KafkaCluster.StartAsync(settings: new Dictionary<string, string> { ["compression.type"] = "no-such-codec" }));

        Assert.Contains("no-such-codec", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_compose_file_has_the_fixtures_settings()
    {
        string[] ofTheNode = ["node.id", "listeners", "advertised.listeners", "controller.quorum.voters", "listener.security.protocol.map", "log.dirs"];
        string folder = Directory.CreateTempSubdirectory("kafkagen-compose-").FullName;
        try
        {
            KafkaClusterFiles files = KafkaClusterFiles.Write(folder, nodes: 3, settings: null, isProxied: false, listeners: []);
            string[] composed = [.. File.ReadLines(Path.Combine(KafkaHome.Repository, "samples", "compose.yaml")).Select(line => line.Trim())];

            Assert.All(File.ReadLines(files.Nodes[0].Properties).Select(line => line.Split('=', 2)), setting =>
            {
                string variable = $"KAFKA_{setting[0].Replace('.', '_').ToUpperInvariant()}";
                string? expected = ofTheNode.Contains(setting[0]) ? composed.FirstOrDefault(line => line.StartsWith($"{variable}: ", StringComparison.Ordinal)) : $"{variable}: {setting[1]}";
                Assert.Contains(expected, composed);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
