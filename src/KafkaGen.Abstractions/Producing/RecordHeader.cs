using System.Runtime.CompilerServices;
using System.Text;

namespace KafkaGen;

/// <summary>One header of a record: a name and bytes.</summary>
public readonly record struct RecordHeader
{
    private readonly string? _name;

    /// <summary>Makes a header of bytes.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="value">
    /// The bytes. <see langword="default"/> is a value of no bytes: a header of Kafka can also have no value at all, which KafkaGen does not send.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    [OverloadResolutionPriority(1)]
    public RecordHeader(string name, ReadOnlyMemory<byte> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _name = name;
        Value = value;
    }

    /// <summary>Makes a header of text, sent as UTF-8.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="value">The text; may be empty.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is <see langword="null"/>.</exception>
    public RecordHeader(string name, string value)
        : this(name, Encoding.UTF8.GetBytes(value))
    {
    }

    /// <summary>The header's name; empty only in <see langword="default"/>.</summary>
    public string Name => _name ?? "";

    /// <summary>The header's bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; }
}
