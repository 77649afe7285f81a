namespace KafkaGen.Benchmarks.Json;

/// <summary>The compared record: eight members, one of them a list of lines.</summary>
[KafkaTopic("benchmarks.orders")]
public sealed record PurchaseOrder(
    [PartitionKey] Guid OrderId,
    string Customer,
    string Currency,
    decimal Total,
    DateTimeOffset PlacedAt,
    PurchaseState State,
    bool Express,
    IReadOnlyList<PurchaseLine> Lines);

public sealed record PurchaseLine(string Sku, int Quantity, decimal Price, string? Note);

public enum PurchaseState
{
    Created,
    Paid,
    Shipped,
}
