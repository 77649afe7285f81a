namespace KafkaGen.Protocol.Records;

/// <summary>A header of a record, to be written.</summary>
/// <param name="Key">Its name in UTF-8.</param>
/// <param name="Value">Its value, or null.</param>
internal readonly record struct RecordHeader(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value)
{
    public RecordHeader(string key, ReadOnlyMemory<byte>? value)
        : this(System.Text.Encoding.UTF8.GetBytes(key), value)
    {
    }
}
