using KafkaGen.KafkaTests.Kafka;
using KafkaGen.Tests;
using KafkaGen.Tests.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace KafkaGen.KafkaTests.Operations;

/// <summary>What an operator sees of a cluster that goes away under load and comes back.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_log_and_metrics_tell_an_outage_under_load_as_it_was()
    {
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(nodes: 1, own: true);
        await kafka.CreateNamedTopicAsync("outage.patient", partitions: 3);
        await kafka.CreateNamedTopicAsync("outage.impatient", partitions: 3);
        using Measured patient = new("messaging.destination.name", "outage.patient");
        using Measured impatient = new("messaging.destination.name", "outage.impatient");
        RecordedLog log = new();
        KafkaGenHealthOptions thresholds = new() { UnreachableAfter = TimeSpan.FromSeconds(1), FailureMemory = TimeSpan.Zero };
        await using KafkaGenClient client = Connect(kafka, log);

        // On its own: records that time out begin a new epoch, in which others of the same client could be stored twice (docs/reliability.md).
        await using KafkaGenClient shortLived = Connect(kafka, new RecordedLog());
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task<int> patientLoad = LoadAsync(client.GetProducer<Patient>(), i => new Patient(i % 10, i), enough.Token);
        Task<int> impatientLoad = LoadAsync(shortLived.GetProducer<Impatient>(), i => new Impatient(i % 10, i), enough.Token);
        await WaitAsync(client, thresholds, health => health is { Status: HealthStatus.Healthy, LastDelivery: not null });

        await kafka.KillAsync(node: 1);
        KafkaGenHealth down = await WaitAsync(client, thresholds, health => health.Status == HealthStatus.Unhealthy);
        await WaitAsync(client, thresholds, _ => impatient.SumOf("kafkagen.records.failed", "_MSG_TIMED_OUT") > 0);
        await kafka.RestartAsync(node: 1);
        KafkaGenHealth up = await WaitAsync(client, thresholds, health => health.Status == HealthStatus.Healthy);
        await WaitAsync(client, thresholds, _ => log.Lines.Any(line => line.EventId == 1121));
        await enough.CancelAsync();
        int patients = await patientLoad;
        int impatients = await impatientLoad;
        await client.FlushAsync(Cancelled).AsTask().WaitAsync(s_bound, Cancelled);
        await shortLived.FlushAsync(Cancelled).AsTask().WaitAsync(s_bound, Cancelled);

        // A broker may answer the client before it stores records again.
        KafkaGenHealth after = client.GetHealth(thresholds);
        Assert.Equal((false, true), (down.IsReachable, up.IsReachable));
        Assert.True(after.LastDelivery > down.LastDelivery);
        Assert.Equal(patients, patient.SumOf("kafkagen.records.delivered"));
        Assert.Empty(patient.Of("kafkagen.records.failed"));
        Assert.Equal(patients, TopicReader.ReadAll(kafka.BootstrapServers, "outage.patient").Count);
        double failed = impatient.Of("kafkagen.records.failed").Sum(one => one.Value);
        Assert.Equal(impatients, impatient.SumOf("kafkagen.records.delivered") + failed);
        Assert.InRange(failed, 1, impatients - 1);
        Assert.Equal(impatients, impatient.Of("messaging.client.operation.duration").Count);

        // Some records that failed may be stored all the same, when the broker was killed before it answered.
        Assert.InRange(TopicReader.ReadAll(kafka.BootstrapServers, "outage.impatient").Count, impatient.SumOf("kafkagen.records.delivered"), impatients);
        await client.DisposeAsync();
        Assert.Single(log.Lines, line => line.EventId == 1120);
        Assert.Single(log.Lines, line => line.EventId == 1121);
        RecordedLog.Line[] told = [.. log.Lines.Where(line => line.Level >= LogLevel.Information)];
        Assert.True(told.Length < 40, $"{told.Length} lines:\n{string.Join('\n', told.Select(line => line.Text))}");
        Assert.Contains(told, line => line.Category == "KafkaGen.Librdkafka.Connection");
    }

    private static KafkaGenClient Connect(KafkaCluster kafka, RecordedLog log) => KafkaGenClient.Create(options =>
    {
        options.BootstrapServers = kafka.BootstrapServers;
        options.LoggerFactory = log;
        options.Properties["reconnect.backoff.max.ms"] = "500";
    });

    // Returns how many records were accepted.
    private static async Task<int> LoadAsync<T>(ITopicProducer<T> producer, Func<int, T> make, CancellationToken enough)
    {
        int accepted = 0;
        while (!enough.IsCancellationRequested)
        {
            await producer.EnqueueAsync(make(accepted), cancellationToken: CancellationToken.None);
            accepted++;
            if (accepted % 5 == 0)
            {
                await Task.Delay(10, CancellationToken.None);
            }
        }

        return accepted;
    }

    private static async Task<KafkaGenHealth> WaitAsync(KafkaGenClient client, KafkaGenHealthOptions options, Func<KafkaGenHealth, bool> isAwaited)
    {
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        KafkaGenHealth health;
        while (!isAwaited(health = client.GetHealth(options)))
        {
            Assert.True(Environment.TickCount64 < until, $"the client stayed as {health}");
            await Task.Delay(50, Cancelled);
        }

        return health;
    }
}

[KafkaTopic("outage.patient")]
public readonly record struct Patient([PartitionKey] int Key, int Number);

/// <summary>Gives up soon, so that some records fail.</summary>
[KafkaTopic("outage.impatient", MessageTimeoutMs = 1500)]
public readonly record struct Impatient([PartitionKey] int Key, int Number);
