using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.HostingTests;

/// <summary>Keyed services by keys that nothing is registered for.</summary>
public sealed class KeyedServiceTests : IAsyncDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection()
        .AddKafkaGen(Configure)
        .AddKafkaGen("audit", Configure)
        .AddKafkaGenTransactions("checkout")
        .AddSingleton<NeedsUnknownCluster>()
        .AddKeyedSingleton("outer", static (provider, _) => provider.GetRequiredService<NeedsUnknownCluster>())
        .BuildServiceProvider();

    public static TheoryData<object> Keys => [.. new object[] { "audits", 42, new object(), DayOfWeek.Monday, "" }];

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Theory]
    [MemberData(nameof(Keys))]
    public void Optional_service_is_null(object key)
    {
        Assert.Null(_provider.GetKeyedService<KafkaGenClient>(key is "" ? "audits" : key));
        Assert.Null(_provider.GetKeyedService<ITopicProducer<Placed>>(key));
        Assert.Null(_provider.GetKeyedService<IKeyedTopicProducer<int, Placed>>(key));
        Assert.Null(_provider.GetKeyedService<ITopicProducer<Moved>>(key));
        Assert.Null(_provider.GetKeyedService<IKafkaTransactions>(key));
        Assert.Null(((IKeyedServiceProvider)_provider).GetKeyedService(typeof(ITopicProducer<Placed>), key));
        using IServiceScope scope = _provider.CreateScope();
        Assert.Null(scope.ServiceProvider.GetKeyedService<KafkaGenClient>(key is "" ? "audits" : key));
    }

    [Theory]
    [InlineData("audits")]
    [InlineData(42)]
    public void Required_service_is_an_error_that_names_what_there_is(object key)
    {
        KafkaConfigurationException cluster = Assert.Throws<KafkaConfigurationException>(() => _provider.GetRequiredKeyedService<KafkaGenClient>(key));
        KafkaContractException contract = Assert.Throws<KafkaContractException>(() => _provider.GetRequiredKeyedService<ITopicProducer<Placed>>(key));
        KafkaContractException keyed = Assert.Throws<KafkaContractException>(() => _provider.GetRequiredKeyedService<IKeyedTopicProducer<int, Placed>>(key));
        KafkaContractException unnamed = Assert.Throws<KafkaContractException>(() => _provider.GetRequiredKeyedService<ITopicProducer<Moved>>(key));
        KafkaConfigurationException transactions = Assert.Throws<KafkaConfigurationException>(() => _provider.GetRequiredKeyedService<IKafkaTransactions>(key));

        Assert.Contains($"There is no cluster '{key}'. Configured: the one without a name, 'audit'.", cluster.Message, StringComparison.Ordinal);
        Assert.Contains($"has no contract named '{key}'; there is 'PlacedAudit'", contract.Message, StringComparison.Ordinal);
        Assert.Contains($"has no contract named '{key}'; there is 'PlacedAudit'", keyed.Message, StringComparison.Ordinal);
        Assert.Contains("ask for ITopicProducer<Moved> without a key", unnamed.Message, StringComparison.Ordinal);
        Assert.Contains("there are those of 'checkout'", transactions.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_gets_the_error_and_no_null()
    {
        Assert.Throws<KafkaConfigurationException>(_provider.GetRequiredService<NeedsUnknownCluster>);
        Assert.Throws<KafkaConfigurationException>(() => _provider.GetService<NeedsUnknownCluster>());
        Assert.Throws<KafkaConfigurationException>(() => _provider.GetKeyedService<NeedsUnknownCluster>("outer"));
    }

    [Fact]
    public void Null_for_one_request_is_no_answer_to_the_next()
    {
        Assert.Null(_provider.GetKeyedService<KafkaGenClient>("audits"));

        // The container keeps what it has made, and fails by itself.
        Assert.ThrowsAny<Exception>(() => _provider.GetRequiredKeyedService<KafkaGenClient>("audits"));
        Assert.Throws<KafkaConfigurationException>(() => _provider.GetRequiredKeyedService<KafkaGenClient>("audtis"));
        Assert.Null(_provider.GetKeyedService<KafkaGenClient>("audtis"));
        Assert.Equal("audit", _provider.GetKeyedService<KafkaGenClient>("AUDIT")!.Cluster);
    }

    [Fact]
    public void Services_of_a_key_are_those_of_the_key()
    {
        Assert.All(_provider.GetKeyedServices<ITopicProducer<Placed>>("PlacedAudit"), producer => Assert.Equal("placed.audit", producer.Topic));
        Assert.All(_provider.GetKeyedServices<KafkaGenClient>("audit"), client => Assert.Equal("audit", client.Cluster));
    }

    private static void Configure(KafkaGenOptions options)
    {
        options.BootstrapServers = "127.0.0.1:1";
        options.WarmUp = false;
        options.FlushTimeout = TimeSpan.Zero;
    }

    private sealed class NeedsUnknownCluster([FromKeyedServices("audits")] KafkaGenClient client)
    {
        public KafkaGenClient Client => client;
    }
}
