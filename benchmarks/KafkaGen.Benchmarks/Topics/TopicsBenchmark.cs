using System.Diagnostics;
using System.Globalization;
using KafkaGen.Benchmarks.Produce;

namespace KafkaGen.Benchmarks.Topics;

/// <summary>What topics that are named at run time cost: opening each for the first time, asking for it again, and closing the client.</summary>
internal static class TopicsBenchmark
{
    private const int Default = 10_000;

    public static async Task<int> RunAsync(string[] options)
    {
        int count = Default;
        if (options is not [] && !(options is ["--count", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0))
        {
            Console.Error.WriteLine("topics [--count N]");
            return 2;
        }

        using Child kafka = Child.OfThisProgram("embedded-kafka");
        string bootstrap = await kafka.AnswerAsync();
        string[] names = [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"tenant-{number}.ticks"))];
        KafkaGenClient client = KafkaGenClient.Create(settings => settings.BootstrapServers = bootstrap);
        await client.GetProducer<Tick>().ProduceAsync(new Tick(Guid.NewGuid(), 1, 2.5m, 3));
        long memory = GC.GetTotalMemory(forceFullCollection: true);

        double first = Open(client, names);
        long taken = GC.GetTotalMemory(forceFullCollection: true) - memory;
        double again = Open(client, names);
        long began = Stopwatch.GetTimestamp();
        await client.DisposeAsync();
        double closed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} topics by ForTopic: {first:F0} ms for the first time ({first / count * 1000:F0} µs each), {again:F1} ms again, {taken / count} managed bytes each, {closed:F0} ms to close the client"));
        return 0;
    }

    private static double Open(KafkaGenClient client, string[] names)
    {
        long began = Stopwatch.GetTimestamp();
        foreach (string name in names)
        {
            client.ForTopic<Tick>(name);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
