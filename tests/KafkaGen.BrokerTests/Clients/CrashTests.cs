using Confluent.Kafka;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Brokers that crash with or without what they had not flushed, and leaders that move, as a client sees them.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false, "a,b,d")]
    [InlineData(true, true, "a,b,d")]
    [InlineData(true, false, "a,d")]
    public async Task A_crash_takes_what_was_not_flushed_and_a_stop_does_not(bool crashes, bool flushOnAppend, string expected)
    {
        await using EmbeddedKafka kafka = Start(brokers: 1, flushOnAppend);
        kafka.CreateTopic("t", partitions: 1);
        using IProducer<string, string> producer = Producer(kafka);
        await Send(producer, "a");
        kafka.FlushBroker(1);
        await Send(producer, "b");

        if (crashes)
        {
            kafka.CrashBroker(1);
        }
        else
        {
            kafka.StopBroker(1);
        }

        kafka.StartBroker(1);
        await Send(producer, "d");

        Assert.Equal(expected, string.Join(',', kafka.ReadRecords("t").Select(record => record.ValueText)));
    }

    [Fact]
    public async Task A_replica_in_sync_keeps_what_a_crashed_leader_had_not_flushed()
    {
        await using EmbeddedKafka kafka = Start(brokers: 3, flushOnAppend: false);
        kafka.CreateTopic("t", partitions: 1, replicationFactor: 3);
        kafka.SetLeader("t", 0, 2);
        using IProducer<string, string> producer = Producer(kafka);
        await Send(producer, "a");

        kafka.CrashBroker(2);
        await Send(producer, "b");
        kafka.StartBroker(2);
        kafka.SetLeader("t", 0, 2);
        await Send(producer, "c");

        Assert.Equal("a,b,c", string.Join(',', kafka.ReadRecords("t").Select(record => record.ValueText)));
    }

    [Fact]
    public void A_former_leader_names_itself_no_leader_and_the_epoch_grows()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("t", partitions: 1, replicationFactor: 2);
        kafka.SetLeader("t", 0, 1);
        string[] brokers = kafka.BootstrapServers.Split(',');
        using RawClient former = new(brokers[0]);
        using RawClient next = new(brokers[1]);
        int before = Leader(former).LeaderEpoch;
        Assert.Equal(KafkaErrorCode.None, former.Produce("t", "v"));

        kafka.SetLeader("t", 0, 2);

        Assert.Equal(KafkaErrorCode.NotLeaderForPartition, former.Produce("t", "v"));
        Assert.Equal(KafkaErrorCode.None, next.Produce("t", "v"));
        MetadataResponse.Partition after = Leader(former);
        Assert.Equal((2, before + 1), (after.LeaderId, after.LeaderEpoch));
    }

    [Fact]
    public void Crashing_and_flushing_need_a_broker_that_exists()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.CrashBroker(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.FlushBroker(0));
    }

    private static EmbeddedKafka Start(int brokers, bool flushOnAppend) => EmbeddedKafka.Start(options =>
    {
        options.Brokers = brokers;
        options.FlushOnAppend = flushOnAppend;
    });

    private static MetadataResponse.Partition Leader(RawClient client) =>
        client.Ask<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = "t" }] }).Topics[0].Partitions[0];

    private static Task Send(IProducer<string, string> producer, string value) =>
        producer.ProduceAsync("t", new Message<string, string> { Value = value }, Cancelled).WaitAsync(s_bound, Cancelled);

    private static IProducer<string, string> Producer(EmbeddedKafka kafka) => new ProducerBuilder<string, string>(new ProducerConfig
    {
        BootstrapServers = kafka.BootstrapServers,
        LingerMs = 0,
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 100,
    }).SetLogHandler((_, _) => { }).Build();
}
