using KafkaGen.Accumulating;

namespace KafkaGen.SimulationTests;

/// <summary>Time that passes when the simulation says so.</summary>
internal sealed class VirtualClock : IAccumulatorClock
{
    /// <summary>A moment in 2026, in which virtual time begins.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Milliseconds { get; private set; }

    public long WallMilliseconds => Start.ToUnixTimeMilliseconds() + Milliseconds + Shift;

    /// <summary>How far somebody has set the wall clock.</summary>
    internal long Shift { get; set; }

    internal TimeSpan Span => TimeSpan.FromMilliseconds(Milliseconds);

    internal void AdvanceTo(long milliseconds) => Milliseconds = Math.Max(Milliseconds, milliseconds);
}
