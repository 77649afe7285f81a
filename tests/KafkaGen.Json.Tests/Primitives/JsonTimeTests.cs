using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

[Trait("Draws", "Random")]
public class JsonTimeTests
{
    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void Dates_and_times_are_trimmed_ISO_8601(DateTimeKind kind)
    {
        JsonOracle.AssertSame(JsonText.Write, new DateTime(DateTime.MaxValue.Ticks, kind), new DateTime(DateTime.MinValue.Ticks, kind));
        JsonOracle.AssertSame(JsonText.Write, random => DateTime.SpecifyKind(random.DateTime(), kind));
    }

    [Fact]
    public void Every_length_of_fraction_is_trimmed()
    {
        for (long fraction = 1; fraction < TimeSpan.TicksPerSecond; fraction *= 10)
        {
            foreach (long ticks in new[] { fraction, TimeSpan.TicksPerSecond - fraction, 9 * fraction, 10 * fraction })
            {
                JsonOracle.AssertSame(JsonText.Write, new DateTime(ticks, DateTimeKind.Utc), new DateTime(ticks, DateTimeKind.Local));
                JsonOracle.AssertSame(JsonText.Write, new DateTimeOffset(ticks + TimeSpan.TicksPerDay, TimeSpan.FromHours(2)));
                JsonOracle.AssertSame(JsonText.Write, new TimeSpan(ticks), new TimeSpan(-ticks));
                JsonOracle.AssertSame(JsonText.Write, new TimeOnly(ticks));
            }
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Every_day_is_written()
    {
        DateOnly[] days = [.. Enumerable.Range(0, DateOnly.MaxValue.DayNumber + 1).Select(DateOnly.FromDayNumber)];
        JsonOracle.AssertSame(JsonText.Write, days);
        JsonOracle.AssertSame<DateTime>(
            JsonText.Write, [.. days.Where((_, day) => day % 100 == 0).Select(date => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))]);
    }

    [Fact]
    public void Every_offset_is_written()
    {
        for (int minutes = -14 * 60; minutes <= 14 * 60; minutes++)
        {
            JsonOracle.AssertSame(JsonText.Write, new DateTimeOffset(2024, 2, 29, 23, 59, 58, TimeSpan.FromMinutes(minutes)));
        }

        JsonOracle.AssertSame(JsonText.Write, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch);
        JsonOracle.AssertSame(JsonText.Write, random => random.DateTimeOffset());
    }

    [Fact]
    public void Times_and_spans_are_constant_format()
    {
        JsonOracle.AssertSame(JsonText.Write, TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(1, 2));
        JsonOracle.AssertSame(JsonText.Write, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero);
        JsonOracle.AssertSame(JsonText.Write, random => random.TimeOnly());
        JsonOracle.AssertSame(JsonText.Write, random => random.TimeSpan());
    }
}
