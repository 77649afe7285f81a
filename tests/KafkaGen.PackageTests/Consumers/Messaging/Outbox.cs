using KafkaGen;
using KafkaGen.Testing;

namespace Messaging;

public static class Outbox
{
    public static async Task<string> SendAsync<T>(T message)
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        await using var client = KafkaGenClient.Create(kafka.BootstrapServers);
        return (await client.GetProducer<T>().ProduceAsync(message)).Topic;
    }
}
