using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Several clusters in one process, as test classes that run in parallel have them.</summary>
public sealed class ParallelTests
{
    private const int Clusters = 8;
    private const int Records = 200;

    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_clusters_at_once_serve_a_producer_and_a_consumer_each_and_keep_their_records_apart()
    {
        // All are up before any is used, and none ends before all were.
        using Barrier together = new(Clusters);
        Task<string[]>[] all = [.. Enumerable.Range(0, Clusters).Select(cluster => Task.Factory.StartNew(
            () => UseAsync(cluster, together), Cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];

        string[][] read = await Task.WhenAll(all).WaitAsync(s_bound, Cancelled);

        Assert.All(read.Index(), one => Assert.Equal(Enumerable.Range(0, Records).Select(record => $"{one.Index}:{record}"), one.Item));
    }

    private static async Task<string[]> UseAsync(int cluster, Barrier together)
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("same", partitions: 1, replicationFactor: 2);
        Assert.True(together.SignalAndWait(s_bound, Cancelled));
        using (IProducer<Null, string> producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = true,
        }).Build())
        {
            Task[] sent = [.. Enumerable.Range(0, Records).Select(
                record => producer.ProduceAsync("same", new Message<Null, string> { Value = $"{cluster}:{record}" }, Cancelled))];
            await Task.WhenAll(sent).WaitAsync(s_bound, Cancelled);
        }

        Assert.Equal(Records, kafka.ReadRecords("same").Count);
        using IConsumer<Null, string> consumer = new ConsumerBuilder<Null, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "same",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe("same");
        List<string> read = [];
        while (read.Count < Records && consumer.Consume(s_bound) is { } result)
        {
            read.Add(result.Message.Value);
        }

        return [.. read];
    }
}
