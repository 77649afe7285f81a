using System.Diagnostics;
using System.Globalization;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>
/// What <c>linger.ms</c> and <c>sticky.partitioning.linger.ms</c> cost and give: throughput of a full buffer, and latency at a modest rate. The settings
/// take turns, round after round; the table shows medians.
/// </summary>
internal static class LingerBenchmark
{
    private const int PacedRounds = 1000;
    private const int RecordsPerMillisecond = 2;

    private static readonly double[] s_lingers = [0, 0.5, 1, 2, 5];
    private static readonly int[] s_stickies = [0, 2, 10, 50];

    public static async Task<int> RunAsync(string[] options)
    {
        (int rounds, string? bootstrap) = ProduceBenchmark.Parse(options);
        using Child? kafka = bootstrap is null ? Child.OfThisProgram("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        Tick[] ticks = ProduceSettings.MakeTicks();
        Console.WriteLine($"{"linger.ms, keyed records",-30} {"records/s",12} {"CPU us/record",14} {"p50 ms",8} {"p99 ms",8}");
        await CompareAsync(s_lingers, rounds, linger => Connect(bootstrap, linger, sticky: 10), client => client.GetProducer<Tick>(), ticks);

        EncodedRecord[] unkeyed = [.. EncodedRecords.Of(ticks).Select(record => record with { Key = null })];
        Console.WriteLine($"{"sticky ms at linger 1, no keys",-30}");
        await CompareAsync(
            s_stickies, rounds, sticky => Connect(bootstrap, linger: 1, sticky), client => client.ForTopic<EncodedRecord>(Tick.Topic), unkeyed);
        return 0;
    }

    private static KafkaGenClient Connect(string bootstrap, double linger, int sticky) => KafkaGenClient.Create(options =>
    {
        options.BootstrapServers = bootstrap;
        options.Properties["linger.ms"] = linger.ToString(CultureInfo.InvariantCulture);
        options.Properties["sticky.partitioning.linger.ms"] = sticky.ToString(CultureInfo.InvariantCulture);
    });

    private static async Task CompareAsync<TSetting, T>(
        TSetting[] settings, int rounds, Func<TSetting, KafkaGenClient> connect, Func<KafkaGenClient, ITopicProducer<T>> open, T[] messages)
    {
        KafkaGenClient[] clients = [.. settings.Select(connect)];
        var figures = new List<double[]>[settings.Length];
        for (int i = 0; i < settings.Length; i++)
        {
            figures[i] = [];
            await MeasureAsync(open(clients[i]), messages);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < settings.Length; i++)
            {
                figures[i].Add(await MeasureAsync(open(clients[i]), messages));
            }
        }

        for (int i = 0; i < settings.Length; i++)
        {
            double[] medians = [.. Enumerable.Range(0, 4).Select(figure => Percentile([.. figures[i].Select(round => round[figure])], 0.5))];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{settings[i],-30} {medians[0],12:N0} {medians[1],14:F2} {medians[2],8:F2} {medians[3],8:F2}"));
            await clients[i].DisposeAsync();
        }
    }

    private static async Task<double[]> MeasureAsync<T>(ITopicProducer<T> producer, T[] messages)
    {
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        foreach (T message in messages)
        {
            await producer.EnqueueAsync(message);
        }

        await producer.FlushAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - processor;

        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(1));
        var answers = new List<Task<double>>(PacedRounds * RecordsPerMillisecond);
        for (int i = 0; i < PacedRounds && await pace.WaitForNextTickAsync(); i++)
        {
            for (int j = 0; j < RecordsPerMillisecond; j++)
            {
                answers.Add(TimeAsync(producer, messages[answers.Count]));
            }
        }

        double[] latencies = await Task.WhenAll(answers);
        return
        [
            messages.Length / took.TotalSeconds, used.TotalMicroseconds / messages.Length, Percentile(latencies, 0.5), Percentile(latencies, 0.99),
        ];
    }

    private static async Task<double> TimeAsync<T>(ITopicProducer<T> producer, T message)
    {
        long began = Stopwatch.GetTimestamp();
        await producer.ProduceAsync(message);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Percentile(double[] values, double part)
    {
        Array.Sort(values);
        return values[(int)Math.Min(values.Length - 1, values.Length * part)];
    }
}
