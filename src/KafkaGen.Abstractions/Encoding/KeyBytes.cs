using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes record keys. Called by generated code. The bytes are those of Java's serializers in <c>org.apache.kafka.common.serialization</c>,
/// so that a Java producer picks the same partition for the same key.
/// </summary>
public static class KeyBytes
{
    private const byte Escape = (byte)'\\';

    // Java's String.getBytes writes '?' for a surrogate without its partner, where .NET writes U+FFFD.
    private static ReadOnlySpan<byte> JavaReplacement => "?"u8;

    /// <summary>Writes text as UTF-8 (<c>StringSerializer</c>); a surrogate without its partner as <c>?</c>, as Java does.</summary>
    public static void Write(RecordBuffer output, string value) => Utf8Text.Write(output, value, JavaReplacement);

    /// <summary>Writes one byte.</summary>
    public static void Write(RecordBuffer output, byte value) => output.Write(value);

    /// <summary>Writes one byte in two's complement.</summary>
    public static void Write(RecordBuffer output, sbyte value) => output.Write((byte)value);

    /// <summary>Writes two bytes, the most significant first (<c>ShortSerializer</c>).</summary>
    public static void Write(RecordBuffer output, short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(output.Reserve(sizeof(short)), value);
        output.Commit(sizeof(short));
    }

    /// <summary>Writes two bytes, the most significant first.</summary>
    public static void Write(RecordBuffer output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.Reserve(sizeof(ushort)), value);
        output.Commit(sizeof(ushort));
    }

    /// <summary>Writes four bytes, the most significant first (<c>IntegerSerializer</c>).</summary>
    public static void Write(RecordBuffer output, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), value);
        output.Commit(sizeof(int));
    }

    /// <summary>Writes four bytes, the most significant first.</summary>
    public static void Write(RecordBuffer output, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.Reserve(sizeof(uint)), value);
        output.Commit(sizeof(uint));
    }

    /// <summary>Writes eight bytes, the most significant first (<c>LongSerializer</c>).</summary>
    public static void Write(RecordBuffer output, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.Reserve(sizeof(long)), value);
        output.Commit(sizeof(long));
    }

    /// <summary>Writes eight bytes, the most significant first.</summary>
    public static void Write(RecordBuffer output, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output.Reserve(sizeof(ulong)), value);
        output.Commit(sizeof(ulong));
    }

    /// <summary>Writes the 36 characters of a <see cref="Guid"/> (<c>UUIDSerializer</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(RecordBuffer output, Guid value) =>
        output.Commit(Utf8Text.Format(output.Reserve(Utf8Text.GuidLength), value));

    /// <summary>Writes the 16 bytes of a <see cref="Guid"/> in the sequence of its text.</summary>
    public static void WriteBigEndian(RecordBuffer output, Guid value)
    {
        const int Size = 16;
        value.TryWriteBytes(output.Reserve(Size), bigEndian: true, out _);
        output.Commit(Size);
    }

    /// <summary>Writes bytes as they are (<c>ByteArraySerializer</c>).</summary>
    public static void Write(RecordBuffer output, byte[] value) => output.Write(value);

    /// <summary>Writes bytes as they are.</summary>
    public static void Write(RecordBuffer output, Memory<byte> value) => output.Write(value.Span);

    /// <summary>Writes bytes as they are.</summary>
    public static void Write(RecordBuffer output, ReadOnlyMemory<byte> value) => output.Write(value.Span);

    /// <summary>Writes text as one part of a key of several, with <c>\</c> before a <c>|</c> or <c>\</c>, so that parts stay apart.</summary>
    public static void WriteComponent(RecordBuffer output, string value)
    {
        ReadOnlySpan<char> rest = value;
        for (int special = rest.IndexOfAny('|', '\\'); special >= 0; special = rest.IndexOfAny('|', '\\'))
        {
            Utf8Text.Write(output, rest[..special], JavaReplacement);
            output.Write(Escape);
            output.Write((byte)rest[special]);
            rest = rest[(special + 1)..];
        }

        Utf8Text.Write(output, rest, JavaReplacement);
    }

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, byte value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, sbyte value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, short value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, ushort value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, int value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, uint value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, long value) => Utf8Text.Write(output, value);

    /// <summary>Writes the digits of a number as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, ulong value) => Utf8Text.Write(output, value);

    /// <summary>Writes the 36 characters of a <see cref="Guid"/> as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, Guid value) => Utf8Text.Write(output, value);

    /// <summary>Writes bytes as Base64 as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, byte[] value) => Utf8Text.Write(output, value);

    /// <summary>Writes bytes as Base64 as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, Memory<byte> value) => Utf8Text.Write(output, value);

    /// <summary>Writes bytes as Base64 as one part of a key of several.</summary>
    public static void WriteComponent(RecordBuffer output, ReadOnlyMemory<byte> value) => Utf8Text.Write(output, value);
}
