using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Confluent.Kafka's admin client.</summary>
public sealed class AdminTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Topics_are_created_described_grown_and_deleted()
    {
        // Otherwise librdkafka's next look at a deleted topic would create it again.
        await using var kafka = EmbeddedKafka.Start(options => options.AutoCreateTopics = false);
        using IAdminClient admin = Admin(kafka);

        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = "made", NumPartitions = 2, ReplicationFactor = 3, Configs = new Dictionary<string, string> { ["min.insync.replicas"] = "2" },
            },
        ]);
        ConfigResource resource = new() { Type = ResourceType.Topic, Name = "made" };
        DescribeConfigsResult described = (await admin.DescribeConfigsAsync([resource])).Single();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "made", IncreaseTo = 5 }]);
        TopicMetadata grown = admin.GetMetadata("made", s_bound).Topics.Single();
        await admin.DeleteTopicsAsync(["made"]);

        Assert.Equal("2", described.Entries["min.insync.replicas"].Value);
        Assert.False(described.Entries["min.insync.replicas"].IsDefault);
        Assert.True(described.Entries["retention.ms"].IsDefault);
        Assert.Equal(5, grown.Partitions.Count);
        Assert.All(grown.Partitions, partition => Assert.Equal(3, partition.InSyncReplicas.Length));
        Assert.DoesNotContain(admin.GetMetadata(s_bound).Topics, topic => topic.Topic == "made");
    }

    [Theory]
    [InlineData("made", 1, 1, "compression.type", "zstd", ErrorCode.TopicAlreadyExists)]
    [InlineData("no/good", 1, 1, null, null, ErrorCode.TopicException)]
    [InlineData("new", 0, 1, null, null, ErrorCode.InvalidPartitions)]
    [InlineData("new", 1, 4, null, null, ErrorCode.InvalidReplicationFactor)]
    [InlineData("new", 1, 1, "retention.msec", "1", ErrorCode.InvalidConfig)]
    [InlineData("new", 1, 1, "min.insync.replicas", "none", ErrorCode.InvalidConfig)]
    [InlineData("new", 1, 1, "min.insync.replicas", "4294967297", ErrorCode.InvalidConfig)]
    [InlineData("new", 1, 1, "max.message.bytes", "2147483648", ErrorCode.InvalidConfig)]
    [InlineData("new", 1, 1, "segment.ms", "+0", ErrorCode.InvalidConfig)]
    public async Task What_cannot_be_created_is_refused(string name, int partitions, short replicas, string? config, string? value, ErrorCode code)
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("made", 1);
        using IAdminClient admin = Admin(kafka);
        Dictionary<string, string> configs = config is null ? [] : new() { [config] = value! };

        CreateTopicsException refused = await Assert.ThrowsAsync<CreateTopicsException>(
            () => admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = replicas, Configs = configs }]));

        Assert.Equal(code, refused.Results.Single().Error.Code);
    }

    [Fact]
    public async Task The_cluster_is_described()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        using IAdminClient admin = Admin(kafka);

        DescribeClusterResult cluster = await admin.DescribeClusterAsync();

        Assert.Equal(3, cluster.Nodes.Count);
        Assert.Equal(22, cluster.ClusterId.Length);
        Assert.Equal(1, cluster.Controller.Id);
    }

    private static IAdminClient Admin(EmbeddedKafka kafka) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
}
