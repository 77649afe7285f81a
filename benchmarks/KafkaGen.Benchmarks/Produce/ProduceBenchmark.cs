using System.Globalization;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>
/// The same records by every contender, each in a process of its own, round after round in turn, so that a slow moment of the machine hits them
/// alike. The table shows medians, and medians of the ratios of one round.
/// </summary>
internal static class ProduceBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        (int rounds, string? bootstrap) = Parse(options);
        using CProgram? c = CProgram.TryBuild();
        using Child? kafka = bootstrap is null ? Child.OfThisProgram("embedded-kafka") : null;
        bootstrap ??= await kafka!.AnswerAsync();
        Console.WriteLine($"{"",-44} {"records/s",12} {"CPU us/record",14} {"B/record",10} {"times",7}");
        foreach ((string ours, string theirs, string ourRow, string theirRow) in ProduceContenders.Pairs)
        {
            if (c is null && (IsC(ours) || IsC(theirs)))
            {
                continue;
            }

            using Child us = Start(ours);
            await us.AnswerAsync();
            using Child them = Start(theirs);
            await them.AnswerAsync();
            List<double[]> our = [];
            List<double[]> their = [];
            for (int round = 0; round < rounds; round++)
            {
                Console.Error.Write($"\r{ourRow}: round {round + 1} of {rounds}   ");
                our.Add(await us.RoundAsync());
                their.Add(await them.RoundAsync());
            }

            Console.Error.Write($"\r{"",70}\r");
            Print(ourRow, our, Median(our.Zip(their, (a, b) => a[0] / b[0])));
            Print(theirRow, their, 1);
        }

        return 0;

        Child Start(string contender) => IsC(contender)
            ? c!.Start(bootstrap, stamped: contender == ProduceContenders.CStamped)
            : Child.OfThisProgram("produce-one", contender, bootstrap);
    }

    private static bool IsC(string contender) => contender is ProduceContenders.C or ProduceContenders.CStamped;

    private static void Print(string name, List<double[]> rounds, double times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-44} {Median(rounds.Select(round => round[0])),12:N0} {Median(rounds.Select(round => round[1])),14:F2} {Median(rounds.Select(round => round[2])),10:N0} {times,7:F2}"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    internal static (int Rounds, string? Bootstrap) Parse(string[] options)
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
                    throw new ArgumentException($"'{options[i]} {value}' is not an option: --rounds N, --bootstrap host:port.");
            }
        }

        return (rounds, bootstrap);
    }
}
