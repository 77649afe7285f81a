using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using KafkaGen.Benchmarks.Produce;

namespace KafkaGen.Benchmarks.Start;

/// <summary>How long the first record of a new client takes on a broker that runs, each time in a process of its own.</summary>
internal static class StartBenchmark
{
    private const string Ours = "kafkagen";
    private const string Theirs = "confluent";

    public static async Task<int> RunAsync(string[] options)
    {
        (int rounds, string? bootstrap) = ProduceBenchmark.Parse(options);
        using Child? kafka = bootstrap is null ? Child.OfThisProgram("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        List<double> our = [];
        List<double> their = [];
        for (int round = 0; round < rounds; round++)
        {
            our.Add(await MeasureAsync(Ours, bootstrap));
            their.Add(await MeasureAsync(Theirs, bootstrap));
        }

        Console.WriteLine("Milliseconds from making the client to the first acknowledgement, median of {0} (fastest, slowest):", rounds);
        Print("KafkaGen", our);
        Print("Confluent.Kafka, with the same linger", their);
        return 0;
    }

    /// <summary>The child process: one client, one record.</summary>
    public static async Task<int> MeasureOneAsync(string contender, string bootstrap)
    {
        // Loading the native library is not what is measured.
        Native.LibrdkafkaResolver.EnsureLoaded();
        Tick tick = new(Guid.NewGuid(), 1, 2.5m, 3);
        long began = Stopwatch.GetTimestamp();
        if (contender == Ours)
        {
            await using KafkaGenClient client = KafkaGenClient.Create(settings => settings.BootstrapServers = bootstrap);
            await client.GetProducer<Tick>().ProduceAsync(tick);
            Answer(began);
        }
        else
        {
            ProducerConfig config = new() { BootstrapServers = bootstrap, EnableIdempotence = true, LingerMs = 1, SocketNagleDisable = true };
            using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(config).Build();
            await producer.ProduceAsync(Tick.Topic, new Message<Null, byte[]> { Value = [1] });
            Answer(began);
        }

        return 0;
    }

    private static void Answer(long began) =>
        Console.WriteLine(Stopwatch.GetElapsedTime(began).TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture));

    private static async Task<double> MeasureAsync(string contender, string bootstrap)
    {
        using Child child = Child.OfThisProgram("start-one", contender, bootstrap);
        return double.Parse(await child.AnswerAsync(), CultureInfo.InvariantCulture);
    }

    private static void Print(string name, List<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {name,-44} {sorted[sorted.Length / 2],8:F1}   ({sorted[0]:F1}, {sorted[^1]:F1})"));
    }
}
