namespace KafkaGen.Sending.Brain;

/// <summary>Pauses that double from failure to failure, with a jitter of a fifth, as in Java's <c>ExponentialBackoff</c>.</summary>
internal static class Backoff
{
    private const double Jitter = 0.2;
    private const int ManyFailures = 30;

    /// <summary>The pause after the given number of failures in a row, in milliseconds.</summary>
    internal static long Of(long first, long largest, int failures, Random random)
    {
        double pause = Math.Min(largest, first * (double)(1L << Math.Clamp(failures - 1, 0, ManyFailures)));
        return (long)(pause * (1 - Jitter + (2 * Jitter * random.NextDouble())));
    }
}
