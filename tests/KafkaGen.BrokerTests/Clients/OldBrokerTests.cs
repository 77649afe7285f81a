using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>The versions of Kafka 2.1: no flexible ones, no topic ids, no raised epochs.</summary>
public sealed class OldBrokerTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Producer_and_consumer_get_along_with_Kafka_2_1(bool transactional)
    {
        await using EmbeddedKafka kafka = EmbeddedKafka.Start(Kafka21);
        kafka.CreateTopic("old", partitions: 2);
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = true,
            TransactionalId = transactional ? "old-tx" : null,
            CompressionType = CompressionType.Zstd,
            LingerMs = 5,
        }).SetLogHandler((_, _) => { }).Build();
        if (transactional)
        {
            producer.InitTransactions(s_bound);
            producer.BeginTransaction();
        }

        for (int record = 0; record < 100; record++)
        {
            producer.Produce("old", new Message<string, string> { Key = $"{record}", Value = $"value {record}" });
        }

        if (transactional)
        {
            producer.CommitTransaction(s_bound);
        }
        else
        {
            producer.Flush(s_bound);
        }

        using IConsumer<string, string> consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "old-group",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe("old");
        HashSet<string> read = [];
        while (read.Count < 100 && consumer.Consume(s_bound) is { } record)
        {
            read.Add(record.Message.Value);
        }

        consumer.Close();
        Assert.Equal(100, read.Count);
    }

    private static void Kafka21(EmbeddedKafkaOptions options)
    {
        options.TransactionVersion = 0;
        foreach ((KafkaApiKey request, int version) in new (KafkaApiKey, int)[]
        {
            (KafkaApiKey.Produce, 7),
            (KafkaApiKey.Fetch, 10),
            (KafkaApiKey.ListOffsets, 4),
            (KafkaApiKey.Metadata, 7),
            (KafkaApiKey.OffsetCommit, 6),
            (KafkaApiKey.OffsetFetch, 5),
            (KafkaApiKey.FindCoordinator, 2),
            (KafkaApiKey.JoinGroup, 3),
            (KafkaApiKey.Heartbeat, 2),
            (KafkaApiKey.LeaveGroup, 2),
            (KafkaApiKey.SyncGroup, 2),
            (KafkaApiKey.ApiVersions, 2),
            (KafkaApiKey.InitProducerId, 1),
            (KafkaApiKey.AddPartitionsToTxn, 1),
            (KafkaApiKey.AddOffsetsToTxn, 1),
            (KafkaApiKey.EndTxn, 1),
            (KafkaApiKey.TxnOffsetCommit, 2),
            (KafkaApiKey.DescribeCluster, -1),
        })
        {
            options.MaxVersions[request] = version;
        }
    }
}
