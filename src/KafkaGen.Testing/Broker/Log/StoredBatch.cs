using KafkaGen.Compressing;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>Unpacks the records of a batch.</summary>
internal static class StoredBatch
{
    public static List<StoredRecord> Read(ReadOnlyMemory<byte> bytes, bool withControl)
    {
        RecordBatch.TryRead(bytes, out RecordBatch batch);
        List<StoredRecord> records = [];
        if (batch.Header.IsControl && !withControl)
        {
            return records;
        }

        using OpenedBatch opened = new(batch);
        foreach (RecordView record in opened.Records)
        {
            List<KeyValuePair<string, byte[]?>> headers = [];
            foreach (RecordView.HeaderView header in record.Headers)
            {
                headers.Add(new KeyValuePair<string, byte[]?>(header.ReadKey(), Copy(header.Value)));
            }

            records.Add(new StoredRecord(batch.OffsetOf(record), batch.TimestampOf(record), Copy(record.Key), Copy(record.Value), headers));
        }

        return records;
    }

    private static byte[]? Copy(NullableBytes bytes) => bytes.IsNull ? null : bytes.Span.ToArray();
}
