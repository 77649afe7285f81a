using System.Text;

namespace KafkaGen.Protocol.Records;

/// <summary>A header of a record, to be written.</summary>
/// <param name="Key">Its name in UTF-8.</param>
/// <param name="Value">Its value, or null.</param>
internal readonly record struct HeaderBytes(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value)
{
    public HeaderBytes(string key, ReadOnlyMemory<byte>? value)
        : this(Encoding.UTF8.GetBytes(key), value)
    {
    }
}
