using System.Text.Json.Serialization;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>A contract whose members can fail at any depth.</summary>
[KafkaTopic("baskets")]
public sealed class Basket
{
    public string Id { get; set; } = "b-1";

    public List<BasketLine>? Lines { get; set; }

    public double[]? Weights { get; set; }

    public Dictionary<string, double>? Rates { get; set; }

    public IEnumerable<int>? Stream { get; set; }

    public Basket? Inner { get; set; }
}

public sealed class BasketLine
{
    public string Sku { get; set; } = "s";

    public double Price { get; set; }

    public int Fragile => Fault is null ? 1 : throw Fault;

    [JsonIgnore]
    public Exception? Fault { get; set; }
}

/// <summary>A contract whose parts can fail one by one.</summary>
[KafkaTopic("faulty")]
public sealed class FaultyParts
{
    [PartitionKey, JsonIgnore]
    public int Key => KeyFault is null ? 1 : throw KeyFault;

    [KafkaHeader("fine")]
    public int Fine => 1;

    [KafkaHeader("naïve"), JsonIgnore]
    public int Header => HeaderFault is null ? 1 : throw HeaderFault;

    [KafkaTimestamp, JsonIgnore]
    public long Timestamp => TimestampFault is null ? 1 : throw TimestampFault;

    [KafkaPartition, JsonIgnore]
    public int Partition => PartitionFault is null ? 1 : throw PartitionFault;

    [JsonIgnore]
    public Exception? KeyFault { get; set; }

    [JsonIgnore]
    public Exception? HeaderFault { get; set; }

    [JsonIgnore]
    public Exception? TimestampFault { get; set; }

    [JsonIgnore]
    public Exception? PartitionFault { get; set; }
}
