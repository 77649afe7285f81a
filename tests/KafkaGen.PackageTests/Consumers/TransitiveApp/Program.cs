using KafkaGen;
using Messaging;

Console.WriteLine($"{await Outbox.SendAsync(new OrderPacked("7"))} is acknowledged.");

[KafkaTopic("orders.packed")]
public sealed record OrderPacked([PartitionKey] string OrderId);
