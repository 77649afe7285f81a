using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests.Telemetry;

public sealed class RepeatedLinesTests
{
    private const string Refused = "[thrd:a:9092/bootstrap]: a:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)";
    private const string RefusedAgain = "[thrd:a:9092/1]: a:9092/bootstrap: Connect to ipv4#10.0.0.2:9092 failed: Connection refused (after 3ms in state CONNECT, 1 identical error(s) suppressed)";

    private readonly RepeatedLines _lines = new(TimeSpan.FromSeconds(30));

    [Fact]
    public void A_kind_of_line_passes_once_an_interval_and_the_others_are_counted()
    {
        Assert.True(_lines.TryPass("FAIL", Refused, level: 3, now: 0));
        Assert.False(_lines.TryPass("FAIL", RefusedAgain, level: 3, now: 10));
        Assert.False(_lines.TryPass("FAIL", RefusedAgain, level: 3, now: 29_999));

        Assert.Empty(_lines.TakeLeftOut(now: 29_999));
        Assert.Equal([("FAIL", RefusedAgain, 2, 3)], _lines.TakeLeftOut(now: 30_000));
        Assert.False(_lines.TryPass("FAIL", Refused, level: 3, now: 30_001));
        Assert.Equal([("FAIL", Refused, 1, 3)], _lines.TakeLeftOut(now: 60_000));
        Assert.Empty(_lines.TakeLeftOut(now: 90_000));
        Assert.True(_lines.TryPass("FAIL", Refused, level: 3, now: 90_001));
    }

    [Fact]
    public void Other_facilities_and_texts_are_other_kinds()
    {
        Assert.True(_lines.TryPass("FAIL", Refused, level: 3, now: 0));
        Assert.True(_lines.TryPass("ERROR", Refused, level: 3, now: 0));
        Assert.True(_lines.TryPass("FAIL", Refused.Replace("Connection refused", "Connection timed out", StringComparison.Ordinal), level: 3, now: 0));
        Assert.True(_lines.TryPass("FAIL", Refused.Replace("a:9092/bootstrap: C", "b:9092/bootstrap: C", StringComparison.Ordinal), level: 3, now: 0));
    }

    [Fact]
    public void Very_many_kinds_share_one()
    {
        int passed = Enumerable.Range(0, 10_000).Count(i => _lines.TryPass("FAIL", new string((char)('A' + (i % 26)), (i / 26) + 1), level: 3, now: 0));

        Assert.InRange(passed, 200, 300);
        Assert.Equal(10_000 - passed, _lines.TakeLeftOut(now: 30_000).Sum(left => left.LeftOut));
    }

    [Theory]
    [InlineData("FAIL", 3, "Connection", LogLevel.Warning)]
    [InlineData("SASLREFRESH", 3, "Security", LogLevel.Error)]
    [InlineData("GETPID", 4, "Transactions", LogLevel.Warning)]
    [InlineData("FATAL", 0, "Transactions", LogLevel.Critical)]
    [InlineData("PARTCNT", 5, "Metadata", LogLevel.Information)]
    [InlineData("CONFWARN", 4, "Configuration", LogLevel.Warning)]
    [InlineData("PRODUCE", 7, "Delivery", LogLevel.Debug)]
    [InlineData("THREAD", 2, "", LogLevel.Critical)]
    public void A_facility_has_a_group_and_its_lines_a_level(string facility, int syslogLevel, string group, LogLevel level)
    {
        Assert.Equal(group, LibrdkafkaFacilities.GroupOf(facility));
        Assert.Equal(level, LibrdkafkaFacilities.LevelOf(syslogLevel, group));
    }
}
