using KafkaGen;
using KafkaGen.Testing;

await using var kafka = EmbeddedKafka.Start(brokers: 1);
await using var client = KafkaGenClient.Create(kafka.BootstrapServers);
RecordMetadata at = await client.GetProducer<OrderCreated>().ProduceAsync(new OrderCreated(Guid.NewGuid(), 12.5m));
Console.WriteLine($"{at.Topic} is acknowledged.");

[KafkaTopic("orders.created")]
public sealed record OrderCreated([PartitionKey] Guid OrderId, decimal Total);
