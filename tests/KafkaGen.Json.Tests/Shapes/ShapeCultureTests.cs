using System.Globalization;
using KafkaGen.Json.Tests.Oracle;
using KafkaGen.Json.Tests.Shapes.Comparing;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>
/// The compiler's and the program's culture change nothing of what is generated and written. Each shape is looked at under one of the cultures; the long
/// run compares them all under all.
/// </summary>
[Trait("Speed", "Slow")]
[Trait("Draws", "Random")]
public class ShapeCultureTests
{
    private const int Rounds = 3;

    public static IEnumerable<TheoryDataRow<string>> Cultures => RealCultures.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Values_have_System_Text_Jsons_bytes_in(string name)
    {
        Shape[] shapes = [.. Share(HandMadeShapes.Sample, name).Where(shape => shape.Refusal is null)];
        int cases = RealCultures.Under(Culture(name), () =>
            shapes.Sum(shape => ShapeComparison.Compare(HandMadeShapeTests.Compiled, shape, Seed.Value, Rounds)));
        Assert.Equal(shapes.Length * Rounds, cases);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void The_generator_writes_the_same_files_in(string name)
    {
        Shape[] shapes = [.. Share(ShapeFiles.All, name)];
        Assert.Equal(
            CompiledShapes.FilesOf(CultureInfo.InvariantCulture, shapes),
            CompiledShapes.FilesOf(Culture(name), shapes));
    }

    private static IEnumerable<Shape> Share(IReadOnlyList<Shape> shapes, string culture) =>
        shapes.Where((_, i) => RealCultures.Names[i % RealCultures.Names.Count] == culture);

    private static CultureInfo Culture(string name)
    {
        CultureInfo? culture = RealCultures.Find(name);
        Assert.SkipWhen(
            culture is null,
            $"The culture {name} has no data of its own here: .NET found no ICU (on Debian: apt-get install libicu-dev or libicu72), or runs without it.");
        return culture!;
    }
}
