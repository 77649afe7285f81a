using KafkaGen;

namespace Shop.Web;

[KafkaTopic("orders.placed")]
public sealed record OrderPlaced([PartitionKey] int Id);
