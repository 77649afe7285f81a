using KafkaGen;
using Orders;

[assembly: KafkaContract(typeof(Envelope<StockLevel>), "stock.envelopes", Key = "Payload.Sku")]

namespace Orders;

/// <summary>An order that the shop has taken on; the auditors get a copy.</summary>
[KafkaTopic("orders.accepted")]
[KafkaTopic("orders.audit", Name = "audit")]
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

/// <summary>What lies in a shelf. Its key has two parts, so that its tombstones take a tuple.</summary>
[KafkaTopic("stock.shelves")]
[Compression(CompressionCodec.Lz4)]
public sealed record ShelfCounted([PartitionKey(Order = 1)] string Warehouse, [PartitionKey(Order = 2)] int Shelf, int Pieces);

/// <summary>A closed generic becomes a contract by the attribute above.</summary>
public sealed record Envelope<T>(string Sender, T Payload);

/// <summary>Implemented by generated code.</summary>
[KafkaProducer]
public interface IStockEvents
{
    ValueTask<RecordMetadata> LevelAsync(StockLevel level, CancellationToken cancellationToken);

    ValueTask<RecordMetadata> EnvelopeAsync(Envelope<StockLevel> envelope, CancellationToken cancellationToken);
}
