using KafkaGen.Json.Tests.Shapes.Comparing;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>Every hand-made shape has its fate: equal to System.Text.Json, or refused by the diagnostic that it names.</summary>
[Trait("Draws", "Random")]
public class HandMadeShapeTests
{
    private const int Rounds = 25;

    private static readonly Lazy<CompiledShapes> s_compiled = new(() => CompiledShapes.Of(HandMadeShapes.Sample));

    public static IEnumerable<TheoryDataRow<string>> Names => HandMadeShapes.Sample.Select(shape => new TheoryDataRow<string>(shape.Name));

    internal static CompiledShapes Compiled => s_compiled.Value;

    [Fact]
    public void There_are_hundreds_of_shapes_with_names_of_their_own()
    {
        Assert.Distinct(HandMadeShapes.All.Select(shape => shape.Name));
        Assert.True(ShapeFiles.All.Count(shape => shape.Refusal is null) >= 200);
        Assert.True(ScalarShapes.All.Count() >= 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shape_has_System_Text_Jsons_bytes(string name)
    {
        Shape shape = HandMadeShapes.Sample.Single(shape => shape.Name == name);
        int cases = ShapeComparison.Compare(Compiled, shape, Seed.Value, Rounds);
        Assert.Equal(shape.Refusal is null ? Rounds : 0, cases);
    }
}
