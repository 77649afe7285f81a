using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Tombstones and partitioners of the application on a real cluster.</summary>
public sealed class TopicTests(ThreeNodes nodes)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partitioner_of_the_application_learns_that_its_topic_has_grown()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("growing", partitions: 2);
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.Properties["topic.metadata.refresh.interval.ms"] = "200";
        });
        ITopicProducer<Growing> producer = client.GetProducer<Growing>();
        Assert.Equal(1, (await producer.ProduceAsync(new Growing("a"), Cancelled)).Partition);

        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "growing", IncreaseTo = 5 }]);

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        int partition;
        do
        {
            partition = (await producer.ProduceAsync(new Growing("a"), bound.Token)).Partition;
        }
        while (partition == 1);
        Assert.Equal(4, partition);
    }

    [Fact]
    public async Task Compacted_topic_takes_tombstones_and_refuses_records_without_a_key()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("compacted", partitions: 3, new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
#pragma warning disable KG0312 // a record without a key is what is refused here
        IKeyedTopicProducer<(string Tenant, int Number), Line> lines = client.GetKeyedProducer<(string Tenant, int Number), Line>();
        IKeyedTopicProducer<string, Loose> loose = client.GetKeyedProducer<string, Loose>();

        RecordMetadata record = await lines.ProduceAsync(new Line("a|b", 7, "text"), Cancelled);
        RecordMetadata tombstone = await lines.ProduceTombstoneAsync(("a|b", 7), cancellationToken: Cancelled);
        ProduceException refused = await Assert.ThrowsAsync<ProduceException>(async () => await loose.ProduceAsync(new Loose(null), Cancelled));
#pragma warning restore KG0312

        Assert.Equal((record.Partition, record.Offset + 1), (tombstone.Partition, tombstone.Offset));
        Assert.Equal(KafkaErrorCode.InvalidRecord, refused.Code);
        List<ConsumeResult<byte[], byte[]>> records = TopicReader.ReadAll(kafka.BootstrapServers, "compacted");
        Assert.Equal(2, records.Count);
        Assert.Equal(records[0].Message.Key, records[1].Message.Key);
        Assert.Null(records[1].Message.Value);
    }
}

/// <summary>Partitioned by a rule of its own.</summary>
[KafkaTopic("growing", CustomPartitioner = typeof(LastPartition))]
public sealed record Growing([PartitionKey] string Key);

/// <summary>Always the last partition there is.</summary>
public sealed class LastPartition : IRecordPartitioner
{
    public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => partitionCount - 1;
}

#pragma warning disable KG0031 // the second contract is there to be refused by the broker
/// <summary>A key of two members.</summary>
[KafkaTopic("compacted")]
public sealed record Line([PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] int Number, string Text);

/// <summary>A key that may be missing.</summary>
[KafkaTopic("compacted")]
public sealed record Loose([PartitionKey] string? Key);
#pragma warning restore KG0031
