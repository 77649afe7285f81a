using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KafkaGen.ApplicationCode;

/// <summary>Calls of the application's code that stay where they are: what they throw is dropped.</summary>
internal static class Guarded
{
    /// <summary>Cancels a token that the application has: what it has registered there runs on a thread of its own.</summary>
    internal static void Cancel(CancellationTokenSource source) => OwnThread.Start("KafkaGen cancelling", () =>
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
            // What callbacks of the application threw.
        }
    });

    /// <summary>Counts. Listeners run inside.</summary>
    internal static void Count(Counter<long> counter, long count, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            counter.Add(count, tags);
        }
#pragma warning disable CA1031 // a listener is the application's code: this measurement is dropped
        catch
#pragma warning restore CA1031
        {
            // Nobody could be told: a listener that throws does so for each measurement.
        }
    }

    /// <summary>Measures. Listeners run inside.</summary>
    internal static void Measure(Histogram<double> histogram, double value, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
#pragma warning disable CA1031 // as for a count
        catch
#pragma warning restore CA1031
        {
            // As for a count.
        }
    }

    /// <summary>Stops a span. Listeners run inside.</summary>
    internal static void Stop(Activity span)
    {
        try
        {
            span.Stop();
        }
#pragma warning disable CA1031 // as for a count
        catch
#pragma warning restore CA1031
        {
            // As for a count.
        }
    }
}
