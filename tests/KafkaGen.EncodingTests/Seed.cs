using System.Globalization;

namespace KafkaGen.EncodingTests;

/// <summary>
/// The seed of the run's random values: another one in each run, printed by every failure; <c>KAFKAGEN_SEED</c> repeats a run.
/// </summary>
internal static class Seed
{
    public const string Variable = "KAFKAGEN_SEED";

    public static int Value { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : Random.Shared.Next();

    public static string Hint => $"Repeat with {Variable}={Value.ToString(CultureInfo.InvariantCulture)}.";
}
