using Confluent.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Reads whole topics with a Confluent.Kafka consumer, which knows nothing of KafkaGen.</summary>
internal static class TopicReader
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    /// <summary>Every record of topics up to the ends that their partitions have now.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadAll(string bootstrapServers, params string[] topics) =>
        ReadAll(bootstrapServers, topics, partitions: 0);

    /// <summary>Every record of a topic that has grown to so many partitions, of which a broker may not have heard yet.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadGrown(string bootstrapServers, string topic, int partitions) =>
        ReadAll(bootstrapServers, [topic], partitions);

    private static List<ConsumeResult<byte[], byte[]>> ReadAll(string bootstrapServers, string[] topics, int partitions)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = $"reader-{Guid.NewGuid():N}", EnableAutoCommit = false }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var left = new Dictionary<TopicPartition, long>();
        foreach (string topic in topics)
        {
            TopicMetadata metadata = MetadataOf(admin, topic, partitions);
            foreach (PartitionMetadata partition in metadata.Partitions)
            {
                var place = new TopicPartition(topic, partition.PartitionId);
                WatermarkOffsets ends = EndsOf(consumer, place);
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

    /// <summary>Waits until the leaders of topics that were created just now serve them: see docs/reliability.md.</summary>
    public static void WaitUntilServed(string bootstrapServers, IEnumerable<string> topics, int partitions)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = "none", EnableAutoCommit = false }).Build();
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        foreach (TopicPartition place in topics.SelectMany(topic => Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition))))
        {
            _ = EndsOf(consumer, place, until);
        }
    }

    // A node that was away may not lead its partitions again yet, and a leader that has just been elected may not know how far its followers are.
    private static WatermarkOffsets EndsOf(IConsumer<byte[], byte[]> consumer, TopicPartition place) =>
        EndsOf(consumer, place, Environment.TickCount64 + (long)s_bound.TotalMilliseconds);

    private static WatermarkOffsets EndsOf(IConsumer<byte[], byte[]> consumer, TopicPartition place, long until)
    {
        while (true)
        {
            bool isLast = Environment.TickCount64 > until;
            try
            {
                return consumer.QueryWatermarkOffsets(place, s_bound);
            }
            catch (KafkaException early) when (!isLast && AsksAgain(early.Error.Code))
            {
                // The call asks the brokers for the leader again.
            }
        }
    }

    /// <summary>Whether a consumer would ask for offsets again: what Kafka's protocol calls retriable, and what librdkafka says of metadata that it does not have yet.</summary>
    private static bool AsksAgain(ErrorCode code) => code is ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.OffsetNotAvailable
        or ErrorCode.ReplicaNotAvailable or ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownLeaderEpoch or ErrorCode.FencedLeaderEpoch or ErrorCode.KafkaStorageError
        or ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic;

    private static TopicMetadata MetadataOf(IAdminClient admin, string topic, int partitions)
    {
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        while (true)
        {
            TopicMetadata metadata = Assert.Single(admin.GetMetadata(topic, s_bound).Topics);
            Assert.Equal(ErrorCode.NoError, metadata.Error.Code);
            if (metadata.Partitions.Count >= partitions)
            {
                return metadata;
            }

            Assert.True(Environment.TickCount64 < until, $"'{topic}' has {metadata.Partitions.Count} partitions, not {partitions}, after {s_bound}.");
        }
    }
}
