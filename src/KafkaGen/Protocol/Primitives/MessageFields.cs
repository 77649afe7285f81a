using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace KafkaGen.Protocol.Primitives;

/// <summary>
/// What a <see cref="ProtocolStructure"/> describes its fields to: it either writes the values that it is given, or returns values that it has read.
/// It knows the version, and with it which of the two forms lengths have.
/// </summary>
internal ref partial struct MessageFields
{
    /// <summary>A count is believed up to here before its elements have been seen.</summary>
    private const int LargestFirstCapacity = 1024;

    private readonly ProtocolWriter? _writer;
    private readonly string _subject;
    private ProtocolReader _reader;
    private TagSection _tags;

    /// <summary>Writes to <paramref name="writer"/>.</summary>
    public MessageFields(ProtocolWriter writer, string subject, short version, bool isFlexible)
    {
        _writer = writer;
        _subject = subject;
        Version = version;
        IsFlexible = isFlexible;
    }

    /// <summary>Reads from <paramref name="bytes"/>.</summary>
    public MessageFields(ReadOnlyMemory<byte> bytes, string subject, short version, bool isFlexible)
    {
        _reader = new ProtocolReader(bytes, subject, version);
        _subject = subject;
        Version = version;
        IsFlexible = isFlexible;
    }

    /// <summary>The version of the message.</summary>
    public short Version { get; }

    /// <summary>Whether lengths are compact and structures end with tagged fields (KIP-482).</summary>
    public bool IsFlexible { get; }

    public bool Bool(bool value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadByte(field) != 0;
        }

        _writer.WriteByte(value ? (byte)1 : (byte)0);
        return value;
    }

    public sbyte Int8(sbyte value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return (sbyte)_reader.ReadByte(field);
        }

        _writer.WriteByte((byte)value);
        return value;
    }

    public short Int16(short value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadInt16(field);
        }

        _writer.WriteInt16(value);
        return value;
    }

    public ushort UInt16(ushort value, [CallerArgumentExpression(nameof(value))] string field = "") => (ushort)Int16((short)value, field);

    public int Int32(int value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadInt32(field);
        }

        _writer.WriteInt32(value);
        return value;
    }

    public uint UInt32(uint value, [CallerArgumentExpression(nameof(value))] string field = "") => (uint)Int32((int)value, field);

    public long Int64(long value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadInt64(field);
        }

        _writer.WriteInt64(value);
        return value;
    }

    public double Float64(double value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadFloat64(field);
        }

        _writer.WriteFloat64(value);
        return value;
    }

    public KafkaErrorCode ErrorCode(KafkaErrorCode value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        (KafkaErrorCode)Int16((short)value, field);

    /// <summary>A <c>uuid</c>, such as the id of a topic (KIP-516); all zero says that there is none.</summary>
    public Guid Uuid(Guid value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            return _reader.ReadGuid(field);
        }

        _writer.WriteGuid(value);
        return value;
    }

    public string String(string? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        NullableString(value ?? Missing<string>(field), field) ?? NullRead<string>(field);

    public string? NullableString(string? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is not null)
        {
            WriteString(value, field);
            return value;
        }

        int length = IsFlexible ? _reader.ReadCompactLength(1, field) : _reader.ReadPlainStringLength(field);
        return length < 0 ? null : Encoding.UTF8.GetString(_reader.Take(length, field));
    }

    public byte[] Bytes(byte[]? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        NullableBytes(value ?? Missing<byte[]>(field), field) ?? NullRead<byte[]>(field);

    /// <summary>Bytes; what is read is a copy.</summary>
    public byte[]? NullableBytes(byte[]? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is not null)
        {
            WriteLength(value?.Length ?? -1);
            _writer.WriteBytes(value);
            return value;
        }

        int length = ReadLength(1, field);
        return length < 0 ? null : _reader.Take(length, field).ToArray();
    }

    /// <summary>
    /// Record batches. They are not copied: what is read lies in the memory of the message, and what is written must not change until it has been
    /// sent.
    /// </summary>
    public ReadOnlySequence<byte>? Records(ReadOnlySequence<byte>? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is null)
        {
            int length = ReadLength(1, field);
            return length < 0 ? null : new ReadOnlySequence<byte>(_reader.TakeMemory(length, field));
        }

        WriteLength(value is null ? -1 : checked((int)value.GetValueOrDefault().Length));
        if (value is not null)
        {
            _writer.Splice(value.GetValueOrDefault());
        }

        return value;
    }

    /// <summary>
    /// A field that this version lacks and that must not be lost: it has to have its default when it is written, and has it when it is read.
    /// </summary>
    public readonly T Absent<T>(T value, T @default = default!, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (_writer is not null && !EqualityComparer<T>.Default.Equals(value, @default))
        {
            Refuse(field, $"does not exist in version {Version}");
        }

        return @default;
    }

    /// <summary>A list that this version lacks and that must not be lost: it has to be empty when it is written.</summary>
    public readonly TList AbsentList<TList>(TList value, [CallerArgumentExpression(nameof(value))] string field = "")
        where TList : IList?
    {
        if (_writer is not null && value is { Count: > 0 })
        {
            Refuse(field, $"does not exist in version {Version}");
        }

        return value;
    }

    /// <summary>Refuses bytes behind the end of what was read.</summary>
    public readonly void ExpectEnd()
    {
        if (_writer is null)
        {
            _reader.ExpectEnd();
        }
    }

    private readonly void WriteString(string? value, string field)
    {
        int length = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        if (IsFlexible)
        {
            _writer!.WriteUnsignedVarint((uint)(length + 1));
        }
        else if (length > short.MaxValue)
        {
            Refuse(field, $"has {length} bytes, and the protocol allows {short.MaxValue}");
        }
        else
        {
            _writer!.WriteInt16((short)length);
        }

        if (length > 0)
        {
            Encoding.UTF8.GetBytes(value, _writer!.Take(length));
        }
    }

    /// <summary>The length of bytes, or the count of an array; -1 is null.</summary>
    private readonly void WriteLength(int length)
    {
        if (IsFlexible)
        {
            _writer!.WriteUnsignedVarint((uint)(length + 1));
        }
        else
        {
            _writer!.WriteInt32(length);
        }
    }

    private int ReadLength(int leastSize, string field) =>
        IsFlexible ? _reader.ReadCompactLength(leastSize, field) : _reader.ReadPlainLength(leastSize, field);

    /// <summary>The value that stands for a null that is about to be replaced by what is read; writing, a null is refused.</summary>
    private readonly T? Missing<T>(string field)
        where T : class
    {
        if (_writer is not null)
        {
            Refuse(field, $"is null, which version {Version} does not allow");
        }

        return null;
    }

    [DoesNotReturn]
    private readonly T NullRead<T>(string field)
    {
        _reader.Throw(field, "is null, which this version does not allow");
        return default!;
    }

    [DoesNotReturn]
    private readonly void Refuse(string field, string reason) => throw new MessageWriteException(_subject, field, reason);
}
