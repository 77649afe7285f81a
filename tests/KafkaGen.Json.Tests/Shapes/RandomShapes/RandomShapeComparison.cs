using KafkaGen.Json.Tests.Shapes.Comparing;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes.RandomShapes;

/// <summary>Compares many random shapes, compiled together.</summary>
internal static class RandomShapeComparison
{
    private const int SecondsToShrink = 30;

    /// <returns>How many values were compared.</returns>
    /// <exception cref="RandomFailureException">A shape differs: tells the smallest that was found.</exception>
    public static long Compare(int seed, int count, int rounds)
    {
        if (Check.Seed is not null)
        {
            // The seed of a single shape, as CsCheck prints it.
            CompareOneByOne(seed, count, rounds);
            return rounds;
        }

        Shape[] shapes = ShapeGenerator.Some(seed, count);
        var compiled = CompiledShapes.Of(shapes);
        try
        {
            return shapes.Sum(shape => (long)ShapeComparison.Compare(compiled, shape, seed, rounds, shrinks: false));
        }
        catch (DifferenceException)
        {
            // So that a smaller shape can be looked for.
            CompareOneByOne(seed, count, rounds);
            throw;
        }
    }

    private static void CompareOneByOne(int seed, int count, int rounds) => ShapeGenerator.One().Check(
        count,
        shape => ShapeComparison.Compare(CompiledShapes.Of([shape]), shape, seed, rounds, shrinks: false),
        seed,
        SecondsToShrink);
}
