using System.Diagnostics;
using System.Globalization;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>
/// The same records by every contender, each in a process of its own, round after round in turn, so that a slow moment of the machine hits them
/// alike. The table shows medians, and medians of the ratios of one round.
/// </summary>
internal static class ProduceBenchmark
{
    internal const string KafkaGenAwaited = "kafkagen-awaited";
    internal const string KafkaGenEnqueued = "kafkagen-enqueued";
    internal const string ConfluentAwaited = "confluent-awaited";
    internal const string ConfluentHandled = "confluent-handled";

    private static readonly (string Ours, string Theirs, string OurName, string TheirName)[] s_pairs =
    [
        (KafkaGenAwaited, ConfluentAwaited, "KafkaGen, ProduceAsync awaited", "Confluent.Kafka, ProduceAsync awaited"),
        (KafkaGenEnqueued, ConfluentHandled, "KafkaGen, EnqueueAsync and flush", "Confluent.Kafka, Produce with a handler"),
    ];

    public static async Task<int> RunAsync(string[] options)
    {
        (int rounds, string? bootstrap) = Parse(options);
        using Child? kafka = bootstrap is null ? new Child("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        Console.WriteLine($"{"",-42} {"records/s",12} {"CPU us/record",14} {"B/record",10} {"times",7}");
        foreach ((string ours, string theirs, string ourName, string theirName) in s_pairs)
        {
            using Child us = new("produce-one", ours, bootstrap);
            await us.AnswerAsync();
            using Child them = new("produce-one", theirs, bootstrap);
            await them.AnswerAsync();
            List<double[]> our = [];
            List<double[]> their = [];
            for (int round = 0; round < rounds; round++)
            {
                Console.Error.Write($"\r{ourName}: round {round + 1} of {rounds}   ");
                our.Add(await us.RoundAsync());
                their.Add(await them.RoundAsync());
            }

            Console.Error.Write($"\r{"",60}\r");
            Print(ourName, our, Median(our.Zip(their, (a, b) => a[0] / b[0])));
            Print(theirName, their, 1);
        }

        return 0;
    }

    private static void Print(string name, List<double[]> rounds, double times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-42} {Median(rounds.Select(round => round[0])),12:N0} {Median(rounds.Select(round => round[1])),14:F2} {Median(rounds.Select(round => round[2])),10:N0} {times,7:F2}"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static (int Rounds, string? Bootstrap) Parse(string[] options)
    {
        int rounds = 5;
        string? bootstrap = null;
        for (int i = 0; i < options.Length; i += 2)
        {
            string? value = i + 1 < options.Length ? options[i + 1] : null;
            switch (options[i])
            {
                case "--rounds" when int.TryParse(value, out rounds) && rounds > 0:
                    break;
                case "--bootstrap" when value is not null:
                    bootstrap = value;
                    break;
                default:
                    throw new ArgumentException($"'{options[i]} {value}' is not an option of produce: --rounds N, --bootstrap host:port.");
            }
        }

        return (rounds, bootstrap);
    }

    /// <summary>A process of this program that answers line by line.</summary>
    private sealed class Child : IDisposable
    {
        private readonly Process _process;

        public Child(params string[] arguments)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            {
                start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
            }

            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            _process = Process.Start(start)!;
        }

        public async Task<string> AnswerAsync() =>
            await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A process of the benchmark ended early.");

        public async Task<double[]> RoundAsync()
        {
            await _process.StandardInput.WriteLineAsync("round");
            await _process.StandardInput.FlushAsync();
            string answer = await AnswerAsync();
            return [.. answer.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        }

        // The end of its input ends it.
        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
