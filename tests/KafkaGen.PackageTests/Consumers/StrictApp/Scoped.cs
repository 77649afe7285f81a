using KafkaGen;

namespace Scoped;

[KafkaTopic("in.scoped", Name = "scoped")]
public sealed class Order
{
    [PartitionKey]
    public required int Id { get; init; }
}
