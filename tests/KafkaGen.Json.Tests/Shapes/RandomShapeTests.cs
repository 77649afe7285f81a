using KafkaGen.Json.Tests.Shapes.Compiling;
using KafkaGen.Json.Tests.Shapes.RandomShapes;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>The short form of the random comparison; the long one is the program's own (docs/json-parity.md).</summary>
[Trait("Draws", "Random")]
public class RandomShapeTests
{
    private const int Count = 120;
    private const int Rounds = 40;

    [Fact]
    [Trait("Speed", "Slow")]
    public void Random_shapes_have_System_Text_Jsons_bytes() =>
        Assert.Equal(Check.Seed is null ? Count * Rounds : Rounds, RandomShapeComparison.Compare(Seed.Value, Count, Rounds));

    [Fact]
    public void A_seed_makes_the_same_shapes_again()
    {
        string[] first = [.. ShapeGenerator.Some(seed: 5, 20).Select(ShapeSource.FileOf)];
        Assert.Equal(first, ShapeGenerator.Some(seed: 5, 20).Select(ShapeSource.FileOf));
        Assert.NotEqual(first, ShapeGenerator.Some(seed: 6, 20).Select(ShapeSource.FileOf));
    }
}
