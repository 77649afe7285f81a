using System.Diagnostics;
using System.Globalization;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.Native;

namespace KafkaGen.KafkaTests.Faults;

/// <summary>Every fault in turn, for as long as it is told, and the table of what it cost: <c>./build.sh chaos</c>.</summary>
internal static class ChaosRun
{
    private const string Usage = """
        chaos [--minutes N] [--seed S] [--rate R] [--fault NAME] [--write FILE]

          --minutes  how long, at least (10); each fault happens once even so
          --seed     repeats the choices of an earlier run (random; printed)
          --rate     records produced a second meanwhile (5000)
          --fault    only this one, such as "leaders moved"
          --write    also writes the table of all faults into a page, between the lines 'chaos table' and 'end of chaos table'
        """;

    private static readonly string[] s_columns =
        ["fault", "times", "records", "lost", "doubled", "reordered", "unanswered", "wrong status", "failed", "longest stall"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        Options options;
        try
        {
            options = Options.Parse(arguments);
        }
        catch (FormatException error)
        {
            await Console.Error.WriteLineAsync($"{error.Message}\n\n{Usage}");
            return 2;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {options.Seed}, {options.RecordsPerSecond} records/s, librdkafka {LibrdkafkaVersion()}, at least {options.Minutes} min"));
        List<FaultRun> runs = [];
        await using (KafkaCluster kafka = await KafkaCluster.StartAsync(nodes: 3, own: true, isProxied: true))
        {
            await using var client = KafkaGenClient.Create(client => client.BootstrapServers = kafka.ProxiedServers);
            long began = Stopwatch.GetTimestamp();
            for (int turn = 0; turn < options.Faults.Count || Stopwatch.GetElapsedTime(began).TotalMinutes < options.Minutes; turn++)
            {
                Fault fault = options.Faults[turn % options.Faults.Count];
                Console.Error.Write(string.Create(
                    CultureInfo.InvariantCulture, $"\r{Stopwatch.GetElapsedTime(began):mm\\:ss}  {turn + 1}. {fault.Name,-34}"));
                FaultRun run = await FaultRun.RunAsync(kafka, client, fault, new Random(options.Seed + turn), options.RecordsPerSecond);
                runs.Add(run);
                if (!run.Account.IsClean)
                {
                    await Console.Error.WriteLineAsync($"\r{fault.Name}: {run.Account}");
                }

                foreach (string failure in run.Account.Failures)
                {
                    await Console.Error.WriteLineAsync($"\r{fault.Name}: {failure}");
                }
            }
        }

        await Console.Error.WriteLineAsync();
        string table = TableOf(runs);
        Console.Write(table);
        if (options.Page is { } page && options.Faults == Fault.All)
        {
            Write(page, options, table);
        }

        return runs.TrueForAll(run => run.Account.IsClean) ? 0 : 1;
    }

    private static string TableOf(List<FaultRun> runs)
    {
        IEnumerable<string[]> rows = runs.GroupBy(run => run.Fault).Select(fault => Row(fault.Key, [.. fault]));
        string[][] all = [s_columns, [.. s_columns.Select((_, i) => i == 0 ? "---" : "--:")], .. rows, Row("all", runs)];
        return string.Concat(all.Select(cells => $"| {string.Join(" | ", cells)} |\n"));
    }

    private static string[] Row(string name, List<FaultRun> runs) =>
    [
        name,
        Number(runs.Count),
        Number(runs.Sum(run => run.Account.Produced)),
        Number(runs.Sum(run => run.Account.Lost)),
        Number(runs.Sum(run => run.Account.Doubled)),
        Number(runs.Sum(run => run.Account.Reordered)),
        Number(runs.Sum(run => run.Account.Unanswered)),
        Number(runs.Sum(run => run.Account.WronglyNotPersisted + run.Account.Misplaced)),
        Number(runs.Sum(run => run.Account.Failed)),
        string.Create(CultureInfo.InvariantCulture, $"{runs.Max(run => run.LongestStall).TotalSeconds:F1} s"),
    ];

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Write(string page, Options options, string table)
    {
        const string Begin = "<!-- chaos table -->\n";
        const string End = "<!-- end of chaos table -->";
        string text = File.ReadAllText(page);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < Begin.Length || to < from)
        {
            throw new InvalidOperationException($"'{page}' has no '{Begin.Trim()}' and '{End}' to write between.");
        }

        string how = string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {options.Seed}, at least {options.Minutes} minutes, {options.RecordsPerSecond:N0} records a second, librdkafka {LibrdkafkaVersion()}:\n\n");
        File.WriteAllText(page, $"{text[..from]}\n{how}{table}\n{text[to..]}");
    }

    private static string LibrdkafkaVersion()
    {
        LibrdkafkaResolver.EnsureLoaded();
        return LibrdkafkaResolver.VersionText();
    }

    private sealed record Options(double Minutes, int Seed, int RecordsPerSecond, IReadOnlyList<Fault> Faults, string? Page)
    {
        public static Options Parse(string[] arguments)
        {
            Options options = new(10, Random.Shared.Next(), 5_000, Fault.All, null);
            for (int i = 0; i < arguments.Length; i += 2)
            {
                string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"'{arguments[i]}' has no value.");
                options = arguments[i] switch
                {
                    "--minutes" => options with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                    "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                    "--rate" => options with { RecordsPerSecond = int.Parse(value, CultureInfo.InvariantCulture) },
                    "--fault" => options with { Faults = [Named(value)] },
                    "--write" => options with { Page = value },
                    _ => throw new FormatException($"'{arguments[i]}' is not an option."),
                };
            }

            return options;
        }

        private static Fault Named(string name) => Fault.All.FirstOrDefault(fault => fault.Name == name)
            ?? throw new FormatException($"'{name}' is no fault: {string.Join(", ", Fault.All.Select(fault => $"'{fault.Name}'"))}.");
    }
}
