using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KafkaGen.ContractModel;

/// <summary>Dictionaries with every other key that System.Text.Json has.</summary>
[KafkaTopic("keyed")]
public sealed class Keyed
{
    public Dictionary<bool, int>? Bool { get; set; }

    public Dictionary<byte, int>? Byte { get; set; }

    public Dictionary<sbyte, int>? SByte { get; set; }

    public Dictionary<short, int>? Int16 { get; set; }

    public Dictionary<ushort, int>? UInt16 { get; set; }

    public Dictionary<uint, int>? UInt32 { get; set; }

    public Dictionary<long, int>? Int64 { get; set; }

    public Dictionary<ulong, int>? UInt64 { get; set; }

    public Dictionary<Int128, int>? Int128 { get; set; }

    public Dictionary<UInt128, int>? UInt128 { get; set; }

    public Dictionary<Half, int>? Half { get; set; }

    public Dictionary<float, int>? Single { get; set; }

    public Dictionary<double, int>? Double { get; set; }

    public Dictionary<decimal, int>? Decimal { get; set; }

    public Dictionary<char, int>? Char { get; set; }

    public Dictionary<DateTime, int>? DateTime { get; set; }

    public Dictionary<DateTimeOffset, int>? DateTimeOffset { get; set; }

    public Dictionary<DateOnly, int>? DateOnly { get; set; }

    public Dictionary<TimeOnly, int>? TimeOnly { get; set; }

    public Dictionary<TimeSpan, int>? TimeSpan { get; set; }

    public Dictionary<Uri, int>? Uri { get; set; }

    public Dictionary<Version, int>? Version { get; set; }

    public Dictionary<Stage, int>? ByName { get; set; }

    public Dictionary<OrderState, int>? Number { get; set; }

    public IReadOnlyDictionary<Guid, OrderLine?>? Guid { get; set; }

    public ConcurrentDictionary<int, int?>? Int32 { get; set; }

    public ImmutableDictionary<Rights, Rights>? Flags { get; set; }

    public FrozenDictionary<int, string>? Frozen { get; set; }
}
