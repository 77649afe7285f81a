using KafkaGen.DifferentialTests.Comparing;
using KafkaGen.DifferentialTests.Compiling;
using KafkaGen.DifferentialTests.RandomShapes;
using KafkaGen.DifferentialTests.Shapes;

namespace KafkaGen.DifferentialTests;

/// <summary>The short form of the random comparison; the long one is the program's own (docs/json-parity.md).</summary>
public class RandomShapeTests
{
    private const int Count = 120;
    private const int Rounds = 40;

    [Fact]
    public void Random_shapes_have_System_Text_Jsons_bytes()
    {
        Shape[] shapes = [.. new ShapeGenerator(Seed.Value).Take(Count)];
        var compiled = CompiledShapes.Of(shapes);
        Assert.All(shapes, shape => Assert.Equal(Rounds, ShapeComparison.Compare(compiled, shape, Seed.Value, Rounds)));
    }

    [Fact]
    public void A_seed_makes_the_same_shapes_again()
    {
        string[] first = [.. new ShapeGenerator(5).Take(20).Select(ShapeSource.FileOf)];
        Assert.Equal(first, new ShapeGenerator(5).Take(20).Select(ShapeSource.FileOf));
        Assert.NotEqual(first, new ShapeGenerator(6).Take(20).Select(ShapeSource.FileOf));
    }
}
