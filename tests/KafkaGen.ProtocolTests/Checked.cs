using System.Globalization;
using CsCheck;

namespace KafkaGen.ProtocolTests;

/// <summary>
/// How properties are checked: from a fixed seed, so that every run checks the same values; <c>KAFKAGEN_SEED</c> takes another (any number).
/// A failure is shrunk by CsCheck, and its text names the seed that repeats the value.
/// </summary>
internal static class Checked
{
    private const ulong FixedSeed = 20_261_129;

    /// <summary>The seed of this run.</summary>
    public static ulong Seed { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("KAFKAGEN_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : FixedSeed;

    /// <summary>One of these values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Checks <paramref name="property"/> for so many values of <paramref name="gen"/>.</summary>
    public static void For<T>(Gen<T> gen, int count, Action<T> property, Func<T, string>? print = null)
    {
        for (uint index = 0; index < count; index++)
        {
            string state = new PCG(index, Seed).ToString();
            T value = gen.Generate(PCG.Parse(state), null, out _);
            try
            {
                property(value);
            }
            catch (Exception exception)
            {
                // CsCheck only begins with a seed that it is given, so that it is for shrinking what has been found.
                gen.Sample(property, seed: state, iter: 2_000, threads: 1, print: print);
                throw new InvalidOperationException(
                    $"Value {index} of seed {Seed} (CsCheck {state}): {print?.Invoke(value) ?? $"{value}"}", exception);
            }
        }
    }
}
