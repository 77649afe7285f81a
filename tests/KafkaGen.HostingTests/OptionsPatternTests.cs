using KafkaGen.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaGen.HostingTests;

/// <summary>The options of a cluster are named options, as of every other library.</summary>
public sealed class OptionsPatternTests(TwoClusters kafka)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_modules_that_both_register_it_share_one_client()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(TwoClusters.Json("""{ "MaxBlock": "00:00:07", "LingerMs": "3", "Clusters": { "audit": { "client.id": "section" } } }"""), options => options.BootstrapServers = "127.0.0.1:9")
            .AddKafkaGen("audit", kafka.Audit.BootstrapServers)
            .AddKafkaGen(TwoClusters.Json("""{ "linger_ms": "4", "FlushTimeout": "00:00:03" }"""), options => options.BootstrapServers = kafka.Main.BootstrapServers)
            .AddKafkaGen("Audit", options => options.Properties["client.id"] = "code")
            .BuildServiceProvider();
        IOptionsMonitor<KafkaGenOptions> monitor = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>();

        RecordMetadata place = await provider.GetRequiredService<ITopicProducer<Placed>>().ProduceAsync(new Placed(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal("placed", place.Topic);
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3), "4"), (monitor.CurrentValue.MaxBlock, monitor.CurrentValue.FlushTimeout, monitor.CurrentValue.Properties["linger.ms"]));
        Assert.Equal(("code", kafka.Audit.BootstrapServers), (monitor.Get("audit").Properties["client.id"], monitor.Get("audit").BootstrapServers));
        Assert.Single(provider.GetServices<KafkaGenClient>());
        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public void Sections_and_delegates_and_other_configuration_apply_in_the_order_of_the_calls()
    {
        IServiceCollection services = new ServiceCollection()
            .AddKafkaGen(options => options.TopicPrefix += "1")
            .Configure<KafkaGenOptions>(options => options.TopicPrefix += "2")
            .ConfigureAll<KafkaGenOptions>(options => options.TopicPrefix += "3")
            .PostConfigure<KafkaGenOptions>(options => options.TopicPrefix += "P")
            .AddKafkaGen("a:1;TopicPrefix=4")
            .AddKafkaGen(options => options.TopicPrefix += "5")
            .AddKafkaGen("audit", "b:1")
            .PostConfigureAll<KafkaGenOptions>(options => options.TopicPrefix += "Q");
        using ServiceProvider provider = services.BuildServiceProvider();
        IOptionsMonitor<KafkaGenOptions> monitor = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>();

        Assert.Equal("45PQ", monitor.CurrentValue.TopicPrefix);
        Assert.Equal("3Q", monitor.Get("audit").TopicPrefix);
        Assert.Equal("45PQ", provider.GetRequiredService<IOptions<KafkaGenOptions>>().Value.TopicPrefix);
    }

    [Fact]
    public async Task Brokers_that_are_replaced_afterwards_are_those_of_a_second_client_for_them_too()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(options =>
            {
                options.BootstrapServers = "production:9092";
                options.Properties["client.id"] = "shop";
            })
            .AddKafkaGen("audit", options => options.Properties["linger.ms"] = "20")
            .PostConfigure<KafkaGenOptions>(options => options.BootstrapServers = kafka.Main.BootstrapServers)
            .BuildServiceProvider();
        KafkaGenOptions audit = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>().Get("audit");

        await provider.GetRequiredService<ITopicProducer<Moved>>().ProduceAsync(new Moved(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal((kafka.Main.BootstrapServers, "shop", "20"), (audit.BootstrapServers, audit.Properties["client.id"], audit.Properties["linger.ms"]));
    }

    [Fact]
    public async Task Validation_of_the_application_stops_the_start_together_with_everything_else()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaGen(options => options.Properties["lingr.ms"] = "5").AddKafkaGen("audit", "http://broker:1");
        builder.Services.AddOptions<KafkaGenOptions>().Validate(options => options.TopicPrefix.Length > 0, "The house rule wants a prefix.");
        builder.Services.AddOptions<KafkaGenOptions>("audit").Validate(options => options.WaitForBroker is not null, "Audit waits for its brokers.");
        using IHost host = builder.Build();

        KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

        Assert.Equal(
            [
                "'lingr.ms' is not an option of KafkaGen or a property of librdkafka's producer. Did you mean 'linger.ms'?",
                "'BootstrapServers' is missing: name at least one broker, such as \"localhost:9092\".",
                "The house rule wants a prefix.",
                "Cluster 'audit': 'BootstrapServers' names 'http://broker:1', to which nothing can connect: 'http' is no protocol of a Kafka listener. Write host:port alone.",
                "Cluster 'audit': Audit waits for its brokers.",
            ],
            error.Errors.Select(each => each.Message));
    }

    [Fact]
    public async Task Five_typing_errors_of_all_clusters_are_told_at_once_with_their_keys_and_the_nearest_names()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddConfiguration(TwoClusters.Json("""
            {
              "Kafka": {
                "BootstrapServers": "a:1",
                "Compresion": "zstd",
                "MaxBlok": "00:00:10",
                "Topics": { "Placed": { "Compresion": "zstd" }, "Shiped": { "Codec": "zstd" } },
                "Clusters": { "audit": { "lingr_ms": "5", "linger.ms": "abc" } }
              }
            }
            """));
        builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));
        using IHost host = builder.Build();

        KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

        Assert.Equal(
            [
                ("Kafka:Clusters:audit:linger.ms", "must be a number, not 'abc'."),
                ("Kafka:Clusters:audit:lingr_ms", "Did you mean 'linger.ms'?"),
                ("Kafka:Compresion", "Did you mean 'CompressionType'?"),
                ("Kafka:MaxBlok", "Did you mean 'MaxBlock'?"),
                ("Kafka:Topics:Placed:Compresion", "Did you mean 'CompressionType'?"),
                ("Kafka:Topics:Shiped", "Did you mean 'Shipped'?"),
            ],
            error.Errors.Select(each => (each.Option, each.Message[(each.Message.IndexOf(each.Option.EndsWith("linger.ms", StringComparison.Ordinal) ? "must" : "Did", StringComparison.Ordinal))..])).Order());
        Assert.All(error.Errors, each => Assert.Contains($"'{each.Option}'", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_of_the_application_are_left_as_they_are()
    {
        KafkaGenOptions? seen = null;
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(options =>
            {
                options.BootstrapServers = "127.0.0.1:1";
                options.FlushTimeout = TimeSpan.Zero;
                options.Properties["max.block.ms"] = "1500";
                options.Properties["buffer.memory"] = "1048576";
                options.Properties["LingerMs"] = "7";
                seen = options;
            })
            .AddKafkaGen("audit", kafka.Audit.BootstrapServers)
            .BuildServiceProvider();

        _ = provider.GetRequiredService<KafkaGenClient>();

        Assert.Equal((new KafkaGenOptions().MaxBlock, new KafkaGenOptions().BufferMemory), (seen!.MaxBlock, seen.BufferMemory));
        Assert.Equal(["[buffer.memory, 1048576]", "[LingerMs, 7]", "[max.block.ms, 1500]"], seen.Properties.Select(property => property.ToString()).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Who_asks_for_the_hosted_services_makes_no_client()
    {
        int configured = 0;
        using ServiceProvider provider = kafka.Register(new ServiceCollection(), _ => configured++).BuildServiceProvider();

        Assert.Single(provider.GetServices<IHostedService>());

        Assert.Equal(0, configured);
    }

    [Fact]
    public async Task Monitor_tells_of_a_change_that_can_be_used_and_keeps_the_last_good_options()
    {
        RecordedLog log = new();
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("BootstrapServers", "127.0.0.1:1"), new("FlushTimeout", "00:00:00"), new("MaxBlock", "00:00:50"), new("Clusters:audit:client.id", "audit")]).Build();
        await using ServiceProvider provider = new ServiceCollection().AddSingleton<ILoggerFactory>(log).AddKafkaGen(configuration).AddKafkaGen("audit", _ => { }).BuildServiceProvider();
        _ = provider.GetRequiredKeyedService<KafkaGenClient>("audit");
        IOptionsMonitor<KafkaGenOptions> monitor = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>();
        TaskCompletionSource<TimeSpan> changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable? listening = monitor.OnChange((options, name) =>
        {
            if (name == "audit")
            {
                changed.TrySetResult(options.MaxBlock);
            }
        });

        configuration["MaxBlock"] = "soon";
        configuration.Reload();
        await log.WaitForAsync(1222).WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal((TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(50)), (monitor.CurrentValue.MaxBlock, monitor.Get("audit").MaxBlock));
        Assert.False(changed.Task.IsCompleted);

        configuration["MaxBlock"] = "00:00:40";
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(40), await changed.Task.WaitAsync(TwoClusters.Bound, Cancelled));
        Assert.Equal(TimeSpan.FromSeconds(40), monitor.CurrentValue.MaxBlock);
    }
}
