using System.Globalization;

namespace KafkaGen.Json.Tests.Shapes.RandomShapes;

/// <summary>Names that System.Text.Json's policy and encoder treat differently. No two of one source are equal ignoring case.</summary>
internal sealed class RandomNames(Draws draws)
{
    private static readonly string[] s_words =
    [
        "Id", "URL", "ABTest", "x", "_under", "__", "Größe", "数量", "İsim", "ıssız", "IIi", "éa", "ÉA", "ǅa", "ǄA", "@class", "value", "output", "member",
        "Имя", "IPv4", "A_B", "Name", "separate", "item", "שם", "ΑΒγ", "ẞa", "ⅣX", "Ae\u0301B",
    ];

    private static readonly string[] s_jsonWords = ["né me", "a\\\"b", "\\u2028", "\\0", "<&>", "a.b", "😀", "ABC", "\\uD83D\\uDE00", "{output}", " ", "+'`", "\\u00A0"];

    private int _count;

    public string Member() => Pick(s_words) + Number();

    /// <summary>The text of a C# string literal.</summary>
    public string Json() => $"\"{Pick(s_jsonWords)}{Number()}\"";

    private string Number() => (++_count).ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] words) => draws.OneOf(words);
}
