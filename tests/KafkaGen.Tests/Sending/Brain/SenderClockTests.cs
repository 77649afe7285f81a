using KafkaGen.Sending.Brain;

namespace KafkaGen.Tests.Sending.Brain;

public sealed class SenderClockTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_wall_clock_follows_one_that_is_set_within_a_second()
    {
        SetTime time = new() { Now = s_start };
        SenderClock clock = new(time);
        Assert.Equal(s_start.ToUnixTimeMilliseconds(), clock.WallMilliseconds);

        time.Now = s_start.AddHours(-1);
        time.Elapsed = TimeSpan.FromMilliseconds(1_000);

        Assert.Equal(s_start.AddHours(-1).ToUnixTimeMilliseconds(), clock.WallMilliseconds);
        Assert.Equal(1_000, clock.Milliseconds);
    }

    [Fact]
    public void The_wall_clock_does_not_go_back_for_a_tick()
    {
        SetTime time = new() { Now = s_start };
        SenderClock clock = new(time);

        time.Now = s_start.AddMilliseconds(990);
        time.Elapsed = TimeSpan.FromMilliseconds(1_000);

        Assert.Equal(s_start.AddMilliseconds(1_000).ToUnixTimeMilliseconds(), clock.WallMilliseconds);
    }

    [Fact]
    public void The_wall_clock_is_that_of_the_system()
    {
        SenderClock clock = new(TimeProvider.System);

        long before = DateTimeOffset.UtcNow.AddMilliseconds(-50).ToUnixTimeMilliseconds();
        long told = clock.WallMilliseconds;
        long after = DateTimeOffset.UtcNow.AddMilliseconds(50).ToUnixTimeMilliseconds();

        Assert.InRange(told, before, after);
    }

    private sealed class SetTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; }

        internal TimeSpan Elapsed { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
