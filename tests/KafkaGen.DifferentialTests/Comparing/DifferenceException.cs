using System.Text;
using KafkaGen.DifferentialTests.Compiling;
using KafkaGen.DifferentialTests.Shapes;

namespace KafkaGen.DifferentialTests.Comparing;

/// <summary>A shape whose fate or bytes are not System.Text.Json's; tells all that is needed to see it again.</summary>
internal sealed class DifferenceException(Shape shape, string difference, string repeat)
    : Exception($"{shape.Name}: {difference}\n{repeat}\n{ShapeSource.FileOf(shape)}")
{
    public static string Describe(Outcome expected, Outcome written)
    {
        if (expected.Refusal is not null || written.Refusal is not null)
        {
            return $"System.Text.Json: {expected}\nKafkaGen: {written}";
        }

        int start = Math.Max(0, expected.Json.AsSpan().CommonPrefixLength(written.Json) - 20);
        return $"different from byte {start + 20} on.\nSystem.Text.Json: {expected}\nKafkaGen: {written}\n" +
            $"There: {Excerpt(expected.Json, start)}\n  and: {Excerpt(written.Json, start)}";
    }

    private static string Excerpt(byte[]? json, int start) =>
        Encoding.UTF8.GetString(json.AsSpan(Math.Min(start, json!.Length)) is { Length: > 120 } rest ? rest[..120] : json.AsSpan(Math.Min(start, json.Length)));
}
