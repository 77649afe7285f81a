using CsCheck;

namespace KafkaGen.TestKit;

/// <summary>Draws values from CsCheck's generators by the run's <see cref="Seed"/>, and lets CsCheck shrink those that fail.</summary>
public static class RandomChecks
{
    /// <summary>An endless sequence of values; a seed makes the same again.</summary>
    public static IEnumerable<T> Values<T>(this Gen<T> gen, int? seed = null)
    {
        for (uint sample = 0; ; sample++)
        {
            yield return gen.Generate(Source(seed ?? Seed.Value, sample), null, out _);
        }
    }

    /// <summary>Asserts something of so many values.</summary>
    /// <param name="gen">Makes the values. It is used by one thread.</param>
    /// <param name="count">How many values.</param>
    /// <param name="assert">Throws for a value of which it is not true, and again when it gets such a value again.</param>
    /// <param name="seed">Instead of the run's seed.</param>
    /// <param name="secondsToShrink">How long a smaller value is looked for after one has failed.</param>
    /// <param name="print">Makes the text of a value that fails; without it CsCheck does.</param>
    /// <exception cref="RandomFailureException">It is not true of a value: tells the smallest that was found, and how to repeat it.</exception>
    public static void Check<T>(
        this Gen<T> gen, int count, Action<T> assert, int? seed = null, int secondsToShrink = 5, Func<T, string>? print = null)
    {
        if (CsCheck.Check.Seed is { } repeated)
        {
            // The seed of a single value, as CsCheck prints it.
            gen.Sample(assert, seed: repeated, iter: 1, threads: 1, print: print);
            return;
        }

        for (uint sample = 0; sample < count; sample++)
        {
            PCG source = Source(seed ?? Seed.Value, sample);
            ulong began = source.State;
            try
            {
                assert(gen.Generate(source, null, out _));
            }
            catch (Exception failure)
            {
                throw Shrink(gen, assert, source.ToString(began), failure, seed ?? Seed.Value, secondsToShrink, print);
            }
        }
    }

    private static RandomFailureException Shrink<T>(
        Gen<T> gen, Action<T> assert, string began, Exception failure, int seed, int seconds, Func<T, string>? print)
    {
        try
        {
            gen.Sample(assert, seed: began, time: seconds, threads: 1, print: print);
        }
        catch (CsCheckException smallest)
        {
            return new RandomFailureException($"{smallest.InnerException?.Message}\n{smallest.Message}\n{Seed.HintOf(seed)}", smallest.InnerException!);
        }

        return new RandomFailureException($"{failure.Message}\nThe same value did not fail again, CsCheck_Seed={began}. {Seed.HintOf(seed)}", failure);
    }

    // Neighbouring seeds must not give values that resemble one another.
    private static PCG Source(int seed, uint sample) => new(sample, (uint)seed * 0x9E3779B97F4A7C15UL);
}

/// <summary>Something was not true of a random value.</summary>
public sealed class RandomFailureException(string message, Exception inner) : Exception(message, inner);
