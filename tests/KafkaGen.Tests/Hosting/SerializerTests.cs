using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Hosting;

/// <summary>Records that classes and contexts of the application's write.</summary>
public sealed class SerializerTests : ClusterTest
{
    [Fact]
    public async Task Serializer_is_the_registered_one_and_is_told_the_topic()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(Kafka.BootstrapServers)
            .AddSingleton(new Sealing("wax"))
            .BuildServiceProvider();
        await provider.GetRequiredService<ITopicProducer<Sealed>>().ProduceAsync(new Sealed("a"), Cancelled);
        await provider.GetRequiredService<KafkaGenClient>().ForTopic<Sealed>("sealed.copy").ProduceAsync(new Sealed("b"), Cancelled);

        Confluent.Kafka.Message<byte[]?, byte[]?> original = Assert.Single(Read("sealed", 1)).Message;
        Confluent.Kafka.Message<byte[]?, byte[]?> copy = Assert.Single(Read("sealed.copy", 1)).Message;
        Assert.Equal("sealed:a"u8, original.Key!);
        Assert.Equal("sealed:a"u8, original.Value!);
        Assert.Equal("wax"u8, Assert.Single(original.Headers).GetValueBytes());
        Assert.Equal("sealed.copy:b"u8, copy.Value!);
    }

    [Fact]
    public void Serializer_that_nobody_registered_is_named()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(Connect().GetProducer<Sealed>);

        Assert.Contains(nameof(Sealing), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_writes_what_the_generated_json_cannot()
    {
        await Connect().GetProducer<Anything>().ProduceAsync(new Anything("a", new[] { 1, 2 }), Cancelled);

        Assert.Equal("""{"id":"a","any":[1,2]}"""u8, Assert.Single(Read("anything", 1)).Message.Value!);
    }
}
