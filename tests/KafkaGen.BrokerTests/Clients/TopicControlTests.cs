using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>What a test does to topics, replicas and transactional ids, as a client over a socket sees it.</summary>
public sealed class TopicControlTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void A_deleted_topic_is_unknown_and_one_created_again_is_another()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("t", partitions: 2);
        using RawClient client = new(kafka.BootstrapServers);
        client.Produce("t", "old");
        Guid before = Describe(client).TopicId;

        kafka.DeleteTopic("t");

        Assert.Equal(KafkaErrorCode.UnknownTopicOrPart, Describe(client).ErrorCode);
        Assert.Equal(KafkaErrorCode.UnknownTopicOrPart, client.Produce("t", "nowhere"));
        Assert.Empty(kafka.ReadRecords("t"));
        Assert.Throws<ArgumentException>(() => kafka.DeleteTopic("t"));
        kafka.CreateTopic("t", partitions: 1);
        Assert.Equal(KafkaErrorCode.None, client.Produce("t", "new"));
        MetadataResponse.Topic after = Describe(client);
        Assert.NotEqual(before, after.TopicId);
        Assert.Single(after.Partitions);
        Assert.Equal("new", Assert.Single(kafka.ReadRecords("t")).ValueText);
    }

    [Fact]
    public void Added_partitions_are_led_and_take_records()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("t", partitions: 1, replicationFactor: 2);
        using RawClient client = new(kafka.BootstrapServers.Split(',')[0]);

        kafka.AddPartitions("t", 3);

        MetadataResponse.Topic described = Describe(client);
        Assert.Equal([0, 1, 2], described.Partitions.Select(partition => partition.Index));
        Assert.All(described.Partitions, partition => Assert.Equal([1, 2], partition.IsrNodes.Order()));
        Assert.Equal(1, described.Partitions[2].LeaderId);
        Assert.Equal(KafkaErrorCode.None, client.Produce("t", "v", partition: 2));
        Assert.Equal(2, Assert.Single(kafka.ReadRecords("t")).Partition);
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.AddPartitions("t", 3));
        Assert.Throws<ArgumentException>(() => kafka.AddPartitions("unknown", 3));
    }

    [Fact]
    public async Task Who_waits_for_records_sees_those_of_partitions_that_are_added_meanwhile()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("t", partitions: 1);
        using RawClient client = new(kafka.BootstrapServers);
        Task<IReadOnlyList<EmbeddedRecord>> two = kafka.WaitForRecordsAsync("t", 2, s_bound, Cancelled);
        client.Produce("t", "first");
        Assert.False(two.IsCompleted);

        kafka.AddPartitions("t", 2);
        client.Produce("t", "second", partition: 1);

        Assert.Equal(["first", "second"], (await two).Select(record => record.ValueText));
    }

    [Fact]
    public async Task Who_waits_for_records_of_a_deleted_topic_gets_those_of_its_successor()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("t", partitions: 1);
        using RawClient client = new(kafka.BootstrapServers);
        client.Produce("t", "lost");
        Task<IReadOnlyList<EmbeddedRecord>> two = kafka.WaitForRecordsAsync("t", 2, s_bound, Cancelled);

        kafka.DeleteTopic("t");
        kafka.CreateTopic("t", partitions: 2);
        client.Produce("t", "a");
        Assert.False(two.IsCompleted);
        client.Produce("t", "b", partition: 1);

        Assert.Equal(["a", "b"], (await two).Select(record => record.ValueText));
    }

    [Fact]
    public async Task Waiting_for_no_record_is_over_at_once_and_fewer_are_refused()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);

        Assert.Empty(await kafka.WaitForRecordsAsync("unknown", 0, TimeSpan.Zero, Cancelled));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => kafka.WaitForRecordsAsync("unknown", -1, s_bound, Cancelled));
    }

    [Fact]
    public void A_lagging_replica_is_waited_for_until_it_catches_up()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("t", partitions: 1, replicationFactor: 2);
        kafka.CreateTopic("single", partitions: 1);
        using RawClient client = new(kafka.BootstrapServers.Split(',')[0]);

        kafka.SetLagging("t", 0, broker: 2, lagging: true);
        Assert.Equal(KafkaErrorCode.RequestTimedOut, client.Produce("t", "waits", timeoutMs: 50));
        Assert.Equal(KafkaErrorCode.None, client.Produce("t", "does not", acks: 1));
        Assert.Empty(kafka.ReadRecords("t"));
        kafka.SetLagging("t", 0, broker: 2, lagging: false);

        Assert.Equal(["waits", "does not"], kafka.ReadRecords("t").Select(record => record.ValueText));
        Assert.Equal(KafkaErrorCode.None, client.Produce("t", "all have it"));
        Assert.Throws<ArgumentException>(() => kafka.SetLagging("single", 0, broker: 2, lagging: true));
    }

    [Fact]
    public void A_denied_transactional_id_is_refused_until_the_denial_ends()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        using RawClient client = new(kafka.BootstrapServers);

        using (kafka.DenyTransactionalId("denied"))
        {
            Assert.Equal(KafkaErrorCode.TransactionalIdAuthorizationFailed, Init("denied"));
            Assert.Equal(KafkaErrorCode.None, Init("allowed"));
        }

        Assert.Equal(KafkaErrorCode.None, Init("denied"));

        KafkaErrorCode Init(string id) => client.Ask<InitProducerIdResponse>(
            new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = 10_000 }).ErrorCode;
    }

    [Fact]
    public void A_stopped_broker_is_not_made_leader_and_the_partition_keeps_its_records()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("t", partitions: 1, replicationFactor: 2);
        using RawClient client = new(kafka.BootstrapServers.Split(',')[0]);
        client.Produce("t", "kept");
        kafka.StopBroker(2);

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => kafka.SetLeader("t", 0, broker: 2));
        Assert.Throws<InvalidOperationException>(() => kafka.SetLeader("never", 0, broker: 2));
        kafka.StartBroker(2);

        Assert.Contains("Broker 2 is stopped", refused.Message, StringComparison.Ordinal);
        MetadataResponse.Topic described = Describe(client);
        Assert.Equal((KafkaErrorCode.None, 1), (described.Partitions[0].ErrorCode, described.Partitions[0].LeaderId));
        Assert.Equal("kept", Assert.Single(kafka.ReadRecords("t")).ValueText);
        Assert.Equal("t", Assert.Single(client.Ask<MetadataResponse>(new MetadataRequest { Topics = null }).Topics).Name);
        kafka.SetLeader("t", 0, broker: 2);
        Assert.Equal(2, Describe(client).Partitions[0].LeaderId);
    }

    private static MetadataResponse.Topic Describe(RawClient client) => client.Ask<MetadataResponse>(
        new MetadataRequest { Topics = [new() { Name = "t" }], AllowAutoTopicCreation = false }).Topics[0];
}
