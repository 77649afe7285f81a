using System.Text;
using Confluent.Kafka;
using KafkaGen.Contracts;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Interop;

/// <summary>Contracts as serializers of Confluent.Kafka's producer.</summary>
public sealed class ConfluentSerializerTests : ClusterTest
{
    [Fact]
    public async Task Records_of_both_clients_are_equal()
    {
        Kafka.CreateTopic("full", partitions: 1);
        Full message = new(Guid.NewGuid(), "acme", DateTimeOffset.UtcNow, null);
        await Connect().GetProducer<Full>().ProduceAsync(message, Cancelled);
        using IProducer<Guid, Full> producer = new ProducerBuilder<Guid, Full>(new ProducerConfig { BootstrapServers = Kafka.BootstrapServers })
            .SetKeySerializer(ContractRegistry.Get<Guid, Full>().AsKeySerializer())
            .SetValueSerializer(ContractRegistry.Get<Full>().AsSerializer(withHeaders: true))
            .Build();

        await producer.ProduceAsync("full", new Message<Guid, Full> { Key = message.Id, Value = message }, Cancelled);

        List<ConsumeResult<byte[]?, byte[]?>> records = Read("full", 2);
        Assert.Equal(records[0].Message.Key!, records[1].Message.Key!);
        Assert.Equal(records[0].Message.Value!, records[1].Message.Value!);
        Assert.Equal([("type", "full"), ("tenant", "acme")], Headers(records[1]));
        Assert.Equal(Headers(records[0]), Headers(records[1]));
    }

    [Fact]
    public async Task Headers_are_left_out_unless_asked_for_and_null_is_a_tombstone()
    {
        Kafka.CreateTopic("full", partitions: 1);
        using IProducer<Guid, Full> producer = new ProducerBuilder<Guid, Full>(new ProducerConfig { BootstrapServers = Kafka.BootstrapServers })
            .SetKeySerializer(ContractRegistry.Get<Guid, Full>().AsKeySerializer())
            .SetValueSerializer(ContractRegistry.Get<Full>().AsSerializer())
            .Build();
        var id = Guid.NewGuid();

        await producer.ProduceAsync("full", new Message<Guid, Full> { Key = id, Value = new Full(id, "acme", DateTimeOffset.UtcNow, null) }, Cancelled);
        await producer.ProduceAsync("full", new Message<Guid, Full> { Key = id, Value = null! }, Cancelled);

        List<ConsumeResult<byte[]?, byte[]?>> records = Read("full", 2);
        Assert.Empty(records[0].Message.Headers);
        Assert.NotNull(records[0].Message.Value);
        Assert.Null(records[1].Message.Value);
        Assert.Equal(records[0].Message.Key!, records[1].Message.Key!);
    }

    [Fact]
    public void Serializers_of_the_application_get_the_topic_and_come_from_the_services()
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton(new Sealing("s1")).BuildServiceProvider();
        Headers headers = [];
        Sealed message = new("a");

        byte[] value = ContractRegistry.Get<Sealed>().AsSerializer(withHeaders: true, services)
            .Serialize(message, new SerializationContext(MessageComponentType.Value, "other", headers));
        byte[] key = ContractRegistry.Get<string, Sealed>().AsKeySerializer(services)
            .Serialize("k", new SerializationContext(MessageComponentType.Key, "other", headers));

        Assert.Equal(("other:a", "other:k"), (Encoding.UTF8.GetString(value), Encoding.UTF8.GetString(key)));
        Assert.Equal("s1"u8, Assert.Single(headers).GetValueBytes());
    }

    [Fact]
    public void What_cannot_be_written_fails_with_its_place()
    {
        SerializationContext context = new(MessageComponentType.Value, "measures", []);

        RecordEncodingException error = Assert.Throws<RecordEncodingException>(
            () => ContractRegistry.Get<Measure>().AsSerializer().Serialize(new Measure(double.NaN), context));

        Assert.Equal("$.value", error.Path);
        Assert.Null(ContractRegistry.Get<string, Visit>().AsKeySerializer().Serialize(null!, context));
    }

    private static List<(string, string)> Headers(ConsumeResult<byte[]?, byte[]?> record) =>
        [.. record.Message.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes())))];
}
