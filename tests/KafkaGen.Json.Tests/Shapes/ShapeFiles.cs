using System.Reflection;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>
/// The hand-made shapes: the files beside this one. A line <c>=== name</c> begins a shape; after a bar it may say <c>refused KG0201</c>,
/// <c>throws</c>, <c>written</c> or <c>net10</c>.
/// </summary>
internal static class ShapeFiles
{
    private const string Heading = "=== ";
    private const string Extension = ".shapes";

    public static IReadOnlyList<Shape> All { get; } = [.. Read()];

    private static IEnumerable<Shape> Read()
    {
        Assembly assembly = typeof(ShapeFiles).Assembly;
        foreach (string file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            string[] parts = ("\n" + reader.ReadToEnd().ReplaceLineEndings("\n")).Split("\n" + Heading);
            foreach (string part in parts.Skip(1))
            {
                yield return Parse(part);
            }
        }
    }

    private static Shape Parse(string text)
    {
        string heading = text.Split('\n')[0];
        string[] words = heading.Split('|', StringSplitOptions.TrimEntries);
        var shape = new Shape(words[0], text[heading.Length..].Trim());
        foreach (string word in words.Skip(1))
        {
            shape = word switch
            {
                "throws" => shape with { Throws = true },
                "written" => shape with { IsWriteOnly = true },
                "net10" => shape with { NeedsNet10 = true },
                _ when word.StartsWith("refused ", StringComparison.Ordinal) => shape with { Refusal = word["refused ".Length..] },
                _ => throw new InvalidDataException($"The shape '{shape.Name}' is marked '{word}', which means nothing."),
            };
        }

        return shape;
    }
}
