using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Telemetry;

/// <summary>What is asked of clients when metrics are collected.</summary>
public sealed class QueueMetricTests : ClusterTest
{
    private readonly string _clientId = $"client-{Guid.NewGuid():N}";

    [Fact]
    public async Task Queue_and_buffer_show_what_is_not_answered()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.SetLeader("numbers", 0, broker: null);
        using Measured measured = new("messaging.client.id", _clientId);
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["client.id"] = _clientId;
            options.MaxBufferedRecords = 2;
            options.BufferMemory = 1_000_000;
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await KnowAsync(producer);
        Task[] answers = [.. Enumerable.Range(0, 3).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        await WaitAsync(() => measured.Observe() is var seen && seen["kafkagen.queue.oldest.age"] > 0.1 && seen["kafkagen.cluster.brokers"] == 1);

        IReadOnlyDictionary<string, double> held = measured.Observe();
        Kafka.SetLeader("numbers", 0, broker: 1);
        await Task.WhenAll(answers).WaitAsync(Bound, Cancelled);
        IReadOnlyDictionary<string, double> done = measured.Observe();

        Assert.Equal((2, 2), (held["kafkagen.queue.records"], held["kafkagen.queue.limit"]));

        // The sender in C# counts pieces of memory, librdkafka records.
        Assert.InRange(held["kafkagen.buffer.usage"], 2 * 256, OwnSender.IsChosen ? held["kafkagen.buffer.limit"] : 2 * 1024);
        Assert.Equal((1_000_000, 1), (held["kafkagen.buffer.limit"], held["kafkagen.waiting.calls"]));
        Assert.Equal((0, 0, 0, 0), (done["kafkagen.queue.records"], done["kafkagen.buffer.usage"], done["kafkagen.waiting.calls"], done["kafkagen.queue.oldest.age"]));
        await client.DisposeAsync();
        Assert.Empty(measured.Observe());
    }

    [Fact]
    public async Task Transactions_count_into_their_client()
    {
        using Measured measured = new("messaging.client.id", _clientId);
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["client.id"] = _clientId;
            options.MaxBufferedRecords = 10;
        });
        client.OpenTransactions("queue");

        Assert.Equal(20, measured.Observe()["kafkagen.queue.limit"]);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Librdkafkas_statistics_are_measured_when_they_are_on()
    {
        Assert.SkipWhen(OwnSender.IsChosen, "statistics.interval.ms is librdkafka's");
        Kafka.CreateTopic("numbers", partitions: 1);
        using Measured measured = new("messaging.system", "kafka");
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["client.id"] = _clientId;
            options.Properties["statistics.interval.ms"] = "100";
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        await WaitAsync(() =>
        {
            // A window tells of the last interval alone.
            producer.TryEnqueue(new Number("a", 1));
            measured.Observe();
            return new[] { "kafkagen.broker.connected", "kafkagen.broker.round_trip.avg", "kafkagen.broker.round_trip.p99", "kafkagen.batch.size.avg", "kafkagen.batch.records.avg", "kafkagen.broker.requests" }
                .All(name => Own(name).Any(one => one.Value > 0));
        });

        Assert.All(Own("kafkagen.broker.round_trip.avg"), one => Assert.InRange(one.Value, 1e-6, Bound.TotalSeconds));
        Measured.Measurement connected = Own("kafkagen.broker.connected").Last(one => one.Value > 0);
        string[] server = Kafka.BootstrapServers.Split(':');
        Assert.Equal((server[1], 1L), ($"{connected.Tags["server.port"]}", connected.Tags["kafkagen.broker.id"]));
        Assert.Equal("numbers", Own("kafkagen.batch.size.avg")[0].Tags["messaging.destination.name"]);
        foreach (string name in new[] { "kafkagen.broker.retries", "kafkagen.broker.errors", "kafkagen.broker.timeouts", "kafkagen.broker.connects", "kafkagen.broker.in_flight", "kafkagen.broker.output.queue" })
        {
            Assert.NotEmpty(Own(name));
        }

        // Its name in librdkafka begins with its client.id.
        Measured.Measurement[] Own(string name) =>
            [.. measured.Of(name).Where(one => ((string?)one.Tags.GetValueOrDefault("messaging.client.id"))?.StartsWith(_clientId, StringComparison.Ordinal) == true)];
    }

    private static async Task WaitAsync(Func<bool> isDone)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        bound.CancelAfter(Bound);
        while (!isDone())
        {
            await Task.Delay(20, bound.Token);
        }
    }
}
