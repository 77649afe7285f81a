using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using KafkaGen.Tests.Shared;
using KafkaGen.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGen.Tests.Health;

[Trait("Speed", "Slow")]
public sealed class HealthTests : ClusterTest
{
    private static readonly KafkaGenHealthOptions s_atOnce = new() { UnreachableAfter = TimeSpan.Zero };

    [Fact]
    public async Task A_client_that_delivers_is_healthy_and_says_when_it_last_did()
    {
        KafkaGenClient client = Connect();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);

        KafkaGenHealth health = await WaitAsync(client, health => health.Brokers == 1);

        Assert.Equal((HealthStatus.Healthy, true), (health.Status, health.IsReachable));
        Assert.InRange(health.LastDelivery!.Value, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal((TimeSpan.Zero, 0, 0L, 0), (health.OldestRecordAge, health.BufferedRecords, health.BufferedBytes, health.WaitingCallers));
        Assert.Null(health.LastFailure);
    }

    [Fact]
    public async Task A_cluster_that_goes_away_makes_an_idle_client_unhealthy_until_it_is_back()
    {
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.Properties["reconnect.backoff.max.ms"] = "500";
        });
        await WaitAsync(client, health => health is { Status: HealthStatus.Healthy, IsReachable: true });

        Kafka.StopBroker(1);
        KafkaGenHealth down = await WaitAsync(client, health => health.Status == HealthStatus.Unhealthy);
        HealthStatus sooner = client.GetHealth(new KafkaGenHealthOptions { UnreachableAfter = TimeSpan.FromHours(1) }).Status;
        Kafka.StartBroker(1);
        KafkaGenHealth up = await WaitAsync(client, health => health.Status == HealthStatus.Healthy);

        Assert.Equal((false, 0, HealthStatus.Degraded), (down.IsReachable, down.Brokers, sooner));
        Assert.Contains("No broker answers", down.Description, StringComparison.Ordinal);
        Assert.NotNull(down.LastError);
        Assert.Equal((true, 1), (up.IsReachable, up.Brokers));
        await client.DisposeAsync();
        Assert.Single(log.Lines, line => line.EventId == 1120);
        Assert.Single(log.Lines, line => line.EventId == 1121);
        if (!OwnSender.IsChosen)
        {
            Assert.Contains(log.Lines, line => line is { Category: "KafkaGen.Librdkafka.Connection", Level: Microsoft.Extensions.Logging.LogLevel.Warning or Microsoft.Extensions.Logging.LogLevel.Information });
        }

        Assert.True(log.Lines.Count < 30, string.Join('\n', log.Lines));
    }

    [Fact]
    public async Task A_client_that_never_reached_a_broker_is_not_healthy()
    {
        Kafka.StopBroker(1);
        KafkaGenClient client = Connect();

        Assert.Equal(HealthStatus.Degraded, client.GetHealth().Status);
        KafkaGenHealth health = await WaitAsync(client, health => health.Description.Contains("No broker answers", StringComparison.Ordinal));

        Assert.Equal((HealthStatus.Unhealthy, false), (health.Status, health.IsReachable));
    }

    [Fact]
    public async Task A_client_that_connects_for_its_first_record_is_healthy_before()
    {
        KafkaGenClient client = Connect(options => options.WarmUp = false);

        KafkaGenHealth before = client.GetHealth(s_atOnce);
        await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);

        Assert.Equal((HealthStatus.Healthy, null), (before.Status, before.IsReachable));
        Assert.Contains("WarmUp", before.Description, StringComparison.Ordinal);
        Assert.NotNull(client.GetHealth(s_atOnce).LastDelivery);
    }

    [Fact]
    public async Task Records_that_grow_old_make_it_degraded_then_unhealthy_until_they_are_answered()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.SetLeader("numbers", 0, broker: null);
        KafkaGenClient client = Connect();
        await WaitAsync(client, health => health.Status == HealthStatus.Healthy);
        Task<RecordMetadata> stuck = client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled).AsTask();
        TimeSpan never = TimeSpan.FromHours(1);

        await WaitAsync(client, health => health.Status == HealthStatus.Degraded, new() { DegradedRecordAge = TimeSpan.FromSeconds(0.2), UnhealthyRecordAge = never });
        KafkaGenHealth old = await WaitAsync(client, health => health.Status == HealthStatus.Unhealthy, new() { UnhealthyRecordAge = TimeSpan.FromSeconds(0.5), DegradedRecordAge = TimeSpan.FromSeconds(0.2) });
        Assert.False(stuck.IsCompleted);
        Kafka.SetLeader("numbers", 0, broker: 1);
        await stuck.WaitAsync(Bound, Cancelled);

        Assert.Contains("unanswered records", old.Description, StringComparison.Ordinal);
        Assert.Equal(1, old.BufferedRecords);
        Assert.Equal(TimeSpan.Zero, client.GetHealth().OldestRecordAge);
        await WaitAsync(client, health => health.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_failed_record_makes_it_degraded_until_one_is_delivered_or_it_is_forgotten()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 1), Cancelled);
        await WaitAsync(client, health => health.Status == HealthStatus.Healthy);

        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.MsgSizeTooLarge);
        await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(new Number("a", 2), Cancelled));
        KafkaGenHealth degraded = client.GetHealth(new() { FailureMemory = TimeSpan.FromHours(1) });
        HealthStatus forgotten = client.GetHealth(new() { FailureMemory = TimeSpan.Zero }).Status;
        await producer.ProduceAsync(new Number("a", 3), Cancelled);

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Healthy), (degraded.Status, forgotten));
        Assert.Contains("max.message.bytes", degraded.Description, StringComparison.Ordinal);
        Assert.NotNull(degraded.LastFailure);
        Assert.Equal(HealthStatus.Healthy, client.GetHealth().Status);
    }

    [Fact]
    public async Task A_fatal_error_is_unhealthy_for_good_unless_a_new_producer_takes_over()
    {
        Assert.SkipWhen(OwnSender.IsChosen, "a gap in the sequence numbers is fatal to librdkafka alone, and so is RecreateAfterFatalError for it alone");
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();
        await FailAsync(client);
        KafkaGenHealth health = await WaitAsync(client, health => health.Status == HealthStatus.Unhealthy);
        Assert.Contains("failed for good", health.Description, StringComparison.Ordinal);

        KafkaGenClient mended = Connect(options => options.RecreateAfterFatalError = true);
        await FailAsync(mended);
        await mended.GetProducer<Number>().ProduceAsync(new Number("b", 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await WaitAsync(mended, health => health.Status == HealthStatus.Healthy);

        async Task FailAsync(KafkaGenClient failing)
        {
            ITopicProducer<Number> producer = failing.GetProducer<Number>();
            await producer.ProduceAsync(new Number("a", 1), Cancelled);
            Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.OutOfOrderSequenceNumber);
            await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(new Number("a", 2), Cancelled));
        }
    }

    [Fact]
    public async Task A_disposed_client_is_unhealthy()
    {
        KafkaGenClient client = Connect();
        await client.DisposeAsync();

        Assert.Equal((HealthStatus.Unhealthy, "The client is disposed."), (client.GetHealth().Status, client.GetHealth().Description));
    }

    [Fact]
    public async Task A_token_that_nobody_gives_makes_it_degraded()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["security.protocol"] = "SaslPlaintext";
            options.Properties["sasl.mechanism"] = "OAuthBearer";
            options.OAuthBearerTokenProvider = _ => throw new InvalidOperationException("the authorization server is away");
        });

        KafkaGenHealth health = await WaitAsync(
            client, health => health.Description.Contains("OAuth token", StringComparison.Ordinal), new() { UnreachableAfter = TimeSpan.FromHours(1) });

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("the authorization server is away", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_cluster_has_a_check_and_metrics_with_its_name()
    {
        Kafka.CreateTopic("health.eu", partitions: 1);
        using Measured measured = new("kafkagen.cluster", "eu-health");
        ServiceCollection services = new();
        services.AddLogging();
        services.AddKafkaGen(options => options.BootstrapServers = "127.0.0.1:1");
        services.AddKafkaGen("eu-health", options => options.BootstrapServers = Kafka.BootstrapServers);
        services.AddHealthChecks().AddKafkaGen().AddKafkaGen(cluster: "eu-health");
        await using ServiceProvider provider = services.BuildServiceProvider();
        KafkaGenClient client = provider.GetRequiredKeyedService<KafkaGenClient>("eu-health");
        await client.ForTopic<Number>("health.eu").ProduceAsync(new Number("a", 1), Cancelled);
        await WaitAsync(client, health => health is { Status: HealthStatus.Healthy, Brokers: 1 });

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled);

        Assert.Equal(HealthStatus.Healthy, report.Entries["kafkagen-eu-health"].Status);
        Assert.NotEqual(HealthStatus.Healthy, report.Entries["kafkagen"].Status);
        Assert.Equal(1, measured.SumOf("kafkagen.records.delivered"));
        Assert.Equal(1, measured.Observe()["kafkagen.cluster.brokers"]);
    }

    [Fact]
    public async Task Transactions_count_for_their_clients_health()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("points", partitions: 1);
        Kafka.SetLeader("points", 0, broker: null);
        KafkaGenClient client = Connect();
        IKafkaTransactions transactions = client.OpenTransactions("health");
        await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        await WaitAsync(client, health => health is { Status: HealthStatus.Healthy, LastDelivery: not null });
        await transaction.EnqueueAsync(new Point(1, 1), cancellationToken: Cancelled);

        KafkaGenHealth health = await WaitAsync(client, health => health.Status == HealthStatus.Degraded, new() { DegradedRecordAge = TimeSpan.FromSeconds(0.2) });

        Assert.Contains("Transactions of 'health-0'", health.Description, StringComparison.Ordinal);
        Assert.Equal(1, health.BufferedRecords);
        Kafka.SetLeader("points", 0, broker: 1);
    }

    [Fact]
    public async Task The_check_reports_the_clients_state_and_its_figures()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers);
        services.AddHealthChecks().AddKafkaGen(
            configure: options => options.FailureMemory = TimeSpan.FromHours(1), failureStatus: HealthStatus.Degraded, tags: ["ready"]);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 1), Cancelled);
        KafkaGenClient client = provider.GetRequiredService<KafkaGenClient>();
        await WaitAsync(client, health => health is { Status: HealthStatus.Healthy, Brokers: 1 });

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled);

        HealthReportEntry entry = Assert.Single(report.Entries).Value;
        Assert.Equal(("kafkagen", HealthStatus.Healthy), (report.Entries.Keys.Single(), entry.Status));
        Assert.Equal(["ready"], entry.Tags);
        Assert.Equal((0, 0L, true, 1), (entry.Data["bufferedRecords"], entry.Data["bufferedBytes"], entry.Data["isReachable"], entry.Data["brokers"]));
        Assert.IsType<DateTimeOffset>(entry.Data["lastDelivery"]);

        await client.DisposeAsync();
        report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled);
        Assert.Equal(HealthStatus.Degraded, report.Entries["kafkagen"].Status);
    }

    // Waits for a state by asking for it, as the health checks of an application do.
    private static async Task<KafkaGenHealth> WaitAsync(KafkaGenClient client, Func<KafkaGenHealth, bool> isAwaited, KafkaGenHealthOptions? options = null)
    {
        long until = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        KafkaGenHealth health;
        while (!isAwaited(health = client.GetHealth(options ?? s_atOnce)))
        {
            Assert.True(Environment.TickCount64 < until, $"the client stayed as {health}");
            await Task.Delay(20, Cancelled);
        }

        return health;
    }
}
