namespace KafkaGen.ContractModel;

/// <summary>Every scalar, as a class with settable members.</summary>
[KafkaTopic("scalars")]
public sealed class Scalars
{
    public bool Bool { get; set; }

    public byte Byte { get; set; }

    public sbyte SByte { get; set; }

    public short Int16 { get; set; }

    public ushort UInt16 { get; set; }

    public int Int32 { get; set; }

    public uint UInt32 { get; set; }

    public long Int64 { get; set; }

    public ulong UInt64 { get; set; }

    public Int128 Int128 { get; set; }

    public UInt128 UInt128 { get; set; }

    public Half Half { get; set; }

    public float Single { get; set; }

    public double Double { get; set; }

    public decimal Decimal { get; set; }

    public char Char { get; set; } = 'x';

    public string? String { get; set; }

    public Guid Guid { get; set; }

    public DateTime DateTime { get; set; }

    public DateTimeOffset DateTimeOffset { get; set; }

    public DateOnly DateOnly { get; set; }

    public TimeOnly TimeOnly { get; set; }

    public TimeSpan TimeSpan { get; set; }

    public Uri? Uri { get; set; }

    public Version? Version { get; set; }

    public byte[]? Bytes { get; set; }

    public Memory<byte> Memory { get; set; }

    public ReadOnlyMemory<byte> ReadOnlyMemory { get; set; }

    public OrderState Enum { get; set; }

    public Big BigEnum { get; set; }
}

/// <summary>Every scalar that is a value, nullable.</summary>
[KafkaTopic("nullable-scalars")]
public sealed class NullableScalars
{
    public bool? Bool { get; set; }

    public byte? Byte { get; set; }

    public sbyte? SByte { get; set; }

    public short? Int16 { get; set; }

    public ushort? UInt16 { get; set; }

    public int? Int32 { get; set; }

    public uint? UInt32 { get; set; }

    public long? Int64 { get; set; }

    public ulong? UInt64 { get; set; }

    public Int128? Int128 { get; set; }

    public UInt128? UInt128 { get; set; }

    public Half? Half { get; set; }

    public float? Single { get; set; }

    public double? Double { get; set; }

    public decimal? Decimal { get; set; }

    public char? Char { get; set; }

    public Guid? Guid { get; set; }

    public DateTime? DateTime { get; set; }

    public DateTimeOffset? DateTimeOffset { get; set; }

    public DateOnly? DateOnly { get; set; }

    public TimeOnly? TimeOnly { get; set; }

    public TimeSpan? TimeSpan { get; set; }

    public Memory<byte>? Memory { get; set; }

    public ReadOnlyMemory<byte>? ReadOnlyMemory { get; set; }

    public OrderState? Enum { get; set; }

    public Point? Point { get; set; }
}

[Flags]
public enum Big : ulong
{
    None = 0,
    High = 1UL << 63,
}

public readonly record struct Point(double X, double Y);
