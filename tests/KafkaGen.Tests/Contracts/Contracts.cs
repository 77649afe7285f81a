using System.Text.Json.Serialization;

namespace KafkaGen.Tests.Contracts;

/// <summary>Only a value and a key: the plain native call.</summary>
[KafkaTopic("numbers")]
public sealed record Number([PartitionKey] string Key, int Value, string Padding = "");

/// <summary>Every part that a record can have: the native call with arguments by name.</summary>
[KafkaTopic("full")]
[Compression(CompressionCodec.Zstd, Level = 3)]
[KafkaHeader("type", "full")]
public sealed record Full(
    [PartitionKey] Guid Id,
    [property: JsonIgnore][KafkaHeader("tenant")] string? Tenant,
    [KafkaTimestamp] DateTimeOffset At,
    [KafkaPartition] int? Partition);

/// <summary>A struct contract without a key.</summary>
[KafkaTopic("points")]
public readonly record struct Point(int X, int Y);

/// <summary>Two topics for one record.</summary>
[KafkaTopic("visits")]
[KafkaTopic("visits.audit", Name = "audit")]
public sealed record Visit([PartitionKey] string Page);

/// <summary>A single topic with a name of its own.</summary>
[KafkaTopic("leaves", Name = "departures")]
public sealed record Leave([PartitionKey] string Page);

/// <summary>A contract whose value cannot always be written.</summary>
[KafkaTopic("measures")]
public sealed record Measure(double Value);

/// <summary>A message that produces another one while it is encoded.</summary>
[KafkaTopic("reentrant")]
public sealed class Reentrant
{
    [JsonIgnore]
    public Func<int>? WhileEncoding { get; init; }

    public int Value => WhileEncoding?.Invoke() ?? 0;
}
