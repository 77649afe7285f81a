using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.Testing.Reading;

/// <summary>Reads a topic's records for a test, and waits for them.</summary>
internal static class TopicRecords
{
    public static IReadOnlyList<EmbeddedRecord> Read(ClusterServer server, string topic, bool committedOnly)
    {
        // Only the bytes are taken under the model's lock; unpacking them stops nobody.
        List<(int Partition, byte[] Batch)> batches = server.Do(cluster => Collect(cluster, topic, committedOnly));
        List<EmbeddedRecord> records = [];
        foreach ((int partition, byte[] bytes) in batches)
        {
            Unpack(topic, partition, bytes, records);
        }

        return records;
    }

    public static async Task<IReadOnlyList<EmbeddedRecord>> WaitAsync(
        ClusterServer server, string topic, int count, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RecordWait wait = new(topic, count);
        server.Do(cluster => wait.Begin(cluster));
        try
        {
            await wait.Done.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            int found = Read(server, topic, committedOnly: false).Count;
            throw new TimeoutException($"Topic '{topic}' has {found} of {count} records after {timeout}.");
        }
        finally
        {
            try
            {
                server.Do(cluster => wait.End(cluster));
            }
            catch (ObjectDisposedException)
            {
                // The cluster is gone, and the wait with it.
            }
        }

        return Read(server, topic, committedOnly: false);
    }

    private static List<(int Partition, byte[] Batch)> Collect(Cluster cluster, string topic, bool committedOnly)
    {
        List<(int Partition, byte[] Batch)> batches = [];
        foreach (Partition partition in cluster.Topics.Find(topic)?.Partitions ?? [])
        {
            long end = committedOnly ? partition.LastStableOffset : partition.HighWatermark;
            List<AbortedTransaction> aborted = committedOnly ? [.. partition.Transactions.AbortedWithin(0, end)] : [];
            foreach (Segment segment in partition.Log.Segments)
            {
                foreach (ref readonly Segment.Entry entry in segment.Entries)
                {
                    long offset = entry.BaseOffset;
                    RecordBatchHeader header = RecordBatchHeader.Read(segment.Batch(entry).Span);
                    bool isVoid = header.IsTransactional
                        && aborted.Exists(one => one.ProducerId == header.ProducerId && one.FirstOffset <= offset && offset <= one.LastOffset);
                    if (!header.IsControl && !isVoid && offset < end && entry.LastOffset >= partition.Log.Start)
                    {
                        batches.Add((partition.Index, segment.Batch(entry).ToArray()));
                    }
                }
            }
        }

        return batches;
    }

    private static void Unpack(string topic, int partition, byte[] bytes, List<EmbeddedRecord> records)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(bytes);
        foreach (StoredRecord record in StoredBatch.Read(bytes, withControl: false))
        {
            records.Add(new EmbeddedRecord
            {
                Topic = topic,
                Partition = partition,
                Offset = record.Offset,
                Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(record.Timestamp, MinTimestamp, MaxTimestamp)),
                Key = record.Key,
                Value = record.Value,
                Headers = record.Headers,
                Codec = header.Codec,
                ProducerId = header.ProducerId,
                ProducerEpoch = header.ProducerEpoch,
                Sequence = header.BaseSequence < 0 ? -1 : (int)((header.BaseSequence + record.Offset - header.BaseOffset) & int.MaxValue),
                IsTransactional = header.IsTransactional,
            });
        }
    }

    private static long MinTimestamp { get; } = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    private static long MaxTimestamp { get; } = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
