using KafkaGen;

namespace Contracts;

[KafkaTopic("orders.paid")]
public sealed record OrderPaid([PartitionKey] string OrderId, decimal Amount);
