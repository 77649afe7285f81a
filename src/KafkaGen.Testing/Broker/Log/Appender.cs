using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Producers;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>What became of a batch.</summary>
internal readonly record struct AppendResult(BatchVerdict Verdict, long BaseOffset = -1, long LastOffset = -1, long AppendTime = -1)
{
    public static implicit operator AppendResult(KafkaErrorCode error) => new(new BatchVerdict(error));
}

/// <summary>Appends batches to a partition's log.</summary>
internal sealed class Appender(Cluster cluster)
{
    /// <summary>Checks a client's batch and appends it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="records">Exactly one batch.</param>
    /// <param name="startsAtZero">Whether a producer that the partition does not know must begin with sequence 0.</param>
    public AppendResult Append(Partition partition, ReadOnlyMemory<byte> records, bool startsAtZero)
    {
        TopicConfiguration topic = partition.Topic.Configuration;
        long now = cluster.WallClock;
        BatchVerdict verdict = BatchCheck.Contents(records, topic, now, cluster.Settings.InspectCompressedRecords);
        if (verdict.Error != KafkaErrorCode.None)
        {
            return new AppendResult(verdict);
        }

        RecordBatchHeader batch = RecordBatchHeader.Read(records.Span);
        if (batch.ProducerId >= 0)
        {
            if (partition.Producers.IsDuplicate(batch, out ProducerState.Batch original))
            {
                return new AppendResult(default, original.FirstOffset, original.LastOffset, original.Timestamp);
            }

            KafkaErrorCode error = partition.Producers.Check(batch, startsAtZero);
            if (error == KafkaErrorCode.None && !batch.IsTransactional && partition.Transactions.IsOpen(batch.ProducerId))
            {
                error = KafkaErrorCode.InvalidTxnState;
            }

            if (error != KafkaErrorCode.None)
            {
                return error;
            }
        }

        Span<byte> place = partition.Log.Append(records.Span);
        RecordBatchHeader.SetPlace(place, partition.Log.End, partition.LeaderEpoch);
        if (topic.IsLogAppendTime)
        {
            RecordBatchHeader.SetLogAppendTime(place, now);
        }
        else if (batch.HasLogAppendTime)
        {
            // Kafka does not refuse the mark, but takes it away.
            (RecordBatchHeader.Read(place) with { Attributes = batch.Attributes & ~BatchAttributes.LogAppendTime }).WriteTo(place);
            RecordBatchHeader.SetChecksum(place);
        }

        RecordBatchHeader stored = RecordBatchHeader.Read(place);
        partition.Log.Commit(place.Length);
        if (stored.ProducerId >= 0)
        {
            if (stored.IsTransactional && !partition.Transactions.IsOpen(stored.ProducerId))
            {
                partition.Transactions.Begin(stored.ProducerId, stored.BaseOffset);
            }

            partition.Producers.Appended(stored);
        }

        cluster.Replicator.Appended(partition);
        return new AppendResult(default, stored.BaseOffset, stored.LastOffset, topic.IsLogAppendTime ? now : -1);
    }

    /// <summary>Appends the marker that ends a transaction.</summary>
    public void AppendMarker(Partition partition, EndTransactionMarker marker, long producerId, short epoch)
    {
        long offset = partition.Log.End;
        long now = cluster.WallClock;
        byte[] batch = marker.ToBatch(producerId, epoch, now, offset, partition.LeaderEpoch);
        partition.Log.Append(batch);
        partition.Log.Commit(batch.Length);
        partition.Producers.Marker(producerId, epoch, marker.CoordinatorEpoch, now);
        partition.Transactions.End(producerId, offset, aborted: !marker.IsCommit);
        partition.Transactions.Forget(partition.Log.Start, partition.HighWatermark);
        cluster.Replicator.Appended(partition);
    }
}
