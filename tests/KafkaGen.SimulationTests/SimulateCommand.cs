using System.Diagnostics;
using System.Globalization;
using KafkaGen.Sending.Brain;

namespace KafkaGen.SimulationTests;

/// <summary>
/// <c>./build.sh simulate</c>: one seed after the other, on all processors, until the number is reached or one of them fails. With <c>--broken</c> a rule of the sender is broken on
/// purpose, and a failure is what one wants to see. With <c>--trace</c> a failure tells of every request and answer.
/// </summary>
internal static class SimulateCommand
{
    private const int DefaultSeeds = 10_000;

    internal static int Run(string[] options)
    {
        int seeds = DefaultSeeds;
        int first = Random.Shared.Next();
        BrokenRule broken = BrokenRule.None;
        bool isTraced = false;
        for (int i = 0; i < options.Length; i++)
        {
            if (i + 1 < options.Length && int.TryParse(options[i + 1], CultureInfo.InvariantCulture, out int number) && options[i] is "--seeds" or "--seed")
            {
                (seeds, first) = options[i] == "--seeds" ? (number, first) : (seeds, number);
                i++;
            }
            else if (options[i] == "--trace")
            {
                isTraced = true;
            }
            else if (options[i] == "--broken" && i + 1 < options.Length && Enum.TryParse(options[i + 1], out broken))
            {
                i++;
            }
            else
            {
                Console.Error.WriteLine($"Unknown option '{options[i]}', or no value behind it. Usage: simulate [--seeds N] [--seed S] [--broken RULE] [--trace]");
                return 2;
            }
        }

        Stopwatch watch = Stopwatch.StartNew();
        long done = 0;
        long records = 0;
        long virtualTime = 0;
        SimulationException? failure = null;
        TimeSpan told = TimeSpan.Zero;
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (index, loop) =>
        {
            try
            {
                Simulation simulation = RandomRun.Run(unchecked(first + index), broken, isTraced);
                Interlocked.Add(ref records, simulation.Ledger.Count);
                Interlocked.Add(ref virtualTime, simulation.Clock.Milliseconds);
            }
            catch (SimulationException wrong)
            {
                Interlocked.CompareExchange(ref failure, wrong, null);
                loop.Stop();
            }

            long count = Interlocked.Increment(ref done);
            if (watch.Elapsed - told > TimeSpan.FromSeconds(10))
            {
                told = watch.Elapsed;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {seeds:N0} seeds, {count / watch.Elapsed.TotalSeconds:N0} a second"));
            }
        });
        if (failure is not null)
        {
            Console.Error.WriteLine(isTraced ? $"{string.Join(Environment.NewLine, failure.Trace)}{Environment.NewLine}{failure.Message}" : failure.Message);
            return 1;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done:N0} seeds from {first}, {records:N0} records, {virtualTime / 3_600_000.0:N1} hours of virtual time in {watch.Elapsed.TotalSeconds:N1} s: no violation"));
        return 0;
    }
}
