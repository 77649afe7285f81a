using Confluent.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Reads whole topics with a Confluent.Kafka consumer, which knows nothing of KafkaGen.</summary>
internal static class TopicReader
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    /// <summary>Every record of topics up to the ends that their partitions have now.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadAll(string bootstrapServers, params string[] topics)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = $"reader-{Guid.NewGuid():N}", EnableAutoCommit = false }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var left = new Dictionary<TopicPartition, long>();
        foreach (string topic in topics)
        {
            TopicMetadata metadata = Assert.Single(admin.GetMetadata(topic, s_bound).Topics);
            Assert.Equal(ErrorCode.NoError, metadata.Error.Code);
            foreach (PartitionMetadata partition in metadata.Partitions)
            {
                var place = new TopicPartition(topic, partition.PartitionId);
                WatermarkOffsets ends = consumer.QueryWatermarkOffsets(place, s_bound);
                if (ends.High > ends.Low)
                {
                    left.Add(place, ends.High);
                }
            }
        }

        consumer.Assign(left.Keys.Select(place => new TopicPartitionOffset(place, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (left.Count > 0)
        {
            ConsumeResult<byte[], byte[]> record = consumer.Consume(s_bound)
                ?? throw new TimeoutException($"No record within {s_bound.TotalSeconds:0} s; {records.Count} read, not at the end: {string.Join(", ", left)}");
            records.Add(record);
            if (left.TryGetValue(record.TopicPartition, out long end) && record.Offset.Value >= end - 1)
            {
                left.Remove(record.TopicPartition);
            }
        }

        return records;
    }

    /// <summary>What a consumer of an isolation level sees of topics: up to the ends, or to the first transaction that is open.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadVisible(string bootstrapServers, IsolationLevel isolation, params string[] topics)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = $"reader-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = isolation,
        }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        HashSet<TopicPartition> left = [.. topics.SelectMany(topic => admin.GetMetadata(topic, s_bound).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId)))];
        Assert.NotEmpty(left);
        consumer.Assign(left.Select(place => new TopicPartitionOffset(place, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (left.Count > 0)
        {
            ConsumeResult<byte[], byte[]> record = consumer.Consume(s_bound)
                ?? throw new TimeoutException($"No record within {s_bound.TotalSeconds:0} s; {records.Count} read, not at the end: {string.Join(", ", left)}");
            if (record.IsPartitionEOF)
            {
                left.Remove(record.TopicPartition);
            }
            else
            {
                records.Add(record);
            }
        }

        return records;
    }
}
