using System.Diagnostics;

namespace KafkaGen.Benchmarks;

/// <summary>
/// Runs contenders in alternating rounds, so that a slow moment of the machine hits them alike, and takes each one's median.
/// </summary>
internal static class Race
{
    // Long enough for the runtime to compile the last tier of everything.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Result> Run(IReadOnlyList<Contender> contenders, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            foreach (Contender contender in contenders)
            {
                contender.Run();
            }
        }

        double[][] times = [.. contenders.Select(_ => new double[rounds])];
        long[] bytes = new long[contenders.Count];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                // Another one begins each round: nobody always runs in the cache that the same other one left.
                int i = (round + turn) % contenders.Count;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long began = Stopwatch.GetTimestamp();
                contenders[i].Run();
                times[i][round] = Stopwatch.GetElapsedTime(began).TotalNanoseconds / contenders[i].Operations;
                bytes[i] += GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }

        return
        [
            .. contenders.Select((contender, i) => new Result(
                contender.Name, Percentile(times[i], 0.5), Percentile(times[i], 0.05), bytes[i] / ((double)rounds * contender.Operations))),
        ];
    }

    /// <summary>Prints the results, the first contender as the measure of the others.</summary>
    public static void Print(IReadOnlyList<Result> results, TextWriter output)
    {
        output.WriteLine($"{"",-44} {"median ns/op",12} {"5 % ns/op",12} {"B/op",8} {"ratio",8}");
        foreach (Result result in results)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{result.Name,-44} {result.Median,12:F0} {result.Fast,12:F0} {result.Bytes,8:F0} {result.Median / results[0].Median,8:F2}"));
        }
    }

    private static double Percentile(double[] times, double fraction)
    {
        Array.Sort(times);
        return times[(int)(fraction * (times.Length - 1))];
    }

    /// <summary>What was measured of one contender, per operation.</summary>
    /// <param name="Name">The contender.</param>
    /// <param name="Median">Nanoseconds in the middle round.</param>
    /// <param name="Fast">Nanoseconds of the fastest twentieth: what the machine can do undisturbed.</param>
    /// <param name="Bytes">Managed bytes allocated.</param>
    internal sealed record Result(string Name, double Median, double Fast, double Bytes);
}
