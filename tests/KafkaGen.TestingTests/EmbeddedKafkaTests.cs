using System.Diagnostics;
using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.TestingTests;

/// <summary>Seen through Confluent.Kafka's clients, which know nothing of KafkaGen.</summary>
public sealed class EmbeddedKafkaTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brokers_and_topics_are_as_chosen()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("chosen", partitions: 7, replicationFactor: 2);

        Assert.Equal(2, kafka.BrokerCount);
        Assert.Equal(2, kafka.BootstrapServers.Split(',').Length);
        Metadata metadata = Ask(kafka, "chosen");
        Assert.Equal([1, 2], metadata.Brokers.Select(broker => broker.BrokerId).Order());
        TopicMetadata topic = Assert.Single(metadata.Topics);
        Assert.Equal(7, topic.Partitions.Count);
        Assert.All(topic.Partitions, partition => Assert.Equal(2, partition.Replicas.Length));
        Assert.Equal([1, 2], topic.Partitions.Select(partition => partition.Leader).Distinct().Order());
    }

    [Fact]
    public async Task Records_keep_key_value_headers_and_timestamp()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("kept", partitions: 1);
        var sent = new Message<byte[], byte[]>
        {
            Key = [1],
            Value = [2, 3],
            Timestamp = new Timestamp(1_700_000_000_123, TimestampType.CreateTime),
            Headers = [new Header("name", [4])],
        };
        using (IProducer<byte[], byte[]> producer = NewProducer(kafka, compression: CompressionType.Zstd))
        {
            await producer.ProduceAsync("kept", sent, Cancelled).WaitAsync(s_bound, Cancelled);
        }

        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "kept" }).Build();
        consumer.Assign(new TopicPartitionOffset("kept", 0, Offset.Beginning));
        ConsumeResult<byte[], byte[]>? read = consumer.Consume(s_bound);

        Assert.NotNull(read);
        Assert.Equal(sent.Key, read.Message.Key);
        Assert.Equal(sent.Value, read.Message.Value);
        Assert.Equal(sent.Timestamp, read.Message.Timestamp);
        Assert.Equal([4], Assert.Single(read.Message.Headers).GetValueBytes());
    }

    [Fact]
    public async Task A_stopped_broker_serves_again_once_it_is_started()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("stopped", partitions: 1);
        using IProducer<byte[], byte[]> producer = NewProducer(kafka);
        await producer.ProduceAsync("stopped", new Message<byte[], byte[]> { Value = [1] }, Cancelled).WaitAsync(s_bound, Cancelled);

        kafka.StopBroker(1);
        Task<DeliveryResult<byte[], byte[]>> waiting = producer.ProduceAsync("stopped", new Message<byte[], byte[]> { Value = [2] }, Cancelled);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromMilliseconds(300), Cancelled));
        kafka.StartBroker(1);

        Assert.Equal(PersistenceStatus.Persisted, (await waiting.WaitAsync(s_bound, Cancelled)).Status);
    }

    [Fact]
    public async Task The_next_requests_fail_with_the_errors_pushed()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("refused", partitions: 1);
        using IProducer<byte[], byte[]> producer = NewProducer(kafka);
        kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.MsgSizeTooLarge);

        ProduceException<byte[], byte[]> refused = await Assert.ThrowsAsync<ProduceException<byte[], byte[]>>(
            () => producer.ProduceAsync("refused", new Message<byte[], byte[]> { Value = [1] }, Cancelled).WaitAsync(s_bound, Cancelled));
        DeliveryResult<byte[], byte[]> accepted = await producer.ProduceAsync("refused", new Message<byte[], byte[]> { Value = [2] }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.Equal(ErrorCode.MsgSizeTooLarge, refused.Error.Code);
        Assert.Equal(0, accepted.Offset.Value);
    }

    [Fact]
    public async Task Cleared_errors_reach_nobody()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("cleared", partitions: 1);
        using IProducer<byte[], byte[]> producer = NewProducer(kafka);
        kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.MsgSizeTooLarge);
        kafka.ClearErrors(KafkaApiKey.Produce);

        DeliveryResult<byte[], byte[]> accepted = await producer.ProduceAsync("cleared", new Message<byte[], byte[]> { Value = [1] }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.Equal(PersistenceStatus.Persisted, accepted.Status);
    }

    [Fact]
    public async Task Answers_take_the_round_trip_time()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("slow", partitions: 1);
        using IProducer<byte[], byte[]> producer = NewProducer(kafka);
        await producer.ProduceAsync("slow", new Message<byte[], byte[]> { Value = [1] }, Cancelled).WaitAsync(s_bound, Cancelled);

        kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(400));
        long start = Stopwatch.GetTimestamp();
        await producer.ProduceAsync("slow", new Message<byte[], byte[]> { Value = [2] }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(390));
    }

    [Fact]
    public async Task A_topic_error_and_a_missing_leader_are_told_by_metadata()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("moved", partitions: 2);
        kafka.CreateTopic("forbidden", partitions: 1);

        kafka.SetLeader("moved", 0, broker: null);
        kafka.SetLeader("moved", 1, broker: 2);
        kafka.SetTopicError("forbidden", KafkaErrorCode.TopicAuthorizationFailed);

        TopicMetadata moved = Assert.Single(Ask(kafka, "moved").Topics);
        Assert.Equal([-1, 2], moved.Partitions.OrderBy(partition => partition.PartitionId).Select(partition => partition.Leader));
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, Assert.Single(Ask(kafka, "forbidden").Topics).Error.Code);
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddedKafka.Start(brokers: 0));
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("twice", partitions: 1);

        Assert.Throws<ArgumentException>(() => kafka.CreateTopic("twice", partitions: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.CreateTopic("replicated", partitions: 1, replicationFactor: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.StopBroker(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.StartBroker(0));
        Assert.Throws<ArgumentException>(() => kafka.SetLeader("twice", partition: 1, broker: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(-1)));
    }

    [Fact]
    public void After_Dispose_calls_throw()
    {
        var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.Dispose();
        kafka.Dispose();

        Assert.Throws<ObjectDisposedException>(() => kafka.CreateTopic("late", partitions: 1));
    }

    private static Metadata Ask(EmbeddedKafka kafka, string topic)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        return admin.GetMetadata(topic, s_bound);
    }

    private static IProducer<byte[], byte[]> NewProducer(EmbeddedKafka kafka, CompressionType compression = CompressionType.None) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            CompressionType = compression,
            LingerMs = 0,
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 100,
        }).SetLogHandler((_, _) => { }).Build();
}
