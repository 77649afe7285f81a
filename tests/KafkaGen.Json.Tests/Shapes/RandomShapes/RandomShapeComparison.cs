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
        Shape[] shapes = ShapeGenerator.Some(seed, count);
        var compiled = CompiledShapes.Of(shapes);
        try
        {
            return shapes.Sum(shape => (long)ShapeComparison.Compare(compiled, shape, seed, rounds, shrinks: false));
        }
        catch (DifferenceException)
        {
            // One by one, so that a smaller shape can be looked for.
            ShapeGenerator.One().Check(
                count,
                shape => ShapeComparison.Compare(CompiledShapes.Of([shape]), shape, seed, rounds, shrinks: false),
                seed,
                SecondsToShrink);
            throw;
        }
    }
}
