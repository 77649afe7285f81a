using System.Text.Json;
using Confluent.Kafka;
using KafkaGen;

namespace Quickstart;

/// <summary>Reads the acknowledged records with a Confluent.Kafka consumer and compares each with the order that it was made from.</summary>
internal sealed class ReadBack
{
    private const int ReportedOneByOne = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<(int Partition, long Offset), SentOrder> _placed = [];
    private readonly List<SentOrder> _unplaced = [];
    private long _brokerBytes;
    private int _statisticsCount;

    /// <summary>How many records were found where their acknowledgement said, equal to what was sent.</summary>
    public int EqualCount { get; private set; }

    public int DifferentCount { get; private set; }

    public int LostCount => _placed.Count + _unplaced.Count;

    /// <summary>
    /// What the brokers sent to the consumer while it read: batches as the producer compressed them (brokers do not pack them anew), with the
    /// framing of Kafka's protocol.
    /// </summary>
    public long WireBytes { get; private set; }

    /// <summary>One record, as it was read.</summary>
    public ConsumeResult<byte[], byte[]>? Sample { get; private set; }

    public void Run(string bootstrapServers, string topic, IEnumerable<SentOrder> orders, CancellationToken cancellationToken)
    {
        foreach (SentOrder order in orders)
        {
            if (order.At is not { } at)
            {
                continue;
            }

            // After some retries a broker acknowledges without telling the offset.
            if (at.Offset < 0 || !_placed.TryAdd((at.Partition, at.Offset), order))
            {
                _unplaced.Add(order);
            }
        }

        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "quickstart",
            EnableAutoCommit = false,
            StatisticsIntervalMs = 100,
        })
        .SetStatisticsHandler((_, json) => Measure(json))
        .SetLogHandler(static (_, line) => Progress.Report($"consumer: {line.Message}"))
        .Build();

        Dictionary<int, long> ends = Ends(consumer, topic);
        long before = SettledBytes(consumer, cancellationToken);
        consumer.Assign(ends.Keys.Select(partition => new TopicPartitionOffset(topic, partition, First(partition))));
        while (ends.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Consume(s_patience) is not { } read)
            {
                Progress.Report($"no record for {s_patience.TotalSeconds:0} s; {string.Join(", ", ends)} not reached");
                break;
            }

            Compare(read);
            if (ends.TryGetValue(read.Partition, out long end) && read.Offset >= end)
            {
                ends.Remove(read.Partition);
            }
        }

        WireBytes = SettledBytes(consumer, cancellationToken) - before;
    }

    private Offset First(int partition) =>
        _unplaced.Count > 0 ? Offset.Beginning : _placed.Keys.Where(place => place.Partition == partition).Min(place => place.Offset);

    // The last offset to read of each partition.
    private Dictionary<int, long> Ends(IConsumer<byte[], byte[]> consumer, string topic)
    {
        if (_unplaced.Count == 0)
        {
            return _placed.Keys.GroupBy(place => place.Partition).ToDictionary(places => places.Key, places => places.Max(place => place.Offset));
        }

        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        return admin.GetMetadata(topic, s_patience).Topics.Single().Partitions
            .Select(partition => (Id: partition.PartitionId, Ends: consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition.PartitionId), s_patience)))
            .Where(partition => partition.Ends.High > partition.Ends.Low)
            .ToDictionary(partition => partition.Id, partition => partition.Ends.High.Value - 1);
    }

    private void Compare(ConsumeResult<byte[], byte[]> read)
    {
        if (!_placed.Remove((read.Partition, read.Offset), out SentOrder? sent))
        {
            // Another program's record, or one of ours whose place was not told.
            int index = _unplaced.FindIndex(order => ExpectedRecord.Of(order.Order).Difference(read.Message) is null);
            if (index >= 0)
            {
                _unplaced.RemoveAt(index);
                EqualCount++;
            }

            return;
        }

        Sample ??= read;
        if (ExpectedRecord.Of(sent.Order).Difference(read.Message) is not { } difference)
        {
            EqualCount++;
            return;
        }

        DifferentCount++;
        if (DifferentCount <= ReportedOneByOne)
        {
            Progress.Report($"line {sent.Line}, read from {read.TopicPartitionOffset}: {difference}");
        }
    }

    /// <summary>The bytes received so far, from statistics that were taken after this call.</summary>
    private long SettledBytes(IConsumer<byte[], byte[]> consumer, CancellationToken cancellationToken)
    {
        // The next statistics may have been taken before the call already and wait in the queue; those after them were not.
        for (int until = _statisticsCount + 2; _statisticsCount < until;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } late)
            {
                Compare(late);
            }
        }

        return _brokerBytes;
    }

    private void Measure(string json)
    {
        using JsonDocument statistics = JsonDocument.Parse(json);
        _brokerBytes = statistics.RootElement.GetProperty("brokers").EnumerateObject().Sum(broker => broker.Value.GetProperty("rxbytes").GetInt64());
        _statisticsCount++;
    }
}
