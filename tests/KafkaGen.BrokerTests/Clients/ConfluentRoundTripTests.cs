using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Confluent.Kafka's producer and its consumer in a group.</summary>
public sealed class ConfluentRoundTripTests
{
    private const string Topic = "round-trip";
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("plain")]
    [InlineData("idempotent")]
    [InlineData("transactional")]
    public async Task A_hundred_thousand_records_come_back_equal(string kind)
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6, replicationFactor: 3);
        IReadOnlyDictionary<TopicPartitionOffset, string> acknowledged = Produce(kafka, kind);
        NumberedRecords.AssertStored(kafka, Topic, committedOnly: kind == "transactional");

        using IConsumer<string, string> consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "readers",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);
        List<ConsumeResult<string, string>> read = [];
        while (read.Count < NumberedRecords.Count && consumer.Consume(s_bound) is { } record)
        {
            read.Add(record);
        }

        Assert.Null(consumer.Consume(TimeSpan.Zero));
        NumberedRecords.AssertAll(read.Select(record => ((string?)record.Message.Key, (string?)record.Message.Value)));
        Assert.All(read, record => Assert.Equal(record.Message.Key, acknowledged[record.TopicPartitionOffset]));
        Assert.All(read, record => Assert.Equal(record.Message.Key, Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("key"))));
        Assert.Equal(consumer.Commit().ToHashSet(), consumer.Committed(s_bound).ToHashSet());
        consumer.Close();
    }

    private static ConcurrentDictionary<TopicPartitionOffset, string> Produce(EmbeddedKafka kafka, string kind)
    {
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = kind != "plain",
            TransactionalId = kind == "transactional" ? "round-trips" : null,
            CompressionType = CompressionType.Lz4,
            LingerMs = 5,
            QueueBufferingMaxMessages = NumberedRecords.Count,
        }).SetLogHandler((_, _) => { }).Build();
        if (kind == "transactional")
        {
            producer.InitTransactions(s_bound);
            producer.BeginTransaction();
        }

        // Flush calls the handlers, too, beside the producer's own thread.
        ConcurrentDictionary<TopicPartitionOffset, string> acknowledged = [];
        ConcurrentQueue<Error> failed = [];
        for (int number = 0; number < NumberedRecords.Count; number++)
        {
            string key = NumberedRecords.Key(number);
            Message<string, string> message = new()
            {
                Key = key,
                Value = NumberedRecords.Value(number),
                Headers = new Headers { { "key", Encoding.UTF8.GetBytes(key) } },
            };
            producer.Produce(Topic, message, report =>
            {
                if (report.Error.IsError || !acknowledged.TryAdd(report.TopicPartitionOffset, key))
                {
                    failed.Enqueue(report.Error);
                }
            });
        }

        Assert.Equal(0, producer.Flush(s_bound));
        if (kind == "transactional")
        {
            producer.CommitTransaction(s_bound);
        }

        Assert.Empty(failed);
        Assert.Equal(NumberedRecords.Count, acknowledged.Count);
        return acknowledged;
    }
}
