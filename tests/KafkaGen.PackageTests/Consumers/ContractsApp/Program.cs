using Contracts;
using KafkaGen;
using KafkaGen.Testing;
using Microsoft.Extensions.DependencyInjection;

await using var kafka = EmbeddedKafka.Start(brokers: 1);
var services = new ServiceCollection();
services.AddKafkaGen(options => options.BootstrapServers = kafka.BootstrapServers);
await using ServiceProvider provider = services.BuildServiceProvider();
RecordMetadata paid = await provider.GetRequiredService<ITopicProducer<OrderPaid>>().ProduceAsync(new OrderPaid("7", 12.5m));
RecordMetadata shipped = await provider.GetRequiredService<IKeyedTopicProducer<string, OrderShipped>>().ProduceTombstoneAsync("7");
Console.WriteLine($"{paid.Topic} and {shipped.Topic} are acknowledged.");

[KafkaTopic("orders.shipped")]
public sealed record OrderShipped([PartitionKey] string OrderId);
