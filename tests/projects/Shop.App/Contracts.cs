using KafkaGen;
using Shop.Orders;

namespace Shop.App;

[KafkaTopic("shop.visits")]
internal sealed record PageVisited([PartitionKey] long VisitorId, Address? Home);
