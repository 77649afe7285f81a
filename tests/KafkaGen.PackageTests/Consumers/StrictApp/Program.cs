using System;
using KafkaGen;
using KafkaGen.Testing;

await using var kafka = EmbeddedKafka.Start(brokers: 1);
await using var client = KafkaGenClient.Create(kafka.BootstrapServers);
RecordMetadata unscoped = await client.GetProducer<Unscoped>().ProduceAsync(new Unscoped("1", new Uri("https://example.org/1")));
RecordMetadata scoped = await client.GetProducer<Scoped.Order>().ProduceAsync(new Scoped.Order { Id = 1 });
RecordMetadata block = await client.GetProducer<Outer.Inner.Order>().ProduceAsync(new Outer.Inner.Order(2, Outer.Inner.State.Paid));
Console.WriteLine($"{unscoped.Topic}, {scoped.Topic} and {block.Topic} are acknowledged.");

[KafkaTopic("in.global")]
public sealed record Unscoped([PartitionKey] string Id, Uri Page);
