using KafkaGen;

namespace Orders;

/// <summary>An order that the shop has taken on.</summary>
[KafkaTopic("orders.accepted")]
[Compression(CompressionCodec.Zstd)]
[KafkaHeader("type", "order.accepted")]
public sealed record OrderAccepted(
    [PartitionKey] Guid OrderId,
    [KafkaTimestamp] DateTimeOffset AcceptedAt,
    [KafkaHeader("tenant")] string Tenant,
    decimal Total,
    IReadOnlyDictionary<string, object> Attributes);

/// <summary>What is left of an article. A struct: its producer is a closed generic over a value type.</summary>
[KafkaTopic("stock.levels")]
public readonly record struct StockLevel([PartitionKey] string Sku, int Left);
