using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGen.GeneratorTests.Driving;

/// <summary>Source code in which <c>{|KG0001:text|}</c> marks where a diagnostic is expected.</summary>
internal sealed partial class MarkedSource
{
    private MarkedSource(string text, IReadOnlyList<(string Id, TextSpan Span)> expected)
    {
        Text = text;
        Expected = expected;
    }

    public string Text { get; }

    public IReadOnlyList<(string Id, TextSpan Span)> Expected { get; }

    public static MarkedSource Parse(string marked)
    {
        var text = new StringBuilder();
        var expected = new List<(string Id, TextSpan Span)>();
        int position = 0;
        foreach (Match mark in Mark().Matches(marked))
        {
            text.Append(marked, position, mark.Index - position);
            foreach (string id in mark.Groups["id"].Value.Split(','))
            {
                expected.Add((id, new TextSpan(text.Length, mark.Groups["text"].Length)));
            }

            text.Append(mark.Groups["text"].Value);
            position = mark.Index + mark.Length;
        }

        text.Append(marked, position, marked.Length - position);
        return new MarkedSource(text.ToString(), expected);
    }

    [GeneratedRegex(@"\{\|(?<id>[A-Z0-9,]+):(?<text>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
