using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Faults that a predicate chooses requests for.</summary>
public sealed class FaultPredicateTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_predicate_sees_what_a_client_asks()
    {
        ConcurrentQueue<(KafkaApiKey Api, int Version, string? Client, int Broker, string Topics, string? TransactionalId, bool HasProducer)> seen = new();
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("seen", partitions: 1);
        kafka.AddFault(KafkaFault.Refuse(KafkaApiKey.Produce, KafkaErrorCode.KafkaStorageError) with
        {
            Request = null,
            Times = null,
            When = request =>
            {
                seen.Enqueue((request.Api, request.ApiVersion, request.ClientId, request.BrokerId, string.Join(',', request.Topics),
                    request.TransactionalId, request.ProducerId >= 0));
                return false;
            },
        });
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            ClientId = "curious",
            TransactionalId = "tx",
            LingerMs = 0,
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(s_bound);
        producer.BeginTransaction();
        await producer.ProduceAsync("seen", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled);
        producer.CommitTransaction(s_bound);

        Assert.Contains(seen, one => one is (KafkaApiKey.InitProducerId, _, "curious", 1, "", "tx", false));
        Assert.Contains(seen, one => one is (KafkaApiKey.AddPartitionsToTxn, _, "curious", 1, "seen", "tx", true));
        Assert.Contains(seen, one => one is (KafkaApiKey.Produce, >= 3, "curious", 1, "seen", "tx", true));
        Assert.Contains(seen, one => one is (KafkaApiKey.EndTxn, _, "curious", 1, "", "tx", true));
    }

    [Fact]
    public void Only_the_requests_that_it_names_meet_the_fault_and_use_up_its_times()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("a", partitions: 1);
        kafka.CreateTopic("b", partitions: 1);
        kafka.AddFault(KafkaFault.Refuse(KafkaApiKey.Produce, KafkaErrorCode.KafkaStorageError) with
        {
            Times = 2,
            When = request => request.Topics.Contains("b") && request.ApiVersion == 12,
        });
        using RawClient client = new(kafka.BootstrapServers);

        Assert.Equal(
            [KafkaErrorCode.None, KafkaErrorCode.None, KafkaErrorCode.KafkaStorageError, KafkaErrorCode.KafkaStorageError, KafkaErrorCode.None],
            new[] { Produce(client, "a", 12), Produce(client, "b", 11), Produce(client, "b", 12), Produce(client, "b", 12), Produce(client, "b", 12) });
    }

    [Fact]
    public void A_predicate_that_throws_is_told_of_in_the_log_and_harms_nothing()
    {
        ConcurrentQueue<string> log = new();
        using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.Log = log.Enqueue;
        });
        kafka.CreateTopic("a", partitions: 1);
        kafka.AddFault(KafkaFault.Close(KafkaApiKey.Produce) with { When = _ => throw new FormatException("not a date") });
        kafka.AddFault(KafkaFault.Refuse(KafkaApiKey.Produce, KafkaErrorCode.KafkaStorageError));
        using RawClient client = new(kafka.BootstrapServers);

        Assert.Equal(KafkaErrorCode.KafkaStorageError, Produce(client, "a", 12));
        Assert.Equal(KafkaErrorCode.None, Produce(client, "a", 12));
        Assert.Equal(2, log.Count);
        Assert.All(log, message => Assert.Contains("its predicate threw System.FormatException: not a date", message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_predicate_that_calls_the_cluster_is_told_that_it_cannot()
    {
        ConcurrentQueue<string> log = new();
        using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.Log = log.Enqueue;
        });
        kafka.CreateTopic("a", partitions: 1);
        kafka.AddFault(KafkaFault.Close(KafkaApiKey.Produce) with { When = _ => kafka.ReadRecords("a").Count == 0 });
        using RawClient client = new(kafka.BootstrapServers);

        Assert.Equal(KafkaErrorCode.None, Produce(client, "a", 12));
        Assert.Contains("cannot call it", Assert.Single(log), StringComparison.Ordinal);
        Assert.Single(kafka.ReadRecords("a"));
    }

    private static KafkaErrorCode Produce(RawClient client, string topic, short version) => client.Produce(topic, "v", version: version);
}
