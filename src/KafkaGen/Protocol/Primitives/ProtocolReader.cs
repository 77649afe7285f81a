using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KafkaGen.Protocol.Primitives;

/// <summary>
/// Reads the primitives of Kafka's protocol from the bytes of one message. Every length and count is held against what remains before anything is
/// allocated for it, and whatever is wrong is a <see cref="ProtocolException"/>.
/// </summary>
/// <param name="memory">The bytes.</param>
/// <param name="subject">What is read, for the text of exceptions.</param>
/// <param name="version">The version of it, for the same; below 0 where it has none.</param>
internal ref struct ProtocolReader(ReadOnlyMemory<byte> memory, string subject, short version = -1)
{
    private readonly ReadOnlySpan<byte> _span = memory.Span;

    /// <summary>Where in the bytes the next primitive begins.</summary>
    public int Offset { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _span.Length - Offset;

    public byte ReadByte(string field) => Take(1, field)[0];

    public short ReadInt16(string field) => BinaryPrimitives.ReadInt16BigEndian(Take(2, field));

    public int ReadInt32(string field) => BinaryPrimitives.ReadInt32BigEndian(Take(4, field));

    public long ReadInt64(string field) => BinaryPrimitives.ReadInt64BigEndian(Take(8, field));

    public double ReadFloat64(string field) => BinaryPrimitives.ReadDoubleBigEndian(Take(8, field));

    /// <summary>Reads a <c>uuid</c>; Kafka writes its most significant byte first.</summary>
    public Guid ReadGuid(string field) => new(Take(16, field), bigEndian: true);

    /// <summary>Reads an unsigned varint of 32 bits: a length, a count or a tag.</summary>
    public uint ReadUnsignedVarint(string field)
    {
        int length = Varint.TryRead(_span[Offset..], out uint value);
        if (length <= 0)
        {
            ThrowBadVarint(field, length, 32);
        }

        Offset += length;
        return value;
    }

    /// <summary>Reads a zigzag varint of 32 bits.</summary>
    public int ReadVarint(string field) => Varint.UnZigZag(ReadUnsignedVarint(field));

    /// <summary>Reads a zigzag varint of 64 bits.</summary>
    public long ReadVarlong(string field)
    {
        int length = Varint.TryRead(_span[Offset..], out ulong value);
        if (length <= 0)
        {
            ThrowBadVarint(field, length, 64);
        }

        Offset += length;
        return Varint.UnZigZag(value);
    }

    /// <summary>Reads the next <paramref name="length"/> bytes without a copy.</summary>
    public ReadOnlySpan<byte> Take(int length, string field)
    {
        if ((uint)length > (uint)Remaining)
        {
            Throw(field, length < 0 ? $"a negative length, {length}" : $"needs {length} bytes, {Remaining} are left");
        }

        ReadOnlySpan<byte> taken = _span.Slice(Offset, length);
        Offset += length;
        return taken;
    }

    /// <summary>Reads the next <paramref name="length"/> bytes without a copy, as memory that lives as long as that of the message.</summary>
    public ReadOnlyMemory<byte> TakeMemory(int length, string field)
    {
        int from = Offset;
        Take(length, field);
        return memory.Slice(from, length);
    }

    /// <summary>Everything that is left, without moving on.</summary>
    public readonly ReadOnlySpan<byte> PeekRest() => _span[Offset..];

    /// <summary>Looks at an unsigned varint without moving on; null when there is none.</summary>
    public readonly uint? PeekUnsignedVarint() => Varint.TryRead(_span[Offset..], out uint value) > 0 ? value : null;

    /// <summary>Reads the length of a text in its plain form: -1 is null.</summary>
    public int ReadPlainStringLength(string field) => CheckLength(ReadInt16(field), 1, field);

    /// <summary>Reads the length of bytes or the count of an array in its plain form: -1 is null.</summary>
    /// <param name="leastSize">The fewest bytes that an element takes, by which an absurd count is found.</param>
    /// <param name="field">The field.</param>
    public int ReadPlainLength(int leastSize, string field) => CheckLength(ReadInt32(field), leastSize, field);

    /// <summary>Reads a length or count in its compact form: one more than it is, 0 is null (returned as -1).</summary>
    /// <param name="leastSize">The fewest bytes that an element takes, by which an absurd count is found.</param>
    /// <param name="field">The field.</param>
    public int ReadCompactLength(int leastSize, string field)
    {
        uint encoded = ReadUnsignedVarint(field);
        if (encoded > int.MaxValue)
        {
            Throw(field, $"a length of {encoded - 1} is impossible");
        }

        return CheckLength((int)encoded - 1, leastSize, field);
    }

    /// <summary>Refuses bytes behind the end of a message.</summary>
    public readonly void ExpectEnd()
    {
        if (Remaining > 0)
        {
            Throw("", $"{Remaining} bytes are left behind the end");
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void Throw(string field, string reason) =>
        throw new ProtocolException(version < 0 ? subject : $"{subject} v{version}", field, Offset, reason);

    private readonly int CheckLength(int length, int leastSize, string field)
    {
        if (length < -1)
        {
            Throw(field, $"a length of {length} is impossible");
        }

        if ((long)length * leastSize > Remaining)
        {
            Throw(field, $"a length of {length} is more than the {Remaining} bytes that are left");
        }

        return length;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ThrowBadVarint(string field, int length, int bits) =>
        Throw(field, length == 0 ? "a varint is cut off" : $"a varint has more than {bits} bits");
}
