using System.Globalization;

namespace KafkaGen.Json.Tests.Shapes.Running;

/// <summary>What a long run is asked for.</summary>
/// <param name="Cases">How many values to compare at least.</param>
/// <param name="Seed">The seed of the first batch; each further batch has the next number.</param>
/// <param name="Time">After how long no further batch is begun.</param>
/// <param name="IsEverySettings">Whether the hand-made shapes are compared with every settings, each under every culture, before the random ones.</param>
internal sealed record LongRunOptions(long Cases, int Seed, TimeSpan Time, bool IsEverySettings)
{
    public const string Usage = "long [--cases N] [--seed S] [--minutes M] [--settings some|all]";

    /// <exception cref="FormatException">They cannot be understood.</exception>
    public static LongRunOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LongRunOptions(1_000_000, KafkaGen.TestKit.Seed.Fresh(), Timeout.InfiniteTimeSpan, IsEverySettings: false);
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string value = i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--cases" => options with { Cases = long.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--minutes" => options with { Time = TimeSpan.FromMinutes(double.Parse(value, CultureInfo.InvariantCulture)) },
                "--settings" when value is "all" or "some" => options with { IsEverySettings = value == "all" },
                "--settings" => throw new FormatException($"'--settings' takes 'all' or 'some', not '{value}'."),
                _ => throw new FormatException($"'{arguments[i]}' is not known."),
            };
        }

        return options;
    }
}
