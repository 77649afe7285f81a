using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>What a source looks like while somebody types it.</summary>
internal static class Mutations
{
    /// <summary>The source up to each of its tokens.</summary>
    public static IEnumerable<string> Truncations(string source) => Tokens(source).Select(token => source[..token.SpanStart]);

    /// <summary>The source without one token, or with one twice, for each of them.</summary>
    public static IEnumerable<string> Slips(string source) => Tokens(source).SelectMany(token => new[]
    {
        source.Remove(token.SpanStart, token.Span.Length),
        source.Insert(token.SpanStart, token.Text + " "),
    });

    private static IEnumerable<SyntaxToken> Tokens(string source) =>
        CSharpSyntaxTree.ParseText(source, AnalyzerHost.Parse).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0);
}
