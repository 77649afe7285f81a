using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaGen.Contracts;
using KafkaGen.KafkaTests.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.KafkaTests;

/// <summary>Topics that are compared with their contracts, and created, on a cluster that has the calls for it.</summary>
public sealed class ProvisioningTests(GuardedNode node) : IClassFixture<GuardedNode>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_topics_are_created_as_their_contracts_want_them()
    {
        await using KafkaGenClient client = await ConnectAsync("made.", options => options.Topic("Stocked").Config["retention.ms"] = "3600000");

        await client.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled);

        using IAdminClient admin = await node.OpenAdminAsync();
        Dictionary<string, TopicMetadata> topics = admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.ToDictionary(topic => topic.Topic);
        Assert.Equal((2, 1), (topics["made.stock"].Partitions.Count, topics["made.stock"].Partitions[0].Replicas.Length));
        Assert.Equal(3, topics["made.counted"].Partitions.Count);
        Dictionary<string, ConfigEntryResult> config = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "made.stock" }]))[0].Entries;
        Assert.Equal(("compact,delete", "2000000", "3600000"), (config["cleanup.policy"].Value, config["max.message.bytes"].Value, config["retention.ms"].Value));

        // They are there already, and as they should be.
        await client.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled);
        await client.ProvisionTopicsAsync(TopicProvisioning.Validate, Cancelled);
        RecordMetadata place = await client.GetProducer<Stocked>().ProduceAsync(new Stocked("a", 1), Cancelled);
        Assert.Equal("made.stock", place.Topic);
    }

    [Fact]
    public async Task Everything_that_differs_is_said_at_once_and_nothing_is_created()
    {
        using IAdminClient admin = await node.OpenAdminAsync();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = "other.stock",
                NumPartitions = 5,
                ReplicationFactor = 1,
                Configs = new Dictionary<string, string> { ["cleanup.policy"] = "delete", ["max.message.bytes"] = "900000" },
            },
        ]);
        await using KafkaGenClient client = await ConnectAsync("other.", options =>
        {
            options.Topic("Stocked").ReplicationFactor = 3;
            options.Topic("Stocked").Config["retension.ms"] = "1000";
            options.Properties["batch.size"] = "950000";
        });

        TopicProvisioningException error = await Assert.ThrowsAsync<TopicProvisioningException>(() => client.ProvisionTopicsAsync(TopicProvisioning.Validate, Cancelled));

        Assert.Equal(
            [
                "topic 'other.counted' is missing, or this client's user may not describe it",
                "topic 'other.stock' has 5 partitions, its contract wants 2",
                "topic 'other.stock' has a replication factor of 1, its contract wants 3",
                "topic 'other.stock' has cleanup.policy=delete, its contract wants cleanup.policy=compact,delete",
                "topic 'other.stock' has max.message.bytes=900000, its contract wants max.message.bytes=2000000",
                "topic 'other.stock': the broker knows no setting 'retension.ms'; did you mean 'retention.ms'?",
                "topic 'other.stock' has max.message.bytes=900000, less than message.max.bytes=1000000 of this client: the broker would refuse whole batches. Raise the one or lower the other",
                "topic 'other.stock' has max.message.bytes=900000, less than batch.size=950000 of this client: the broker would refuse whole batches. Raise the one or lower the other",
            ],
            error.Problems);
        Assert.Equal(KafkaErrorCode.None, error.Code);
        Assert.All(error.Problems, problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics, topic => topic.Topic == "other.counted");
    }

    [Fact]
    public async Task Host_creates_the_topics_before_a_service_starts_or_does_not_start()
    {
        KafkaCluster kafka = await node.GetAsync();
        using IHost validating = Build(kafka, "hosted.", nameof(TopicProvisioning.Validate));
        TopicProvisioningException error = await Assert.ThrowsAsync<TopicProvisioningException>(() => validating.StartAsync(Cancelled));
        Assert.Equal(2, error.Problems.Count);

        using IHost creating = Build(kafka, "hosted.", nameof(TopicProvisioning.CreateMissing));
        await creating.StartAsync(Cancelled);
        Assert.Equal("hosted.stock", creating.Services.GetRequiredService<Early>().Place?.Topic);
        await creating.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Missing_permission_is_named()
    {
        await node.GrantAsync("secret.", AclOperation.Write, AclOperation.Describe);
        await using KafkaGenClient alice = await ConnectAsync("secret.", user: "alice");

        TopicProvisioningException create = await Assert.ThrowsAsync<TopicProvisioningException>(() => alice.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled));
        Assert.Equal(KafkaErrorCode.TopicAuthorizationFailed, create.Code);
        Assert.Contains("topic 'secret.stock' cannot be created: this client's user lacks the permission CREATE", create.Message, StringComparison.Ordinal);

        await using KafkaGenClient admin = await ConnectAsync("secret.");
        await admin.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled);
        TopicProvisioningException describe = await Assert.ThrowsAsync<TopicProvisioningException>(() => alice.ProvisionTopicsAsync(TopicProvisioning.Validate, Cancelled));
        Assert.Contains("lacks the permission DESCRIBE_CONFIGS", describe.Message, StringComparison.Ordinal);

        await node.GrantAsync("secret.", AclOperation.DescribeConfigs);
        await alice.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled);
    }

    [Fact]
    public async Task What_a_broker_refuses_to_create_is_told_with_its_reason()
    {
        await using KafkaGenClient client = await ConnectAsync("refused.", options =>
        {
            options.Topic("Stocked").Config["cleanup.policy"] = "shred";
            options.Topic("counted").ReplicationFactor = 7;
        });

        TopicProvisioningException error = await Assert.ThrowsAsync<TopicProvisioningException>(() => client.ProvisionTopicsAsync(TopicProvisioning.CreateMissing, Cancelled));

        Assert.Equal(2, error.Problems.Count);
        Assert.Contains(error.Problems, problem => problem.StartsWith("topic 'refused.stock' cannot be created: InvalidConfig", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("topic 'refused.counted' cannot be created: InvalidReplicationFactor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broker_that_nobody_may_log_in_to_is_not_one_that_answers()
    {
        KafkaCluster kafka = await node.GetAsync();
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            foreach ((string property, string value) in GuardedNode.LoginOf("nobody"))
            {
                options.Properties[property] = value;
            }
        });

        BrokerUnavailableException error = await Assert.ThrowsAsync<BrokerUnavailableException>(() => client.WaitForBrokerAsync(TimeSpan.FromSeconds(3), Cancelled));

        Assert.Contains("uthentication failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(kafka.BootstrapServers, error.BootstrapServers);
    }

    private async Task<KafkaGenClient> ConnectAsync(string prefix, Action<KafkaGenOptions>? configure = null, string user = "admin")
    {
        KafkaCluster kafka = await node.GetAsync();
        return KafkaGenClient.Create(options =>
        {
            Configure(options, kafka, prefix, user);
            configure?.Invoke(options);
        });
    }

    private static void Configure(KafkaGenOptions options, KafkaCluster kafka, string prefix, string user)
    {
        options.BootstrapServers = kafka.BootstrapServers;
        options.TopicPrefix = prefix;
        foreach ((string property, string value) in GuardedNode.LoginOf(user))
        {
            options.Properties[property] = value;
        }

        foreach (KafkaContract contract in ContractRegistry.Contracts)
        {
            contract.Accept(new OnlyThese(options));
        }
    }

    private static IHost Build(KafkaCluster kafka, string prefix, string provisioning)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<Early>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<Early>());
        builder.Configuration.AddInMemoryCollection([new("Kafka:Provisioning", provisioning)]);
        builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"), options => Configure(options, kafka, prefix, "admin"));
        return builder.Build();
    }

    private sealed class OnlyThese(KafkaGenOptions options) : IContractVisitor
    {
        public void Visit<T>(KafkaContract<T> contract)
        {
            if (typeof(T) != typeof(Stocked) && typeof(T) != typeof(Counted))
            {
                options.Exclude<T>();
            }
        }
    }

    private sealed class Early(ITopicProducer<Stocked> producer) : IHostedService
    {
        public RecordMetadata? Place { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => Place = await producer.ProduceAsync(new Stocked("a", 1), cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

[KafkaTopic("stock", Partitions = 2, ReplicationFactor = 1, Config = ["cleanup.policy=compact,delete", "max.message.bytes=2000000"])]
public sealed record Stocked([PartitionKey] string Sku, int Count);

[KafkaTopic("counted")]
public sealed record Counted([PartitionKey] string Sku);
