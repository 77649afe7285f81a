using KafkaGen;

namespace Shop.Orders;

[KafkaTopic("shop.orders")]
public sealed record OrderTaken([PartitionKey] Guid OrderId, Address ShipTo);

/// <summary>A value type that contracts of three projects write: each has an encoder of its own for it.</summary>
public sealed record Address(string Street, string City);

[KafkaTopic("shop.orders.internal")]
internal readonly record struct StockCounted([property: PartitionKey] int Sku, long Pieces);
