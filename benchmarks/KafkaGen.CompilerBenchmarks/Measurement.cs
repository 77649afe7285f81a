using System.Diagnostics;
using System.Globalization;

namespace KafkaGen.CompilerBenchmarks;

/// <summary>The times of one kind of run.</summary>
internal sealed class Measurement(string name)
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Runs once and keeps the time.</summary>
    public T Take<T>(Func<T> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        T result = run();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    /// <summary>Keeps a time that was measured elsewhere.</summary>
    public void Add(double milliseconds) => _milliseconds.Add(milliseconds);

    public override string ToString()
    {
        double[] sorted = [.. _milliseconds.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name,-52} | {sorted[0],8:0.0} | {sorted[sorted.Length / 2],8:0.0} | {sorted[^1],8:0.0} |");
    }
}
