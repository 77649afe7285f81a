using KafkaGen;

namespace Quickstart;

/// <summary>What a customer ordered. Declaring it is all that it takes to produce it: the attributes say how it looks on Kafka.</summary>
[KafkaTopic(TopicName)]
[Compression(CompressionCodec.Zstd, Level = 3)]
[KafkaHeader("type", "order.placed")]
public sealed record OrderPlaced(
    [PartitionKey] Guid OrderId,
    [KafkaTimestamp] DateTimeOffset PlacedAt,
    [KafkaHeader("shop")] string Shop,
    Customer Customer,
    IReadOnlyList<OrderLine> Lines,
    decimal Total,
    string Currency,
    string? Note)
{
    public const string TopicName = "orders.placed";
}

/// <summary>Who ordered.</summary>
public sealed record Customer(long Id, string Name, string City);

/// <summary>How many of what.</summary>
public readonly record struct OrderLine(string Sku, string Title, int Quantity, decimal UnitPrice);
