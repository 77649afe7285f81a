using KafkaGen.Contracts;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The records as bytes, for the contenders that do not encode.</summary>
internal static class EncodedRecords
{
    public static EncodedRecord[] Of<T>(IEnumerable<T> messages)
    {
        KafkaContract<T> contract = ContractRegistry.Get<T>();
        RecordBuffer buffer = new();
        return [.. messages.Select(message =>
        {
            contract.Encode(in message, buffer);
            return new EncodedRecord
            {
                Key = buffer.Key.ToArray(),
                Value = buffer.Value.ToArray(),
                Headers = [.. Enumerable.Range(0, buffer.HeaderCount).Select(i =>
                    new RecordHeader(System.Text.Encoding.UTF8.GetString(buffer.HeaderName(i)), buffer.HeaderValue(i).ToArray()))],
                Timestamp = buffer.Timestamp is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            };
        })];
    }

    /// <summary>Writes them as <c>C/produce.c</c> reads them.</summary>
    public static void Save(string path, IEnumerable<EncodedRecord> records)
    {
        using BinaryWriter file = new(File.Create(path));
        foreach (EncodedRecord record in records)
        {
            Write(file, record.Key!.Value.Span);
            Write(file, record.Value!.Value.Span);
            file.Write(record.Headers.Count);
            foreach (RecordHeader header in record.Headers)
            {
                Write(file, System.Text.Encoding.UTF8.GetBytes(header.Name));
                Write(file, header.Value.Span);
            }

            file.Write(record.Timestamp?.ToUnixTimeMilliseconds() ?? 0);
        }
    }

    private static void Write(BinaryWriter file, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes.Length);
        file.Write(bytes);
    }
}
