using Payments;

// The same reader in an executable without KafkaGen: it fails before it connects, because Confluent.Kafka does not find its own native calls there.
using var reader = new PaymentReader("localhost:9092", "nobody");
Console.WriteLine("The consumer was made without KafkaGen.");
