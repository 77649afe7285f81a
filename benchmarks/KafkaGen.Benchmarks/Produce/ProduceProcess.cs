using System.Diagnostics;
using System.Globalization;
using KafkaGen.Testing;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The child processes of the benchmark. Each line on standard input is an order; each line on standard output is an answer.</summary>
internal static class ProduceProcess
{
    /// <summary>Runs a contender: a warm-up round at once, then one round for each line.</summary>
    public static async Task<int> ContendAsync(string name, string bootstrap)
    {
        Tick[] ticks = ProduceSettings.Make();
        await using IProduceContender contender = Make(name, bootstrap);
        for (int warmUp = 0; warmUp < 2; warmUp++)
        {
            await contender.RunAsync(ticks);
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is { } order && order == "round")
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
            long began = Stopwatch.GetTimestamp();
            await contender.RunAsync(ticks);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - processor;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ticks.Length / took.TotalSeconds:F0} {used.TotalMicroseconds / ticks.Length:F3} {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)ticks.Length:F1}"));
        }

        return 0;
    }

    /// <summary>Serves an embedded Kafka until standard input ends.</summary>
    public static int ServeKafka()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("benchmarks.ticks", partitions: 6);
        Console.WriteLine(kafka.BootstrapServers);
        Console.In.ReadToEnd();
        return 0;
    }

    private static IProduceContender Make(string name, string bootstrap) => name switch
    {
        ProduceBenchmark.KafkaGenAwaited => new KafkaGenContender(bootstrap, awaited: true),
        ProduceBenchmark.KafkaGenEnqueued => new KafkaGenContender(bootstrap, awaited: false),
        ProduceBenchmark.ConfluentAwaited => new ConfluentContender(bootstrap, awaited: true),
        ProduceBenchmark.ConfluentHandled => new ConfluentContender(bootstrap, awaited: false),
        _ => throw new ArgumentException($"There is no contender '{name}'."),
    };
}
