using KafkaGen;
using KafkaGen.Testing;
using Xunit;

[KafkaTopic("orders.created")]
public sealed record OrderCreated([PartitionKey] Guid OrderId, string Customer, decimal Total);

public sealed class OrderTests
{
    [Fact]
    public async Task An_order_is_stored_once_although_its_answer_was_lost()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("orders.created", partitions: 6);
        kafka.AddFault(KafkaFault.CloseAfter(KafkaApiKey.Produce));
        await using var client = KafkaGenClient.Create(kafka.BootstrapServers);
        var order = new OrderCreated(Guid.NewGuid(), "Ada", 12.50m);

        RecordMetadata acknowledged = await client.GetProducer<OrderCreated>().ProduceAsync(order, TestContext.Current.CancellationToken);

        EmbeddedRecord stored = Assert.Single(kafka.ReadRecords("orders.created"));
        Assert.Equal(acknowledged.Offset, stored.Offset);
        Assert.Equal($$"""{"orderId":"{{order.OrderId}}","customer":"Ada","total":12.50}""", stored.ValueText);
    }
}
