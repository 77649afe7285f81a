using Confluent.Kafka;
using KafkaGen.Producing;
using KafkaGen.Sending;
using KafkaGen.Testing;

namespace KafkaGen.Tests.Sending;

/// <summary>A test with an embedded Kafka of its own and clients for it.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    /// <summary>No wait in a test is longer; a test that hits it has failed.</summary>
    protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly List<KafkaGenClient> _clients = [];

    /// <param name="brokerMemory">How many bytes of records the broker keeps, for tests that measure the process's memory.</param>
    protected ClusterTest(long? brokerMemory = null) => Kafka = EmbeddedKafka.Start(options =>
    {
        options.Brokers = 1;
        options.MemoryLimit = brokerMemory ?? options.MemoryLimit;
    });

    protected EmbeddedKafka Kafka { get; }

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (KafkaGenClient client in _clients)
        {
            await client.DisposeAsync();
        }

        await Kafka.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected KafkaGenClient Connect(Action<KafkaGenOptions>? configure = null)
    {
        KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = Kafka.BootstrapServers;
            configure?.Invoke(options);
        });
        _clients.Add(client);
        return client;
    }

    /// <summary>
    /// Waits until the client knows a topic's partitions. The sender in C# accepts no record before, so that a test which stops the brokers and fills the buffer waits for this first;
    /// librdkafka accepts records of topics that it knows nothing of.
    /// </summary>
    protected static async Task<ITopicProducer<T>> KnowAsync<T>(ITopicProducer<T> producer)
    {
        if (((TopicProducer<T>)producer).Lane is KafkaLane lane)
        {
            await lane.Sender.WhenKnown.WaitAsync(Bound, Cancelled);
        }

        return producer;
    }

    /// <summary>Reads the first <paramref name="count"/> records of a topic.</summary>
    protected List<ConsumeResult<byte[]?, byte[]?>> Read(string topic, int count)
    {
        ConsumerConfig config = new() { BootstrapServers = Kafka.BootstrapServers, GroupId = Guid.NewGuid().ToString() };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();

        // Assigned rather than subscribed: joining a group takes longer than reading.
        consumer.Assign(PartitionsOf(topic, consumer.Handle).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        List<ConsumeResult<byte[]?, byte[]?>> records = [];
        long until = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        while (records.Count < count && Environment.TickCount64 < until)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    // A topic is made by its first record, which may be on its way.
    private static List<int> PartitionsOf(string topic, Handle handle)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(handle).Build();
        List<int> partitions;
        long until = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        do
        {
            partitions = [.. admin.GetMetadata(topic, Bound).Topics.Single().Partitions.Select(partition => partition.PartitionId)];
        }
        while (partitions.Count == 0 && Environment.TickCount64 < until);
        return partitions;
    }
}
