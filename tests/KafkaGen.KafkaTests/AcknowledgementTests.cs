using System.Buffers.Binary;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>What an acknowledgement of a real broker is worth.</summary>
public sealed class AcknowledgementTests(ThreeNodes nodes)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_with_log_append_time_tells_the_brokers_time()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync(
            "ack.append-time", partitions: 1, new Dictionary<string, string> { ["message.timestamp.type"] = "LogAppendTime" });
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);

        RecordMetadata at = await client.GetProducer<StampedByBroker>().ProduceAsync(
            new StampedByBroker(1, DateTimeOffset.UnixEpoch.AddYears(40)), Cancelled);
        ConsumeResult<byte[], byte[]> read = Assert.Single(TopicReader.ReadAll(kafka.BootstrapServers, "ack.append-time"));

        Assert.Equal(RecordTimestampType.LogAppendTime, at.TimestampType);
        Assert.Equal(new Timestamp(at.Timestamp.ToUnixTimeMilliseconds(), TimestampType.LogAppendTime), read.Message.Timestamp);
    }

    [Fact]
    public async Task Without_a_timestamp_a_record_is_stamped_when_it_is_accepted()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("ack.sequence", partitions: 1);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);

        DateTimeOffset before = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        RecordMetadata at = await client.GetProducer<Sequenced>().ProduceAsync(new Sequenced(1, 1), Cancelled);

        Assert.Equal(RecordTimestampType.CreateTime, at.TimestampType);
        Assert.InRange(at.Timestamp, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Partition_and_headers_of_the_call_are_stored()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("ack.options", partitions: 3);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);

        RecordMetadata at = await client.GetProducer<WithOptions>().ProduceAsync(
            new WithOptions("key"), new ProduceOptions { Partition = 2, Headers = [new RecordHeader("trace", "abc")] }, Cancelled);
        ConsumeResult<byte[], byte[]> read = Assert.Single(TopicReader.ReadAll(kafka.BootstrapServers, "ack.options"));

        Assert.Equal((2, 0L), (at.Partition, at.Offset));
        Assert.Equal((2, 0L), (read.Partition.Value, read.Offset.Value));
        Assert.Equal(["origin=contract", "trace=abc"], read.Message.Headers.Select(header => $"{header.Key}={System.Text.Encoding.UTF8.GetString(header.GetValueBytes())}"));
    }

    [Fact]
    public async Task A_partition_that_does_not_exist_fails_the_record_alone()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("ack.no-partition", partitions: 1);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        ITopicProducer<NoPartition> producer = client.GetProducer<NoPartition>();

        KafkaGen.ProduceException refused = await Assert.ThrowsAsync<KafkaGen.ProduceException>(
            async () => await producer.ProduceAsync(new NoPartition("a"), new ProduceOptions { Partition = 7 }, Cancelled));
        RecordMetadata accepted = await producer.ProduceAsync(new NoPartition("b"), Cancelled);

        Assert.Equal(KafkaErrorCode.LocalUnknownPartition, refused.Code);
        Assert.Equal(RecordPersistence.NotPersisted, refused.Status);
        Assert.Equal(0, accepted.Offset);
    }

    [Fact]
    public async Task A_broker_that_is_killed_costs_no_record_doubles_none_and_keeps_their_order()
    {
        const int Keys = 20;
        const int RecordsPerKey = 500;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        await kafka.CreateNamedTopicAsync("ack.failover", partitions: 6);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        ITopicProducer<FailedOver> producer = client.GetProducer<FailedOver>();

        var answers = new List<Task<RecordMetadata>>();
        Task killed = Task.CompletedTask;
        for (int record = 0; record < RecordsPerKey; record++)
        {
            for (int key = 0; key < Keys; key++)
            {
                answers.Add(producer.ProduceAsync(new FailedOver(key, record), Cancelled).AsTask());
            }

            if (record == RecordsPerKey / 4)
            {
                // The first is acknowledged: the brokers have records, and more are on their way.
                await answers[0];
                killed = kafka.KillAsync(node: 2);
            }
        }

        await killed;
        RecordMetadata[] places;
        try
        {
            places = await Task.WhenAll(answers).WaitAsync(TimeSpan.FromMinutes(2), Cancelled);
        }
        finally
        {
            await kafka.RestartAsync(node: 2);
        }

        List<ConsumeResult<byte[], byte[]>> read = TopicReader.ReadAll(kafka.BootstrapServers, "ack.failover");

        Assert.Equal(Keys * RecordsPerKey, places.Length);
        Assert.Equal(Keys * RecordsPerKey, read.Count);
        foreach (IGrouping<int, ConsumeResult<byte[], byte[]>> key in read.GroupBy(record => BinaryPrimitives.ReadInt32BigEndian(record.Message.Key)))
        {
            Assert.Single(key.Select(record => record.Partition.Value).Distinct());
            Assert.Equal(
                Enumerable.Range(0, RecordsPerKey),
                key.OrderBy(record => record.Offset.Value)
                    .Select(record => System.Text.Json.JsonDocument.Parse(record.Message.Value).RootElement.GetProperty("number").GetInt32()));
        }
    }
}

[KafkaTopic("ack.append-time")]
public sealed record StampedByBroker([PartitionKey] int Id, [KafkaTimestamp] DateTimeOffset At);

[KafkaTopic("ack.sequence")]
public readonly record struct Sequenced([PartitionKey] int Key, int Number);

[KafkaTopic("ack.options"), KafkaHeader("origin", "contract")]
public sealed record WithOptions([PartitionKey] string Key);

[KafkaTopic("ack.no-partition"), KafkaHeader("origin", "contract")]
public sealed record NoPartition([PartitionKey] string Key);

[KafkaTopic("ack.failover"), Compression(CompressionCodec.Zstd)]
public readonly record struct FailedOver([PartitionKey] int Key, int Number);
