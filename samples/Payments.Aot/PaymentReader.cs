using Confluent.Kafka;

namespace Payments;

/// <summary>Confluent.Kafka's consumer of payments, and its admin client. Knows nothing of KafkaGen.</summary>
internal sealed class PaymentReader : IDisposable
{
    private readonly IConsumer<string, string> _consumer;
    private readonly string _bootstrapServers;

    public PaymentReader(string bootstrapServers, string group)
    {
        _bootstrapServers = bootstrapServers;
        _consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = group,
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
    }

    public IConsumerGroupMetadata Group => _consumer.ConsumerGroupMetadata;

    /// <summary>How many brokers the admin client sees.</summary>
    public int CountBrokers()
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _bootstrapServers }).Build();
        return admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Count;
    }

    /// <summary>Reads until <paramref name="count"/> records that <paramref name="isWanted"/> are there.</summary>
    /// <exception cref="TimeoutException">They did not come within a minute.</exception>
    public List<ConsumeResult<string, string>> Read(string topic, int count, Func<string, bool> isWanted)
    {
        _consumer.Subscribe(topic);
        List<ConsumeResult<string, string>> records = [];
        DateTime end = DateTime.UtcNow.AddMinutes(1);
        while (records.Count < count)
        {
            ConsumeResult<string, string>? record = _consumer.Consume(TimeSpan.FromSeconds(1));
            if (record is not null && isWanted(record.Message.Key))
            {
                records.Add(record);
            }
            else if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"{records.Count} of {count} records of '{topic}' were read within a minute.");
            }
        }

        return records;
    }

    /// <summary>The position after the last record that was read, of each partition.</summary>
    public List<TopicPartitionOffset> Positions() =>
        [.. _consumer.Assignment.Select(partition => new TopicPartitionOffset(partition, _consumer.Position(partition))).Where(at => at.Offset != Offset.Unset)];

    /// <summary>What the group has committed of these partitions.</summary>
    public List<TopicPartitionOffset> Committed(IEnumerable<TopicPartitionOffset> positions) =>
        _consumer.Committed(positions.Select(position => position.TopicPartition), TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }
}
