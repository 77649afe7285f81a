using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The child processes of the benchmark. Each line on standard input is an order; each line on standard output is an answer.</summary>
internal static class ProduceProcess
{
    /// <summary>Runs a contender: two warm-up rounds at once, then one round for each line.</summary>
    public static async Task<int> ContendAsync(string name, string bootstrap)
    {
        await using IProduceContender contender = Make(name, bootstrap);
        for (int warmUp = 0; warmUp < 2; warmUp++)
        {
            await contender.RunAsync();
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is { } order && order == "round")
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
            long began = Stopwatch.GetTimestamp();
            await contender.RunAsync();
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - processor;
            double records = contender.Records;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{records / took.TotalSeconds:F0} {used.TotalMicroseconds / records:F3} {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / records:F1}"));
        }

        return 0;
    }

    /// <summary>Serves an embedded Kafka until standard input ends.</summary>
    public static int ServeKafka()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic(Tick.Topic, partitions: 6);
        kafka.CreateTopic(StampedTick.Topic, partitions: 6);
        Console.WriteLine(kafka.BootstrapServers);
        Console.In.ReadToEnd();
        return 0;
    }

    // The sender in C# is chosen by a switch until it is the only one.
    private static IProduceContender Make(string name, string bootstrap)
    {
        AppContext.SetSwitch("KafkaGen.UseOwnSender", name.StartsWith(ProduceContenders.Own, StringComparison.Ordinal));
        return Choose(name, bootstrap);
    }

    private static IProduceContender Choose(string name, string bootstrap) => name switch
    {
        ProduceContenders.KafkaGenAwaited => new KafkaGenContender<Tick>(bootstrap, ProduceSettings.MakeTicks(), awaited: true),
        ProduceContenders.KafkaGenEnqueued => new KafkaGenContender<Tick>(bootstrap, ProduceSettings.MakeTicks(), awaited: false),
        ProduceContenders.KafkaGenStamped => new KafkaGenContender<StampedTick>(bootstrap, ProduceSettings.MakeStampedTicks(), awaited: false),
        ProduceContenders.KafkaGenEncoded => new KafkaGenContender<EncodedRecord>(
            bootstrap, EncodedRecords.Of(ProduceSettings.MakeTicks()), awaited: false, Tick.Topic),
        ProduceContenders.KafkaGenEncodedStamped => new KafkaGenContender<EncodedRecord>(
            bootstrap, EncodedRecords.Of(ProduceSettings.MakeStampedTicks()), awaited: false, StampedTick.Topic),
        ProduceContenders.OwnAwaited => new KafkaGenContender<Tick>(bootstrap, ProduceSettings.MakeTicks(), awaited: true),
        ProduceContenders.OwnEnqueued => new KafkaGenContender<Tick>(bootstrap, ProduceSettings.MakeTicks(), awaited: false),
        ProduceContenders.OwnStamped => new KafkaGenContender<StampedTick>(bootstrap, ProduceSettings.MakeStampedTicks(), awaited: false),
        ProduceContenders.ConfluentAwaited => Confluent(bootstrap, awaited: true),
        ProduceContenders.ConfluentHandled => Confluent(bootstrap, awaited: false),
        ProduceContenders.ConfluentStamped => ConfluentStamped(bootstrap),
        _ => throw new ArgumentException($"There is no contender '{name}'."),
    };

    private static ConfluentContender<Tick> Confluent(string bootstrap, bool awaited) => new(
        bootstrap,
        Tick.Topic,
        ProduceSettings.MakeTicks(),
        static tick => new Message<Guid, Tick> { Key = tick.Instrument, Value = tick },
        TickJsonContext.Default.Tick,
        awaited);

    private static ConfluentContender<StampedTick> ConfluentStamped(string bootstrap)
    {
        byte[] type = Encoding.UTF8.GetBytes(StampedTick.HeaderValue);
        return new ConfluentContender<StampedTick>(
            bootstrap,
            StampedTick.Topic,
            ProduceSettings.MakeStampedTicks(),
            tick => new Message<Guid, StampedTick>
            {
                Key = tick.Instrument,
                Value = tick,
                Headers = new Headers { { StampedTick.HeaderName, type } },
                Timestamp = new Timestamp(tick.At),
            },
            TickJsonContext.Default.StampedTick,
            awaited: false);
    }
}
