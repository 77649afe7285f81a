using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Numbers as strings, unless a member says otherwise.</summary>
[KafkaTopic("numbers")]
[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public sealed class NumberForms
{
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

    public List<double?>? List { get; set; }

    public Dictionary<int, decimal>? Map { get; set; }

    public int[][]? Jagged { get; set; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public long Strict { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Named { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public float?[]? ManyNamed { get; set; }

    public Point Inner { get; set; }
}

/// <summary>Is told when it is written, and brings members that it does not know.</summary>
[KafkaTopic("extended")]
public sealed class Extended : IJsonOnSerializing, IJsonOnSerialized
{
    private bool _isWritten;

    public int Id { get; set; }

    public bool IsWritten => _isWritten;

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    void IJsonOnSerializing.OnSerializing() => _isWritten = true;

    void IJsonOnSerialized.OnSerialized() => _isWritten = false;
}
