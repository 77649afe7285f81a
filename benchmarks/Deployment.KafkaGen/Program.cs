using System.Globalization;
using KafkaGen;

// One record, and then as many as each line on standard input asks for. Says each time when all are acknowledged.
await using KafkaGenClient client = KafkaGenClient.Create(args[0]);
ITopicProducer<Tick> ticks = client.GetProducer<Tick>();
await ticks.ProduceAsync(new Tick(Guid.NewGuid(), 0, 2.5m, 3));
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
            await ticks.ProduceAsync(new Tick(Guid.NewGuid(), sequence, 2.5m, 3));
        }
    }
}

/// <summary>The record of the other benchmarks.</summary>
[KafkaTopic("benchmarks.ticks")]
internal sealed record Tick([PartitionKey] Guid Instrument, long Sequence, decimal Price, int Volume);
