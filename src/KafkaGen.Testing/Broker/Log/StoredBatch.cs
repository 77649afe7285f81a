using KafkaGen.Protocol.Records;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>Unpacks the records of a batch.</summary>
internal static class StoredBatch
{
    /// <summary>The records, decompressed.</summary>
    /// <exception cref="InvalidDataException">They cannot be decompressed.</exception>
    public static RecordEnumerator Unpack(in RecordBatch batch) => batch.Header.Codec == CompressionCodec.None
        ? batch.ReadRecords()
        : batch.ReadRecords(Decompression.Decompress(batch.Header.Codec, batch.RecordBytes));

    public static List<StoredRecord> Read(ReadOnlyMemory<byte> bytes, bool withControl)
    {
        RecordBatch.TryRead(bytes, out RecordBatch batch);
        List<StoredRecord> records = [];
        if (batch.Header.IsControl && !withControl)
        {
            return records;
        }

        foreach (RecordView record in Unpack(batch))
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
