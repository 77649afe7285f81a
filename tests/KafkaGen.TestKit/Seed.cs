using System.Globalization;

namespace KafkaGen.TestKit;

/// <summary>
/// The seed of the run's random values. It is fixed, so that a build says the same twice; <c>KAFKAGEN_SEED=random</c> takes a fresh one, and
/// <c>KAFKAGEN_SEED=123</c> the one that a failure has printed.
/// </summary>
public static class Seed
{
    public const string Variable = "KAFKAGEN_SEED";

    private const int Fixed = 20_260_229;

    public static int Value { get; } = Read(Environment.GetEnvironmentVariable(Variable));

    /// <summary>How to repeat the run; belongs into every message of a test that draws random values.</summary>
    public static string Hint { get; } = HintOf(Value);

    /// <summary>A seed that no run has had.</summary>
    public static int Fresh() => Random.Shared.Next();

    public static string HintOf(int seed) => string.Create(CultureInfo.InvariantCulture, $"Repeat with {Variable}={seed}.");

    private static int Read(string? value) => value switch
    {
        null or "" => Fixed,
        "random" => Fresh(),
        _ when int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed) => seed,
        _ => throw new FormatException($"{Variable}={value} is neither a number nor 'random'."),
    };
}
