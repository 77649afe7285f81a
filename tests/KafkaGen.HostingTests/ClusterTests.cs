using Confluent.Kafka;
using KafkaGen.Contracts;
using KafkaGen.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.HostingTests;

/// <summary>Several clusters, by their names.</summary>
public sealed class ClusterTests(TwoClusters kafka)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_contracts_are_produced_to_two_clusters_of_one_configuration_file()
    {
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        await using EmbeddedKafka audit = EmbeddedKafka.Start(brokers: 1);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddConfiguration(TwoClusters.Json($$"""
            {
              "Kafka": {
                "BootstrapServers": "{{main.BootstrapServers}}",
                "TopicPrefix": "shop.",
                "Topics": { "Placed": { "Topic": "orders.placed" }, "PlacedAudit": { "Codec": "zstd" } },
                "Clusters": {
                  "audit": { "BootstrapServers": "{{audit.BootstrapServers}}", "linger.ms": "20", "Topics": { "PaidAudit": { "Topic": "money" } } }
                }
              }
            }
            """));
        builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));
        using IHost host = builder.Build();
        await host.StartAsync(Cancelled);
        ProduceEach produce = new(host.Services);
        KafkaContract[] contracts = [.. ContractRegistry.Contracts.Where(contract => contract.Name != nameof(Moved))];

        foreach (KafkaContract contract in contracts)
        {
            contract.Accept(produce);
            contract.AcceptKeyed(produce);
        }

        await Task.WhenAll(produce.Answers).WaitAsync(TwoClusters.Bound, Cancelled);
        Assert.Equal((50, 50), (contracts.Length, produce.Answers.Count));
        Assert.Equal(
            contracts.Where(contract => contract.Cluster == "").Select(contract => contract.Name == "Placed" ? "shop.orders.placed" : "shop." + contract.Topic).Order(),
            TopicsOf(main));
        Assert.Equal(
            contracts.Where(contract => contract.Cluster == "audit").Select(contract => contract.Name == "PaidAudit" ? "money" : contract.Topic).Order(),
            TopicsOf(audit));
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Client_of_a_cluster_is_a_keyed_service_by_its_name()
    {
        await using ServiceProvider provider = kafka.Register(new ServiceCollection()).BuildServiceProvider();
        KafkaGenClient main = provider.GetRequiredService<KafkaGenClient>();
        KafkaGenClient audit = provider.GetRequiredKeyedService<KafkaGenClient>("audit");

        Assert.Equal(("", "audit"), (main.Cluster, audit.Cluster));
        Assert.Same(audit, provider.GetRequiredKeyedService<KafkaGenClient>("AUDIT"));
        Assert.Same(audit.GetProducer<Moved>(), provider.GetRequiredService<ITopicProducer<Moved>>());
        Assert.Same(audit.GetProducer<Placed>("PlacedAudit"), provider.GetRequiredKeyedService<ITopicProducer<Placed>>("PlacedAudit"));
        Assert.Same(main.GetProducer<Placed>(), provider.GetRequiredService<ITopicProducer<Placed>>());
        KafkaConfigurationException unknown = Assert.Throws<KafkaConfigurationException>(() => provider.GetRequiredKeyedService<KafkaGenClient>("audits"));
        Assert.Contains("'audits'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'audit'?", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_of_one_interface_produce_to_the_clusters_of_their_records()
    {
        await using EmbeddedKafka main = EmbeddedKafka.Start(brokers: 1);
        await using EmbeddedKafka audit = EmbeddedKafka.Start(brokers: 1);
        await using ServiceProvider provider = new ServiceCollection().AddKafkaGen(main.BootstrapServers).AddKafkaGen("audit", audit.BootstrapServers).BuildServiceProvider();
        IOrderEvents events = provider.GetRequiredService<IOrderEvents>();

        await events.PlacedAsync(new Placed(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);
        await events.MovedAsync(new Moved(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal(["placed"], TopicsOf(main));
        Assert.Equal(["moved"], TopicsOf(audit));
    }

    [Fact]
    public async Task Cluster_of_a_contract_that_is_not_configured_stops_the_start_with_both_names()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaGen(kafka.Main.BootstrapServers).AddKafkaGen("audti", kafka.Audit.BootstrapServers);
        using IHost host = builder.Build();

        KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

        Assert.Contains("contract 'BlockedAudit' ('KafkaGen.HostingTests.Blocked') is 'audit', which is not configured", error.Message, StringComparison.Ordinal);
        Assert.Contains("Configured: the one without a name, 'audti'. Did you mean 'audti'?", error.Message, StringComparison.Ordinal);
        Assert.Equal("Clusters:audit", error.Option);
    }

    [Fact]
    public async Task Client_refuses_a_contract_of_another_cluster_but_sends_it_to_a_topic_of_its_own()
    {
        await using ServiceProvider provider = kafka.Register(new ServiceCollection()).BuildServiceProvider();
        KafkaGenClient main = provider.GetRequiredService<KafkaGenClient>();

        KafkaContractException error = Assert.Throws<KafkaContractException>(main.GetProducer<Moved>);
        RecordMetadata place = await main.ForTopic<Moved>("moved").ProduceAsync(new Moved(1), Cancelled);

        Assert.Contains("is 'audit', and this client's is the one without a name", error.Message, StringComparison.Ordinal);
        Assert.Equal("moved", place.Topic);
        Assert.Contains("moved", TopicsOf(kafka.Main));
    }

    [Fact]
    public async Task Clients_without_a_host_serve_the_contracts_of_their_cluster()
    {
        await using KafkaGenClient audit = KafkaGenClient.Create("audit", options => options.BootstrapServers = kafka.Audit.BootstrapServers);

        Assert.Equal("moved", audit.GetProducer<Moved>().Topic);
        Assert.Throws<KafkaContractException>(audit.GetProducer<Placed>);
        Assert.Throws<KafkaContractException>(audit.Implement<IOrderEvents>);
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create("audit", options => options.Properties["lingr.ms"] = "5"));
        Assert.Equal(
            ["Cluster 'audit': 'lingr.ms' is not an option of KafkaGen or a property of librdkafka's producer. Did you mean 'linger.ms'?", "Cluster 'audit': 'BootstrapServers' is missing: name at least one broker, such as \"localhost:9092\"."],
            error.Errors.Select(each => each.Message));
    }

    [Theory]
    [InlineData("linger.ms")]
    [InlineData("LingerMs")]
    public async Task Cluster_without_brokers_is_a_second_client_for_the_same_ones(string linger)
    {
        IConfiguration configuration = TwoClusters.Json($$"""
            {
              "BootstrapServers": "{{kafka.Main.BootstrapServers}}",
              "MaxBlock": "00:00:07",
              "linger.ms": "3",
              "client.id": "shop",
              "Topics": { "Paid": { "Cluster": "bulk" }, "PaidAudit": { "Cluster": "BULK" } },
              "Clusters": { "audit": "{{kafka.Audit.BootstrapServers}};client.id=auditor", "bulk": { "{{linger}}": "70" } }
            }
            """);
        List<string?> seen = [];
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(configuration)
            .AddKafkaGen("bulk", options => seen.Add($"{options.Cluster} {options.BootstrapServers} {options.MaxBlock.TotalSeconds} {string.Join(' ', options.Properties.OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase))}"))
            .BuildServiceProvider();
        KafkaGenClient bulk = provider.GetRequiredKeyedService<KafkaGenClient>("bulk");

        Assert.Equal($"bulk {kafka.Main.BootstrapServers} 7 [client.id, shop] [linger.ms, 70]", seen[^1]);
        Assert.Same(bulk.GetProducer<Paid>(), provider.GetRequiredService<ITopicProducer<Paid>>());
        Assert.Same(bulk.GetProducer<Paid>("PaidAudit"), provider.GetRequiredKeyedService<ITopicProducer<Paid>>("PaidAudit"));
        Assert.Throws<KafkaContractException>(provider.GetRequiredService<KafkaGenClient>().GetProducer<Paid>);
        await provider.GetRequiredService<ITopicProducer<Paid>>().ProduceAsync(new Paid(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);
        Assert.Contains("paid", TopicsOf(kafka.Main));
    }

    [Theory]
    [InlineData("""{ "Clusters": { "audit": { "Topics": { "Paid": { "Codec": "zstd" } } } } }""", "'Clusters:audit:Topics:Paid' means the contract 'Paid', whose cluster is the one without a name")]
    [InlineData("""{ "Clusters": { "audit": { "Topics": { "PaidAudit": { "Cluster": "" } } } } }""", "said in the options of the cluster without a name")]
    [InlineData("""{ "Topics": { "paid.audit": { "Cluster": "audit" } }, "Clusters": { "audit": {} } }""", "said of a contract by its name")]
    [InlineData("""{ "Topics": { "Paid": { "Cluster": "bulk" } }, "Clusters": { "audit": {} } }""", "contract 'Paid' ('KafkaGen.HostingTests.Paid') is 'bulk', which is not configured")]
    [InlineData("""{ "Clusters": { "audit": { "Clusters": { "eu": {} } } } }""", "clusters stand beside each other")]
    [InlineData("""{ "Clusters": { "audit": { "lingr.ms": "5" } } }""", "'Clusters:audit:lingr.ms' is not an option")]
    [InlineData("""{ "Cluster": { "audit": {} } }""", "Did you mean 'Clusters'?")]
    public void What_cannot_be_meant_is_named(string json, string expected)
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(TwoClusters.Json(json), options => options.BootstrapServers = "127.0.0.1:1")
            .BuildServiceProvider();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<KafkaGenClient>);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_string_in_the_place_of_a_name_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKafkaGen("localhost:9092;sasl.password=hunter2", options => { }));

        Assert.Contains("'localhost:...' is no name of a cluster", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_that_is_left_out_needs_no_cluster()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(options =>
            {
                options.BootstrapServers = kafka.Main.BootstrapServers;
                foreach (KafkaContract contract in ContractRegistry.Contracts)
                {
                    contract.Accept(new Excluder(options));
                }
            })
            .BuildServiceProvider();

        Assert.Equal("", provider.GetRequiredService<KafkaGenClient>().Cluster);
        await Assert.ThrowsAsync<KafkaConfigurationException>(() => Task.Run(() => provider.GetRequiredService<ITopicProducer<Moved>>()));
    }

    [Fact]
    public async Task Transactions_run_on_the_cluster_that_they_name()
    {
        await using EmbeddedKafka audit = EmbeddedKafka.Start(brokers: 1);
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(kafka.Main.BootstrapServers)
            .AddKafkaGen("audit", audit.BootstrapServers)
            .AddKafkaGenTransactions("moves", TwoClusters.Json("""{ "Cluster": "audit" }"""))
            .AddKafkaGenTransactions("nowhere", options => options.Cluster = "eu")
            .BuildServiceProvider();

        await using (KafkaTransaction transaction = await provider.GetRequiredKeyedService<IKafkaTransactions>("moves").BeginAsync(Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled))
        {
            await transaction.ProduceAsync(new Moved(1), Cancelled);
            Assert.Throws<KafkaContractException>(transaction.GetProducer<Placed>);
            await transaction.CommitAsync(Cancelled).WaitAsync(TwoClusters.Bound, Cancelled);
        }

        Assert.Contains("moved", TopicsOf(audit));
        Assert.Contains("'eu'", Assert.Throws<KafkaConfigurationException>(() => provider.GetRequiredKeyedService<IKafkaTransactions>("nowhere")).Message, StringComparison.Ordinal);
        Assert.Throws<KafkaConfigurationException>(() => provider.GetRequiredService<KafkaGenClient>().OpenTransactions("other", options => options.Cluster = "audit"));
    }

    [Fact]
    public async Task Application_is_configured_by_the_name_of_a_connection_string()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddConfiguration(TwoClusters.Json($$"""
            {
              "ConnectionStrings": { "broker": "{{kafka.Main.BootstrapServers}};linger.ms=2" },
              "Kafka": { "BootstrapServers": "127.0.0.1:1", "TopicPrefix": "named.", "Clusters": { "audit": {} } }
            }
            """));
        builder.AddKafkaGen("broker");
        using IHost host = builder.Build();
        await host.StartAsync(Cancelled);

        RecordMetadata place = await host.Services.GetRequiredService<ITopicProducer<Placed>>().ProduceAsync(new Placed(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);
        RecordMetadata audited = await host.Services.GetRequiredService<ITopicProducer<Moved>>().ProduceAsync(new Moved(1), Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Equal(("named.placed", "named.moved"), (place.Topic, audited.Topic));
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public void Missing_connection_string_is_named()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.AddKafkaGen("broker");
        using IHost host = builder.Build();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(host.Services.GetRequiredService<KafkaGenClient>);

        Assert.Contains("neither 'ConnectionStrings:broker' nor 'Kafka:BootstrapServers'", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> TopicsOf(EmbeddedKafka kafka)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        return admin.GetMetadata(TwoClusters.Bound).Topics.Select(topic => topic.Topic).Where(topic => !topic.StartsWith("__", StringComparison.Ordinal)).Order();
    }

    private sealed class Excluder(KafkaGenOptions options) : IContractVisitor
    {
        public void Visit<T>(KafkaContract<T> contract) => options.Exclude<T>();
    }

    private sealed class ProduceEach(IServiceProvider services) : IContractVisitor, IKeyedContractVisitor
    {
        public List<Task> Answers { get; } = [];

        public void Visit<T>(KafkaContract<T> contract)
        {
            ITopicProducer<T> producer = contract.IsNamed
                ? services.GetRequiredKeyedService<ITopicProducer<T>>(contract.Name)
                : services.GetRequiredService<ITopicProducer<T>>();
            Answers.Add(producer.ProduceAsync((T)Activator.CreateInstance(typeof(T), 1)!, TestContext.Current.CancellationToken).AsTask());
        }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull =>
            Assert.NotNull(contract.IsNamed
                ? services.GetRequiredKeyedService<IKeyedTopicProducer<TKey, T>>(contract.Name)
                : services.GetRequiredService<IKeyedTopicProducer<TKey, T>>());
    }
}
