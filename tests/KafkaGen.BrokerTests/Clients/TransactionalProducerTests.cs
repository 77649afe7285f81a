using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Confluent.Kafka's transactional producer, and consumers of what it wrote.</summary>
public sealed class TransactionalProducerTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Committed_records_are_read_and_aborted_ones_are_not()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("payments", partitions: 3);
        using IProducer<string, string> producer = NewProducer(kafka, "payments-tx");
        producer.InitTransactions(s_bound);

        for (int transaction = 0; transaction < 10; transaction++)
        {
            producer.BeginTransaction();
            for (int record = 0; record < 10; record++)
            {
                producer.Produce("payments", new Message<string, string> { Key = $"{record}", Value = transaction % 2 == 0 ? "committed" : "aborted" });
            }

            if (transaction % 2 == 0)
            {
                producer.CommitTransaction(s_bound);
            }
            else
            {
                producer.AbortTransaction(s_bound);
            }
        }

        List<string> read = ReadToEnd(kafka, "payments", partitions: 3);

        Assert.Equal(50, read.Count);
        Assert.All(read, value => Assert.Equal("committed", value));
        Assert.Equal(50, kafka.ReadRecords("payments", committedOnly: true).Count);
        Assert.All(kafka.ReadRecords("payments"), record => Assert.True(record.IsTransactional));
    }

    [Fact]
    public async Task A_second_producer_of_the_same_id_fences_the_first()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("fenced", partitions: 1);
        using IProducer<string, string> first = NewProducer(kafka, "same");
        using IProducer<string, string> second = NewProducer(kafka, "same");
        first.InitTransactions(s_bound);
        first.BeginTransaction();
        await first.ProduceAsync("fenced", new Message<string, string> { Value = "zombie" }, Cancelled);

        second.InitTransactions(s_bound);
        KafkaException fenced = Assert.ThrowsAny<KafkaException>(() => first.CommitTransaction(s_bound));

        Assert.True(fenced.Error.IsFatal);
        Assert.Empty(kafka.ReadRecords("fenced", committedOnly: true));
        Assert.Single(kafka.ReadRecords("fenced"));
    }

    [Fact]
    public async Task Consumed_offsets_are_committed_with_the_transaction()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("in", partitions: 1);
        kafka.CreateTopic("out", partitions: 1);
        using (IProducer<string, string> source = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            await source.ProduceAsync("in", new Message<string, string> { Value = "a" }, Cancelled);
        }

        using IConsumer<string, string> consumer = NewConsumer(kafka, "eos");
        consumer.Subscribe("in");
        ConsumeResult<string, string> consumed = consumer.Consume(s_bound);
        using IProducer<string, string> producer = NewProducer(kafka, "eos-tx");
        producer.InitTransactions(s_bound);
        producer.BeginTransaction();
        producer.Produce("out", new Message<string, string> { Value = consumed.Message.Value + "!" });
        producer.SendOffsetsToTransaction(
            [new TopicPartitionOffset(consumed.TopicPartition, consumed.Offset + 1)], consumer.ConsumerGroupMetadata, s_bound);
        producer.CommitTransaction(s_bound);

        Assert.Equal(1, consumer.Committed([consumed.TopicPartition], s_bound).Single().Offset.Value);
        Assert.Equal("a!", Assert.Single(kafka.ReadRecords("out", committedOnly: true)).ValueText);
    }

    private static IProducer<string, string> NewProducer(EmbeddedKafka kafka, string transactionalId) =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            TransactionalId = transactionalId,
            LingerMs = 1,
        }).SetLogHandler((_, _) => { }).Build();

    private static IConsumer<string, string> NewConsumer(EmbeddedKafka kafka, string group, bool tellsEnd = false) =>
        new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = tellsEnd,
        }).Build();

    /// <summary>What a consumer gets until it has come to the end of every partition.</summary>
    private static List<string> ReadToEnd(EmbeddedKafka kafka, string topic, int partitions)
    {
        using IConsumer<string, string> consumer = NewConsumer(kafka, "readers", tellsEnd: true);
        consumer.Subscribe(topic);
        List<string> values = [];
        HashSet<Partition> ended = [];
        while (ended.Count < partitions)
        {
            ConsumeResult<string, string>? next = consumer.Consume(s_bound);
            Assert.NotNull(next);
            if (next.IsPartitionEOF)
            {
                ended.Add(next.Partition);
            }
            else
            {
                values.Add(next.Message.Value);
            }
        }

        consumer.Close();
        return values;
    }
}
