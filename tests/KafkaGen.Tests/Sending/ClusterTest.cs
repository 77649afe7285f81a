using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.Tests.Sending;

/// <summary>A test with an embedded Kafka of its own and clients for it.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    /// <summary>No wait in a test is longer; a test that hits it has failed.</summary>
    protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly List<KafkaGenClient> _clients = [];

    protected EmbeddedKafka Kafka { get; } = EmbeddedKafka.Start(brokers: 1);

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

    /// <summary>Reads the first <paramref name="count"/> records of a topic.</summary>
    protected List<ConsumeResult<byte[]?, byte[]?>> Read(string topic, int count)
    {
        ConsumerConfig config = new()
        {
            BootstrapServers = Kafka.BootstrapServers,
            GroupId = Guid.NewGuid().ToString(),
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        consumer.Subscribe(topic);
        List<ConsumeResult<byte[]?, byte[]?>> records = [];
        long until = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        while (records.Count < count && Environment.TickCount64 < until)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                records.Add(record);
            }
        }

        consumer.Close();
        return records;
    }
}
