using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Headers of many kinds, two of them constant, some absent.</summary>
[KafkaTopic("parts.headers")]
[KafkaHeader("type", "héllo")]
[KafkaHeader("empty", "")]
public sealed class WithHeaders
{
    [KafkaHeader("text")]
    public string? Text { get; set; }

    [KafkaHeader("int"), KafkaHeader("also-int")]
    public int Int { get; set; }

    [KafkaHeader("nullable")]
    public int? Nullable { get; set; }

    [KafkaHeader("bool")]
    public bool Bool { get; set; }

    [KafkaHeader("guid")]
    public Guid Guid { get; set; }

    [KafkaHeader("at")]
    public DateTimeOffset At { get; set; }

    [KafkaHeader("enum")]
    public OrderState Enum { get; set; }

    [KafkaHeader("bytes")]
    public byte[]? Bytes { get; set; }

    [KafkaHeader("memory")]
    public ReadOnlyMemory<byte> Memory { get; set; }

    [KafkaHeader("trace"), JsonIgnore]
    public string? TraceId { get; set; }
}

[KafkaTopic("parts.timestamp-offset")]
public sealed record StampedByOffset([KafkaTimestamp] DateTimeOffset At);

[KafkaTopic("parts.timestamp-utc")]
public sealed record StampedByUtc([KafkaTimestamp] DateTime At);

[KafkaTopic("parts.timestamp-milliseconds")]
public sealed record StampedByMilliseconds([KafkaTimestamp] long At);

[KafkaTopic("parts.timestamp-nullable")]
public sealed record StampedPerhaps([KafkaTimestamp] DateTime? At);

[KafkaTopic("parts.partition")]
public sealed record Placed([KafkaPartition] int Shard, string Text);

[KafkaTopic("parts.partition-nullable")]
public sealed record PlacedPerhaps([KafkaPartition] int? Shard, [PartitionKey] string Id);

/// <summary>All parts at once.</summary>
[KafkaTopic("parts.all")]
[Compression(CompressionCodec.Gzip, Level = 9)]
public sealed record AllParts(
    [PartitionKey] string Id, [KafkaHeader("h")] string Header, [KafkaTimestamp] DateTimeOffset At, [KafkaPartition] int? Shard, string Body);

[KafkaTopic("parts.lz4")]
[Compression(CompressionCodec.Lz4)]
public sealed record Lz4Compressed(string Body);

[KafkaTopic("parts.snappy")]
[Compression(CompressionCodec.Snappy)]
public sealed record SnappyCompressed(string Body);

[KafkaTopic("parts.uncompressed")]
[Compression(CompressionCodec.None)]
public sealed record Uncompressed(string Body);
