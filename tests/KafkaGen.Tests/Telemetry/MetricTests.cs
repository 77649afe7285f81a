using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Telemetry;

public sealed class MetricTests : ClusterTest
{
    private readonly string _topic = $"metrics.{Guid.NewGuid():N}";

    [Fact]
    public async Task Delivered_records_are_counted_and_timed()
    {
        Kafka.CreateTopic(_topic, partitions: 3);
        using Measured measured = new("messaging.destination.name", _topic);
        ITopicProducer<Number> producer = Connect().ForTopic<Number>(_topic);

        await producer.ProduceAsync(new Number("a", 1), Cancelled);
        await producer.EnqueueAsync(new Number("b", 1), cancellationToken: Cancelled);
        (await producer.ProduceManyAsync([new Number("c", 1), new Number("d", 1)], cancellationToken: Cancelled)).ThrowIfFailed();
        await producer.FlushAsync(Cancelled);

        Assert.Equal(4, measured.SumOf("kafkagen.records.delivered"));
        Assert.Equal(4, measured.SumOf("messaging.client.sent.messages"));
        Assert.Equal(4, measured.Of("messaging.client.operation.duration").Count);
        Assert.All(measured.Of("messaging.client.operation.duration"), one => Assert.InRange(one.Value, 1e-6, Bound.TotalSeconds));
        Assert.Empty(measured.Of("kafkagen.records.failed"));
        Assert.Empty(measured.Of("kafkagen.records.refused"));
        string[] server = Kafka.BootstrapServers.Split(':');
        Assert.All(measured.Of("kafkagen.records.delivered"), one => Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "kafka",
                ["messaging.operation.name"] = "send",
                ["messaging.operation.type"] = "send",
                ["messaging.destination.name"] = _topic,
                ["server.address"] = server[0],
                ["server.port"] = int.Parse(server[1], System.Globalization.CultureInfo.InvariantCulture),
            },
            one.Tags));
    }

    [Fact]
    public async Task Failed_and_refused_records_are_counted_by_their_error()
    {
        Kafka.CreateTopic(_topic, partitions: 1);
        using Measured measured = new("messaging.destination.name", _topic);
        KafkaGenClient client = Connect();
        ITopicProducer<Full> producer = client.ForTopic<Full>(_topic);

        await producer.ProduceAsync(RecordFor(partition: 0), Cancelled);
        ProduceBatchResult batch = await producer.ProduceManyAsync([RecordFor(partition: 7), RecordFor(partition: null)], cancellationToken: Cancelled);
        await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(RecordFor(partition: -2), Cancelled));
        Kafka.SetTopicError(_topic, KafkaErrorCode.TopicAuthorizationFailed);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.TopicAuthorizationFailed);
        await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(RecordFor(partition: 0), Cancelled));

        Assert.Equal(2, measured.SumOf("kafkagen.records.delivered"));
        Assert.Equal(1, batch.FailedCount);
        Assert.Equal(1, measured.SumOf("kafkagen.records.failed", "TOPIC_AUTHORIZATION_FAILED"));
        Assert.Equal(2, measured.SumOf("messaging.client.sent.messages"));
        Assert.Equal(1, measured.SumOf("messaging.client.sent.messages", "TOPIC_AUTHORIZATION_FAILED"));

        // Whether librdkafka knows the topic's partitions already decides which of the two it is.
        Assert.Equal(2, measured.SumOf("kafkagen.records.refused", "_UNKNOWN_PARTITION") + measured.SumOf("kafkagen.records.failed", "_UNKNOWN_PARTITION"));

        static Full RecordFor(int? partition) => new(Guid.NewGuid(), null, DateTimeOffset.UtcNow, partition);
    }

    [Fact]
    public async Task Records_that_never_left_are_failed_and_not_sent()
    {
        using Measured measured = new("messaging.destination.name", _topic);
        KafkaGenClient client = Connect(options => options.FlushTimeout = TimeSpan.Zero);
        ITopicProducer<Number> producer = client.ForTopic<Number>(_topic);
        await KnowAsync(producer);
        Kafka.StopBroker(1);

        for (int i = 0; i < 3; i++)
        {
            await producer.EnqueueAsync(new Number("a", i), cancellationToken: Cancelled);
        }

        await client.DisposeAsync();

        Assert.Equal(3, measured.SumOf("kafkagen.records.failed", "_PURGE_QUEUE"));
        Assert.Empty(measured.Of("messaging.client.sent.messages"));
        Assert.Equal(3, measured.Of("messaging.client.operation.duration").Count(one => (string?)one.Tags["error.type"] == "_PURGE_QUEUE"));
    }

    [Fact]
    public async Task Waits_for_room_are_timed()
    {
        const int Room = 20;
        Kafka.CreateTopic(_topic, partitions: 1);
        Kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(50));
        using Measured measured = new("messaging.destination.name", _topic);
        ITopicProducer<Number> producer = Connect(options => options.MaxBufferedRecords = Room).ForTopic<Number>(_topic);
        await KnowAsync(producer);

        await Task.WhenAll(Enumerable.Range(0, 2 * Room).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())).WaitAsync(Bound, Cancelled);

        Assert.Equal(2 * Room, measured.SumOf("kafkagen.records.delivered"));
        Assert.InRange(measured.Of("kafkagen.room.wait.duration").Count, 1, Room);
        Assert.All(measured.Of("kafkagen.room.wait.duration"), one => Assert.InRange(one.Value, 1e-6, Bound.TotalSeconds));
    }
}
