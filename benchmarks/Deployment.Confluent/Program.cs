using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confluent.Kafka;

// One record, and then as many as each line on standard input asks for. Says each time when all are acknowledged.
ProducerConfig config = new()
{
    BootstrapServers = args[0],
    EnableIdempotence = true,
    Partitioner = Partitioner.Murmur2Random,
    LingerMs = 1,
    SocketNagleDisable = true,
};
using IProducer<Guid, Tick> ticks = new ProducerBuilder<Guid, Tick>(config).SetKeySerializer(new GuidText()).SetValueSerializer(new TickJson()).Build();
await ProduceOneAsync(0);
Console.WriteLine("acknowledged");

while (Console.ReadLine() is { } order)
{
    int count = int.Parse(order, CultureInfo.InvariantCulture);
    int next = 0;
    await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Task.Run(ProduceAsync)));
    Console.WriteLine("acknowledged");

    async Task ProduceAsync()
    {
        while (Interlocked.Increment(ref next) is int sequence && sequence <= count)
        {
            await ProduceOneAsync(sequence);
        }
    }
}

Task ProduceOneAsync(long sequence)
{
    Tick tick = new(Guid.NewGuid(), sequence, 2.5m, 3);
    return ticks.ProduceAsync("benchmarks.ticks", new Message<Guid, Tick> { Key = tick.Instrument, Value = tick });
}

internal sealed record Tick(Guid Instrument, long Sequence, decimal Price, int Volume);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Tick))]
internal sealed partial class TickContext : JsonSerializerContext;

internal sealed class TickJson : ISerializer<Tick>
{
    public byte[] Serialize(Tick data, SerializationContext context) => JsonSerializer.SerializeToUtf8Bytes(data, TickContext.Default.Tick);
}

internal sealed class GuidText : ISerializer<Guid>
{
    public byte[] Serialize(Guid data, SerializationContext context) => Encoding.UTF8.GetBytes(data.ToString());
}
