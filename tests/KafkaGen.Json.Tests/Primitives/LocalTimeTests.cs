using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>Changes the zone of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LocalTimeTests), DisableParallelization = true)]
[Collection(nameof(LocalTimeTests))]
[Trait("Draws", "Random")]
public class LocalTimeTests
{
    [Theory]
    [InlineData("Asia/Kolkata", 330)]
    [InlineData("America/New_York", -300)]
    [InlineData("Australia/Lord_Howe", 660)]
    public void Local_times_carry_the_offset_of_their_zone_and_season(string zone, int januaryMinutes)
    {
        if (OperatingSystem.IsWindows() || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            Assert.Skip($"This system cannot be put into the zone {zone}.");
        }

        string? before = Environment.GetEnvironmentVariable("TZ");
        try
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
            Assert.Equal(januaryMinutes, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local)).TotalMinutes);

            // Half hours of a whole year: every hour that the clock skips or repeats is among them.
            var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            for (int step = 0; step < 366 * 48; step++)
            {
                DateTime local = start.AddMinutes(30 * step).ToLocalTime();
                JsonOracle.AssertSame(JsonText.Write, local, DateTime.SpecifyKind(start.AddMinutes(30 * step), DateTimeKind.Local));
            }

            JsonOracle.AssertSame(JsonText.Write, random => DateTime.SpecifyKind(random.DateTime(), DateTimeKind.Local), 2000);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }
    }
}
