namespace KafkaGen.ContractModel;

/// <summary>The record of the README: key, headers, timestamp, compression and nested lines.</summary>
[KafkaTopic("orders.created")]
[Compression(CompressionCodec.Zstd, Level = 3)]
[KafkaHeader("type", "order.created")]
public sealed record OrderCreated(
    [PartitionKey] Guid OrderId,
    string Customer,
    decimal Total,
    [KafkaHeader("tenant")] string Tenant,
    [KafkaTimestamp] DateTimeOffset At,
    OrderState State,
    IReadOnlyList<OrderLine> Lines);

/// <summary>A line of an order.</summary>
public sealed record OrderLine(string Sku, int Quantity, decimal Price, string? Note);

/// <summary>Where an order is on its way.</summary>
public enum OrderState
{
    /// <summary>Just made.</summary>
    Created,

    /// <summary>Paid for.</summary>
    Paid,

    /// <summary>On its way.</summary>
    Shipped,
}
