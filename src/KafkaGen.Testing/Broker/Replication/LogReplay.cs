using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Replication;

/// <summary>Learns producers and transactions again from the log, as a new leader does whose log was cut.</summary>
internal static class LogReplay
{
    public static void Rebuild(Partition partition)
    {
        partition.Producers.Clear();
        partition.Transactions.Clear();
        foreach (Segment segment in partition.Log.Segments)
        {
            foreach (ref readonly Segment.Entry entry in segment.Entries)
            {
                ReadOnlyMemory<byte> bytes = segment.Batch(entry);
                RecordBatchHeader batch = RecordBatchHeader.Read(bytes.Span);
                if (batch.ProducerId < 0)
                {
                    continue;
                }

                if (batch.IsControl)
                {
                    EndTransactionMarker marker = ReadMarker(bytes);
                    partition.Producers.Marker(batch.ProducerId, batch.ProducerEpoch, marker.CoordinatorEpoch, batch.MaxTimestamp);
                    partition.Transactions.End(batch.ProducerId, batch.BaseOffset, !marker.IsCommit);
                }
                else
                {
                    if (batch.IsTransactional && !partition.Transactions.IsOpen(batch.ProducerId))
                    {
                        partition.Transactions.Begin(batch.ProducerId, batch.BaseOffset);
                    }

                    partition.Producers.Appended(batch);
                }
            }
        }
    }

    private static EndTransactionMarker ReadMarker(ReadOnlyMemory<byte> bytes)
    {
        RecordBatch.TryRead(bytes, out RecordBatch batch);
        RecordEnumerator records = batch.ReadRecords();
        return records.MoveNext() && EndTransactionMarker.Read(records.Current) is { } marker
            ? marker
            : throw new InvalidOperationException($"The control batch at offset {batch.Header.BaseOffset} is no marker.");
    }
}
