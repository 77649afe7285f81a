namespace KafkaGen.Protocol.Records;

/// <summary>A key, a value or the value of a header: bytes, perhaps none, or null, which Kafka tells apart.</summary>
internal readonly ref struct NullableBytes
{
    private readonly bool _hasValue;

    public NullableBytes(ReadOnlySpan<byte> span)
    {
        Span = span;
        _hasValue = true;
    }

    /// <summary>No bytes at all, as in a tombstone.</summary>
    public static NullableBytes Null => default;

    public bool IsNull => !_hasValue;

    /// <summary>The bytes; empty when it is null.</summary>
    public ReadOnlySpan<byte> Span { get; }

    /// <summary>The length on the wire: -1 for null.</summary>
    public int WireLength => _hasValue ? Span.Length : -1;

    public byte[]? ToArray() => _hasValue ? Span.ToArray() : null;

    public static implicit operator NullableBytes(ReadOnlySpan<byte> span) => new(span);

    public static implicit operator NullableBytes(byte[]? array) => array is null ? default : new(array);

    public static implicit operator NullableBytes(ReadOnlyMemory<byte>? memory) => memory is { } bytes ? new(bytes.Span) : default;
}
