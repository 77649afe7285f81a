using KafkaGen.Accumulating;

namespace KafkaGen.Sending.Brain;

/// <summary>
/// The clocks of a process. The wall clock is asked for each record, so it is the system's count of ticks, a few nanoseconds, and what that lacks. Whoever reads it looks after a second
/// whether somebody has set the clock meanwhile, so that no thread has to wake up for it.
/// </summary>
/// <remarks>The system's ticks are 1 to 16 ms, and so exact is the time.</remarks>
internal sealed class SenderClock : IAccumulatorClock
{
    private const long CheckEvery = 1_000;

    // What the granularity of ticks can make of two looks: following it would let the times of records go back and forth.
    private const long Tolerance = 20;

    private readonly TimeProvider _provider;
    private readonly bool _isSystem;
    private readonly long _start;
    private long _offset;
    private long _checkAt;

    internal SenderClock(TimeProvider provider)
    {
        _provider = provider;
        _isSystem = ReferenceEquals(provider, TimeProvider.System);
        _start = provider.GetTimestamp();
        _offset = provider.GetUtcNow().ToUnixTimeMilliseconds() - Ticks;
        _checkAt = Ticks + CheckEvery;
    }

    public long Milliseconds => (long)_provider.GetElapsedTime(_start).TotalMilliseconds;

    public long WallMilliseconds
    {
        get
        {
            long ticks = Ticks;
            if (ticks >= Volatile.Read(ref _checkAt))
            {
                Check(ticks);
            }

            return ticks + Volatile.Read(ref _offset);
        }
    }

    private long Ticks => _isSystem ? Environment.TickCount64 : Milliseconds;

    private void Check(long ticks)
    {
        Volatile.Write(ref _checkAt, ticks + CheckEvery);
        long offset = _provider.GetUtcNow().ToUnixTimeMilliseconds() - ticks;
        if (Math.Abs(offset - Volatile.Read(ref _offset)) > Tolerance)
        {
            Volatile.Write(ref _offset, offset);
        }
    }
}
