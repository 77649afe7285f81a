using System.Net;
using Confluent.Kafka;
using KafkaGen.Testing;
using KafkaGen.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaGen.HostingTests;

/// <summary>What a client does while its host starts and stops.</summary>
public sealed class LifetimeTests(TwoClusters kafka)
{
    // Far beyond a test: only a flush sends before that.
    private const string Linger = "600000";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Services_before_and_after_it_produce_while_they_stop_and_nothing_is_lost(bool concurrently)
    {
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        await using EmbeddedKafka audit = EmbeddedKafka.Start(brokers: 1);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.Configure<HostOptions>(options => options.ServicesStopConcurrently = concurrently);
        builder.Services.AddSingleton<IHostedService>(provider => new LastWords(provider, 1));
        builder.Services
            .AddKafkaGen(options => Configure(options, main))
            .AddKafkaGen("audit", options => Configure(options, audit));
        builder.Services.AddSingleton<IHostedService>(provider => new LastWords(provider, 2));
        using IHost host = builder.Build();
        await host.StartAsync(Cancelled);

        await host.StopAsync(Cancelled).WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal(["1", "2"], IdsIn(main, "placed"));
        Assert.Equal(["1", "2"], IdsIn(audit, "moved"));
    }

    [Fact]
    public async Task Web_application_produces_for_requests_and_flushes_when_it_stops()
    {
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("Kafka:BootstrapServers", main.BootstrapServers),
            new("Kafka:Clusters:audit:BootstrapServers", kafka.Audit.BootstrapServers),
        ]);
        builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));
        await using WebApplication application = builder.Build();
        application.MapPost("/acknowledged/{id:int}", async (int id, ITopicProducer<Placed> producer, CancellationToken aborted) =>
            (await producer.ProduceAsync(new Placed(id), aborted)).Topic);
        application.MapPost("/accepted/{id:int}", async (int id, ITopicProducer<Placed> producer, CancellationToken aborted) =>
        {
            await producer.EnqueueAsync(new Placed(id), cancellationToken: aborted);
            return Results.Accepted();
        });
        await application.StartAsync(Cancelled);
        using HttpClient browser = new() { BaseAddress = new Uri(application.Urls.Single()) };

        HttpResponseMessage acknowledged = await browser.PostAsync(new Uri("/acknowledged/1", UriKind.Relative), null, Cancelled);
        HttpResponseMessage accepted = await browser.PostAsync(new Uri("/accepted/2", UriKind.Relative), null, Cancelled);
        await application.StopAsync(Cancelled).WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal("placed", await acknowledged.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(["1", "2"], IdsIn(main, "placed"));
    }

    [Fact]
    public async Task Flush_ends_with_the_hosts_time_and_what_is_left_is_answered_and_counted()
    {
        RecordedLog log = new();
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddKafkaGen(options =>
        {
            options.BootstrapServers = main.BootstrapServers;
            options.FlushTimeout = TimeSpan.FromHours(1);
            options.LoggerFactory = log;
        }).AddKafkaGen("audit", kafka.Audit.BootstrapServers);
        using IHost host = builder.Build();
        await host.StartAsync(Cancelled);
        ITopicProducer<Placed> producer = host.Services.GetRequiredService<ITopicProducer<Placed>>();
        await producer.ProduceAsync(new Placed(0), Cancelled);
        main.StopBroker(1);
        Task<RecordMetadata> unanswered = producer.ProduceAsync(new Placed(1), Cancelled).AsTask();
        await producer.EnqueueAsync(new Placed(2), cancellationToken: Cancelled);

        // The host throws when its time is over; the client is closed all the same.
        await Record.ExceptionAsync(() => host.StopAsync(CancellationToken.None).WaitAsync(TwoClusters.Bound, Cancelled));

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => unanswered.WaitAsync(TwoClusters.Bound, Cancelled));
        Assert.Equal(KafkaErrorCode.LocalPurgeQueue, error.Code);
        Assert.Contains(log.Lines, line => line.EventId == 1005 && line.Text.Contains("with 2 records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_fails_when_no_broker_answers_in_the_time_that_it_waits()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Kafka:BootstrapServers", "127.0.0.1:1"), new("Kafka:WaitForBroker", "00:00:02")]);
        builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka")).AddKafkaGen("audit", kafka.Audit.BootstrapServers);
        using IHost host = builder.Build();

        BrokerUnavailableException error = await Assert.ThrowsAsync<BrokerUnavailableException>(() => host.StartAsync(Cancelled).WaitAsync(TwoClusters.Bound, Cancelled));

        Assert.Equal("127.0.0.1:1", error.BootstrapServers);
        Assert.Contains("No broker of '127.0.0.1:1' answered within 00:00:02", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LingrMs", "'Kafka:LingrMs' is not an option of KafkaGen or a property of librdkafka's producer. Did you mean 'LingerMs'?")]
    [InlineData("WaitForBrokr", "Did you mean 'WaitForBroker'?")]
    [InlineData("Topics:Placd:Topic", "'Kafka:Topics:Placd' is neither the name of a contract nor of a topic that one declares. Did you mean 'Placed'?")]
    public async Task Typing_error_in_the_configuration_file_stops_the_host_with_the_nearest_name(string key, string expected)
    {
        string file = Path.Combine(Path.GetTempPath(), $"appsettings-{Guid.NewGuid():N}.json");
        string inner = key.Split(':').Reverse().Aggregate("\"1\"", (value, name) => $"{{ \"{name}\": {value} }}");
        await File.WriteAllTextAsync(file, $$"""{ "Kafka": {{inner}} }""", Cancelled);
        try
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Configuration.AddJsonFile(file).AddInMemoryCollection(
                [new("Kafka:BootstrapServers", kafka.Main.BootstrapServers), new("Kafka:Clusters:audit:BootstrapServers", kafka.Audit.BootstrapServers)]);
            builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));
            using IHost host = builder.Build();

            KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Start_goes_on_as_soon_as_a_broker_answers()
    {
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        main.StopBroker(1);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaGen(options =>
        {
            options.BootstrapServers = main.BootstrapServers;
            options.WaitForBroker = TwoClusters.Bound;
        }).AddKafkaGen("audit", kafka.Audit.BootstrapServers);
        using IHost host = builder.Build();
        Task starting = host.StartAsync(Cancelled);
        Assert.False(starting.IsCompleted);

        main.StartBroker(1);

        await starting.WaitAsync(TwoClusters.Bound, Cancelled);
        await host.StopAsync(Cancelled).WaitAsync(TwoClusters.Bound, Cancelled);
    }

    [Fact]
    public async Task Start_that_is_given_up_does_not_go_on_waiting()
    {
        await using KafkaGenClient client = KafkaGenClient.Create("audit", options => options.BootstrapServers = "127.0.0.1:1");
        using CancellationTokenSource given = new();
        Task waiting = client.WaitForBrokerAsync(TimeSpan.FromDays(1), given.Token);

        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TwoClusters.Bound, Cancelled));
    }

    [Fact]
    public async Task A_cluster_without_a_controller_is_told_so()
    {
        // The oldest form of metadata does not name one.
        await using EmbeddedKafka audit = EmbeddedKafka.Start(options => options.MaxVersions[KafkaApiKey.Metadata] = 0);
        await using KafkaGenClient client = KafkaGenClient.Create("audit", options =>
        {
            options.BootstrapServers = audit.BootstrapServers;
            options.ProvisioningTimeout = TimeSpan.FromSeconds(2);
        });

        TopicProvisioningException error = await Assert.ThrowsAsync<TopicProvisioningException>(
            () => client.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled).WaitAsync(TwoClusters.Bound, Cancelled));

        Assert.Equal(("audit", KafkaErrorCode.LocalTimedOut), (error.Cluster, error.Code));
        Assert.Contains("on the cluster 'audit'", error.Message, StringComparison.Ordinal);
        Assert.Contains("for controller", error.Message, StringComparison.Ordinal);
    }

    private static void Configure(KafkaGenOptions options, EmbeddedKafka kafka)
    {
        options.BootstrapServers = kafka.BootstrapServers;
        options.Properties["linger.ms"] = Linger;
        options.Properties["message.timeout.ms"] = "900000";
    }

    // The keys of what a topic holds, read without joining a group, which takes longer than reading.
    private static List<string> IdsIn(EmbeddedKafka kafka, string topic)
    {
        ConsumerConfig config = new() { BootstrapServers = kafka.BootstrapServers, GroupId = "reader", EnablePartitionEof = true };
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        TopicPartitionOffset[] partitions =
            [.. admin.GetMetadata(topic, TwoClusters.Bound).Topics.Single().Partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning))];
        consumer.Assign(partitions);
        List<string> ids = [];
        int ended = 0;
        while (ended < partitions.Length && consumer.Consume(TwoClusters.Bound) is { } record)
        {
            if (record.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                ids.Add(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(record.Message.Key).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return [.. ids.Order()];
    }

    /// <summary>Produces to both clusters when it is told to stop.</summary>
    private sealed class LastWords(IServiceProvider services, int id) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await services.GetRequiredService<ITopicProducer<Placed>>().EnqueueAsync(new Placed(id), cancellationToken: cancellationToken);
            await services.GetRequiredService<ITopicProducer<Moved>>().EnqueueAsync(new Moved(id), cancellationToken: cancellationToken);
        }
    }
}
