using System.Diagnostics;
using System.Globalization;
using KafkaGen.Benchmarks.Produce;

namespace KafkaGen.Benchmarks.Deploy;

/// <summary>
/// The same program published in several ways: what lies on the disk, how long it takes from the start of the process to the first acknowledged record
/// on a broker that runs, and what it holds in memory. The ways take turns, so that a slow moment of the machine hits them alike.
/// </summary>
internal static class DeployBenchmark
{
    private const int Load = 200_000;

    /// <summary>What './build.sh bench deploy' has published.</summary>
    private static readonly (string Folder, string Program, string Title)[] s_ways =
    [
        ("jit", "Deployment.KafkaGen", "JIT"),
        ("ready-to-run", "Deployment.KafkaGen", "ReadyToRun"),
        ("aot", "Deployment.KafkaGen", "Native AOT"),
        ("aot-static", "Deployment.KafkaGen", "Native AOT, librdkafka inside"),
        ("confluent", "Deployment.Confluent", "Confluent.Kafka, JIT"),
    ];

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        (int rounds, string? bootstrap) = ProduceBenchmark.Parse(options);
        using Child? kafka = bootstrap is null ? Child.OfThisProgram("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        Measurement[] measurements =
        [
            .. s_ways.Select(way => new Measurement(way.Title, Path.Combine(folder, way.Folder), way.Program)).Where(way => File.Exists(way.Program)),
        ];
        for (int round = 0; round < rounds; round++)
        {
            foreach (Measurement measurement in measurements)
            {
                await measurement.StartAsync(bootstrap, withLoad: round < 3);
            }
        }

        Console.WriteLine($"| | on disk, MB | first record acknowledged, ms (fastest, slowest of {rounds}) | resident when idle, MB | resident under load, MB |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        Array.ForEach(measurements, measurement => Console.WriteLine(measurement));
        return 0;
    }

    private sealed class Measurement(string title, string folder, string program)
    {
        private readonly List<double> _starts = [];
        private readonly List<double> _idle = [];
        private readonly List<double> _loaded = [];

        public string Program { get; } = Path.Combine(folder, program);

        public async Task StartAsync(string bootstrap, bool withLoad)
        {
            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(Program, [bootstrap])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            await AnswerAsync(process);
            _starts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            _idle.Add(Resident(process, "VmRSS:"));
            if (withLoad)
            {
                await process.StandardInput.WriteLineAsync(Load.ToString(CultureInfo.InvariantCulture));
                await process.StandardInput.FlushAsync();
                await AnswerAsync(process);
                _loaded.Add(Resident(process, "VmHWM:"));
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {Size():F1} | {Median(_starts):F0} ({_starts.Min():F0}, {_starts.Max():F0}) | {Median(_idle):F0} | {Median(_loaded):F0} |");

        // What is deployed: without symbols. The runtime of .NET and librdkafka are not in it unless they are in the executable.
        private double Size() => new DirectoryInfo(Path.GetDirectoryName(Program)!).GetFiles()
            .Where(file => file.Extension is not (".dbg" or ".pdb")).Sum(file => file.Length) / 1e6;

        private static async Task AnswerAsync(Process process)
        {
            string? answer = await process.StandardOutput.ReadLineAsync();
            if (answer != "acknowledged")
            {
                throw new InvalidOperationException($"The program answered '{answer}'.");
            }
        }

        private static double Resident(Process process, string line) =>
            double.Parse(
                File.ReadLines($"/proc/{process.Id}/status").Single(text => text.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture) / 1000;

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
