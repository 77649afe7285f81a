using System.Text;

namespace KafkaGen;

/// <summary>One header of a record: a name and bytes.</summary>
public readonly record struct RecordHeader
{
    /// <summary>Makes a header of bytes.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="value">The bytes; may be empty.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public RecordHeader(string name, ReadOnlyMemory<byte> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Value = value;
    }

    /// <summary>Makes a header of text, sent as UTF-8.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="value">The text; may be empty.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public RecordHeader(string name, string value)
        : this(name, Encoding.UTF8.GetBytes(value))
    {
    }

    /// <summary>The header's name.</summary>
    public string Name { get; }

    /// <summary>The header's bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; }
}
