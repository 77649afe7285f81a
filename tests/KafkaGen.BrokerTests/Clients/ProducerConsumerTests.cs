using Confluent.Kafka;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.BrokerTests;

public sealed class ClientTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Confluents_producer_and_consumer_exchange_records(bool idempotent)
    {
        using ClusterServer server = new(new ClusterSettings { Brokers = 3 });
        server.Do(cluster => cluster.Topics.Create("exchanged", 6, 1, []));
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = server.BootstrapServers,
            EnableIdempotence = idempotent,
            LingerMs = 5,
        }).Build();
        List<Task<DeliveryResult<string, string>>> sent =
            [.. Enumerable.Range(0, 1000).Select(index => producer.ProduceAsync("exchanged", new Message<string, string> { Key = $"{index}", Value = $"value {index}" }))];
        DeliveryResult<string, string>[] stored = await Task.WhenAll(sent).WaitAsync(s_bound, TestContext.Current.CancellationToken);

        using IConsumer<string, string> consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = server.BootstrapServers,
            GroupId = "readers",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe("exchanged");
        Dictionary<TopicPartitionOffset, string> read = [];
        while (read.Count < stored.Length && consumer.Consume(s_bound) is { } result)
        {
            read.Add(result.TopicPartitionOffset, result.Message.Value);
        }

        Assert.Equal(stored.Length, read.Count);
        Assert.All(stored, record => Assert.Equal(record.Value, read[record.TopicPartitionOffset]));
    }
}
