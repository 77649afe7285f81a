using System.Diagnostics;
using System.Globalization;
using KafkaGen.Benchmarks.Produce;
using KafkaGen.Sending;
using KafkaGen.Transport;

namespace KafkaGen.Benchmarks.Soak;

/// <summary>
/// Full load for minutes, by every path: awaited, enqueued, in batches, and results that nobody takes. Memory and handles are looked at between
/// rounds, when nothing is in flight.
/// </summary>
internal static class SoakRun
{
    private const int BatchSize = 1_000;

    // A process that leaks 8 bytes a record would grow by gigabytes in ten minutes.
    private const long AllowedGrowth = 32 * 1024 * 1024;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] options)
    {
        (double minutes, string? bootstrap) = Parse(options);
        using Child? kafka = bootstrap is null ? Child.OfThisProgram("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        await using var client = KafkaGenClient.Create(settings => settings.BootstrapServers = bootstrap);
        Tick[] ticks = ProduceSettings.MakeTicks();
        ITopicProducer<Tick> producer = client.GetProducer<Tick>();

        Console.WriteLine($"{"",6} {"records",14} {"records/s",12} {"resident MB",12} {"managed MB",11} {"topics",7} {"slots",8}");
        long began = Stopwatch.GetTimestamp();
        long records = 0;
        Look? first = null;
        Look last;
        do
        {
            long roundBegan = Stopwatch.GetTimestamp();
            long inRound = 0;
            while (Stopwatch.GetElapsedTime(roundBegan) < s_round)
            {
                inRound += await LoadAsync(producer, ticks);
            }

            records += inRound;
            double rate = inRound / Stopwatch.GetElapsedTime(roundBegan).TotalSeconds;
            last = Look.Now(client);
            first ??= last;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(began):mm\\:ss}  {records,14:N0} {rate,12:N0} {last.Resident / 1048576.0,12:F1} {last.Managed / 1048576.0,11:F1} {last.Counts.Topics,7} {last.Counts.Slots,8:N0}"));
        }
        while (Stopwatch.GetElapsedTime(began).TotalMinutes < minutes);

        long grown = last.Resident - first.Resident;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{records:N0} records; resident memory {(grown < 0 ? "fell" : "grew")} by {Math.Abs(grown) / 1048576.0:F1} MB, managed by {(last.Managed - first.Managed) / 1048576.0:F1} MB since the first round"));
        bool isFlat = grown < AllowedGrowth
            && last.Managed - first.Managed < AllowedGrowth
            && last.Counts.Topics == first.Counts.Topics
            && client.BufferedRecords == 0;
        return isFlat ? 0 : 1;
    }

    // Awaited by 64 callers, enqueued, in batches, and discarded: as many records each.
    private static async Task<long> LoadAsync(ITopicProducer<Tick> producer, Tick[] ticks)
    {
        await ProduceSettings.ByCallersAsync<Tick>(ticks, async own =>
        {
            for (int i = 0; i < own.Length; i++)
            {
                await producer.ProduceAsync(own.Span[i]);
            }
        });
        for (int start = 0; start < ticks.Length; start += BatchSize)
        {
            ProduceBatchResult result = await producer.ProduceManyAsync(new ArraySegment<Tick>(ticks, start, BatchSize));
            ProduceSettings.ThrowIfFailed(result.FailedCount);
        }

        foreach (Tick tick in ticks)
        {
            await producer.EnqueueAsync(tick);
        }

        await producer.FlushAsync();
        for (int start = 0; start < ticks.Length; start += BatchSize)
        {
            for (int i = 0; i < BatchSize; i++)
            {
                // The point of this load: a result that is dropped.
#pragma warning disable CA2012, KG0302
                _ = producer.ProduceAsync(ticks[start + i]);
#pragma warning restore CA2012, KG0302
            }

            await producer.FlushAsync();
        }

        return 4L * ticks.Length;
    }

    private static (double Minutes, string? Bootstrap) Parse(string[] options)
    {
        double minutes = 10;
        string? bootstrap = null;
        for (int i = 0; i < options.Length; i += 2)
        {
            string? value = i + 1 < options.Length ? options[i + 1] : null;
            switch (options[i])
            {
                case "--minutes" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out minutes) && minutes > 0:
                    break;
                case "--bootstrap" when value is not null:
                    bootstrap = value;
                    break;
                default:
                    throw new ArgumentException($"'{options[i]} {value}' is not an option of soak: --minutes N, --bootstrap host:port.");
            }
        }

        return (minutes, bootstrap);
    }

    private sealed record Look(long Resident, long Managed, SenderCounts Counts)
    {
        public static Look Now(KafkaGenClient client)
        {
            long managed = GC.GetTotalMemory(forceFullCollection: true);
            using Process self = Process.GetCurrentProcess();
            return new Look(self.WorkingSet64, managed, client.Counts);
        }
    }
}
