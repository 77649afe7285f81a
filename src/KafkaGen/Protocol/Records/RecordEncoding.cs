using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Records;

/// <summary>One record inside a batch: its size, and its bytes into memory that the caller provides, so that nothing is allocated for it.</summary>
internal static class RecordEncoding
{
    /// <summary>How many bytes a record takes, its own length included.</summary>
    /// <param name="bodySize">What <see cref="BodySize"/> says.</param>
    public static int Size(int bodySize) => Varint.Length(Varint.ZigZag(bodySize)) + bodySize;

    /// <summary>How many bytes follow the length of the record, which are what the length says.</summary>
    public static int BodySize(long timestampDelta, int offsetDelta, NullableBytes key, NullableBytes value, ReadOnlySpan<HeaderBytes> headers)
    {
        int size = 1 + Varint.Length(Varint.ZigZag(timestampDelta)) + Varint.Length(Varint.ZigZag(offsetDelta))
            + BytesSize(key) + BytesSize(value) + Varint.Length(Varint.ZigZag(headers.Length));
        foreach (ref readonly HeaderBytes header in headers)
        {
            size = checked(size + BytesSize(header.Key.Span) + BytesSize(header.Value));
        }

        return size;
    }

    /// <summary>
    /// Writes the record to the beginning of <paramref name="output"/>, which has room for its <see cref="Size"/>, and returns that size. The body's
    /// size is what the caller has computed to find the room.
    /// </summary>
    public static int Write(
        Span<byte> output,
        int bodySize,
        long timestampDelta,
        int offsetDelta,
        NullableBytes key,
        NullableBytes value,
        ReadOnlySpan<HeaderBytes> headers)
    {
        int at = Varint.Write(output, Varint.ZigZag(bodySize));

        // Attributes of single records have no meaning so far.
        output[at++] = 0;
        at += Varint.Write(output[at..], Varint.ZigZag(timestampDelta));
        at += Varint.Write(output[at..], Varint.ZigZag(offsetDelta));
        at += WriteBytes(output[at..], key);
        at += WriteBytes(output[at..], value);
        at += Varint.Write(output[at..], Varint.ZigZag(headers.Length));
        foreach (ref readonly HeaderBytes header in headers)
        {
            at += WriteBytes(output[at..], header.Key.Span);
            at += WriteBytes(output[at..], header.Value);
        }

        return at;
    }

    /// <summary>How many bytes a key, a value, or a part of a header takes with its length.</summary>
    internal static int BytesSize(NullableBytes bytes) => Varint.Length(Varint.ZigZag(bytes.WireLength)) + bytes.Span.Length;

    /// <summary>Writes a key, a value, or a part of a header behind its length, and returns how many bytes that took.</summary>
    internal static int WriteBytes(Span<byte> output, NullableBytes bytes)
    {
        int length = Varint.Write(output, Varint.ZigZag(bytes.WireLength));
        bytes.Span.CopyTo(output[length..]);
        return length + bytes.Span.Length;
    }
}
