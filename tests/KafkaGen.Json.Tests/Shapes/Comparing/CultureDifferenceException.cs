using System.Globalization;

namespace KafkaGen.Json.Tests.Shapes.Comparing;

/// <summary>The generator writes something else under a culture.</summary>
internal sealed class CultureDifferenceException(CultureInfo culture, string file) : Exception($"Under {culture.Name} the generator writes:\n{file}");
