using System.Globalization;

namespace KafkaGen.TestKit;

/// <summary>
/// The seed of random values: the same in every run, so that a gate is green or red for a reason; <c>KAFKAGEN_SEED</c> sets another.
/// Every failure of a random test prints <see cref="Hint"/>.
/// </summary>
public static class Seed
{
    /// <summary>The environment variable that sets the seed.</summary>
    public const string Variable = "KAFKAGEN_SEED";

    private const int Fixed = 20250;

    /// <summary>The run's seed.</summary>
    public static int Value { get; } = Read(Environment.GetEnvironmentVariable(Variable));

    /// <summary>How to repeat the run.</summary>
    public static string Hint => $"Repeat with {Variable}={Value.ToString(CultureInfo.InvariantCulture)}.";

    // A seed that cannot be read must not become another one: the failure that somebody wants to repeat would not come.
    private static int Read(string? text) =>
        string.IsNullOrEmpty(text) ? Fixed : int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
