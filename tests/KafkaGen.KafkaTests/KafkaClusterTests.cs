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
}
