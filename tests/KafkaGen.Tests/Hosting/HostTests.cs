using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using KafkaGen.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Tests.Hosting;

public sealed class HostTests : ClusterTest
{
    [Fact]
    public async Task Producers_of_every_contract_are_injected()
    {
        using IHost host = Build(services => services.AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers));
        await host.StartAsync(Cancelled);

        RecordMetadata place = await host.Services.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 1), Cancelled);
        await host.Services.GetRequiredService<ITopicProducer<Point>>().ProduceAsync(new Point(1, 2), Cancelled);
        await host.Services.GetRequiredService<ITopicProducer<Full>>().ProduceAsync(new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, null), Cancelled);

        Assert.Equal("numbers", place.Topic);
        Assert.Same(
            host.Services.GetRequiredService<ITopicProducer<Number>>(), host.Services.GetRequiredService<KafkaGenClient>().GetProducer<Number>());
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Records_produced_while_other_services_stop_are_flushed_whatever_the_order_of_registration()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using IHost host = Build(services =>
        {
            services.AddHostedService<LastWords>();
            services.AddKafkaGen(options =>
            {
                options.BootstrapServers = Kafka.BootstrapServers;
                options.Properties["linger.ms"] = "20000";
            });
            services.AddHostedService<LastWords>();
            services.AddSingleton<IHostedService>(provider => new LastWords(provider.GetRequiredService<ITopicProducer<Number>>()));
        });
        await host.StartAsync(Cancelled);

        await host.StopAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.Equal(2, Read("numbers", 2).Count);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_wrong_option()
    {
        using IHost host = Build(services => services.AddKafkaGen(options => options.Properties["lingr.ms"] = "5"));

        KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

        Assert.Equal("lingr.ms", error.Option);
    }

    [Fact]
    public async Task A_host_starts_without_a_broker()
    {
        using IHost host = Build(services => services.AddKafkaGen(options => options.BootstrapServers = "127.0.0.1:1"));

        // Less than the half minute for which a warm-up looks for a broker: the start waits for neither.
        await host.StartAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        await host.StopAsync(Cancelled).WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public void A_type_without_a_contract_is_named()
    {
        KafkaGenClient client = Connect();

#pragma warning disable KG0301 // What the analyzer says is what is shown here at run time.
        KafkaContractException error = Assert.Throws<KafkaContractException>(client.GetProducer<Version>);
#pragma warning restore KG0301

        Assert.Equal("System.Version", error.Contract);
        Assert.Contains("[KafkaTopic", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_excluded_contract_is_not_served()
    {
        KafkaGenClient client = Connect(options => options.Exclude<Point>());

        Assert.Throws<KafkaContractException>(client.GetProducer<Point>);
        Assert.Equal("numbers", client.GetProducer<Number>().Topic);
    }

    [Fact]
    public async Task A_refused_connection_reaches_the_logger()
    {
        RecordedLog log = new();
        await using (KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.LoggerFactory = log;
            options.FlushTimeout = TimeSpan.Zero;
            options.Properties["message.timeout.ms"] = "1000";

            // How long a record of the sender in C# waits for the topic's partitions.
            options.MaxBlock = TimeSpan.FromSeconds(1);
        }))
        {
            await Assert.ThrowsAsync<ProduceException>(async () => await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled));
        }

        // A line of librdkafka's own log, or a client's error.
        int expected = OwnSender.IsChosen ? 1002 : 1000;
        Assert.Contains(log.Lines, line => line.EventId == expected && line.Text.Contains("Connection refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Enqueued_records_that_fail_are_logged_with_their_number()
    {
        RecordedLog log = new();
        await using (KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.Properties["message.timeout.ms"] = "500";
        }))
        {
            ITopicProducer<Number> producer = client.GetProducer<Number>();
            await KnowAsync(producer);
            Kafka.StopBroker(1);
            for (int i = 0; i < 10; i++)
            {
                await producer.EnqueueAsync(new Number("a", i), cancellationToken: Cancelled);
            }

            await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        Assert.Equal(
            10, log.Lines.Where(line => line.EventId == 1004).Sum(line => int.Parse(line.Text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        configure(builder.Services);
        return builder.Build();
    }

    /// <summary>Produces a record when it is told to stop.</summary>
    private sealed class LastWords(ITopicProducer<Number> producer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            producer.EnqueueAsync(new Number("last", 1), cancellationToken: cancellationToken).AsTask();
    }
}
