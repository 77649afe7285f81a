using System.Runtime.CompilerServices;

namespace KafkaGen.Testing;

/// <summary>The times that a test can set.</summary>
internal static class TimeRange
{
    /// <summary>Checks a time, which can be zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    internal static TimeSpan Check(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(int.MaxValue), name);
        return time;
    }
}
