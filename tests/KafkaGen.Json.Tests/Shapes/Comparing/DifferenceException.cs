using System.Globalization;
using KafkaGen.Json.Tests.Shapes.Compiling;

namespace KafkaGen.Json.Tests.Shapes.Comparing;

/// <summary>A shape whose fate or bytes are not System.Text.Json's; tells all that is needed to see it again.</summary>
internal sealed class DifferenceException(Shape shape, string difference, int seed)
    : Exception($"{shape.Name}: {difference}\nCulture: '{CultureInfo.CurrentCulture.Name}'. {Seed.HintOf(seed)}\n{ShapeSource.FileOf(shape)}");
