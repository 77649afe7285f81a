using System.Collections.Immutable;
using KafkaGen.GeneratorTests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.AnalyzerTests.Driving;

/// <summary>Asserts that sources have the diagnostics that <c>{|KG0301:text|}</c> marks in them, there and nowhere else, and compile otherwise.</summary>
internal static class Reported
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using KafkaGen;
        using Microsoft.Extensions.DependencyInjection;

        """;

    public static ImmutableArray<Diagnostic> AssertAsMarked(params string[] sources) => AssertAsMarked([], sources);

    public static ImmutableArray<Diagnostic> AssertAsMarked(IEnumerable<MetadataReference> references, params string[] sources)
    {
        MarkedSource[] marked = [.. sources.Select(source => MarkedSource.Parse(Usings + source))];
        CSharpCompilation compilation = AnalyzerHost.Generate(
            AnalyzerHost.Compile([.. marked.Select(source => source.Text)]).AddReferences(references));
        ImmutableArray<Diagnostic> findings = AnalyzerHost.Analyze(compilation);
        string[] actual =
        [
            .. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Concat(findings)
                .Select(Describe)
                .Order(StringComparer.Ordinal),
        ];
        string[] expected =
        [
            .. marked
                .SelectMany((source, i) => source.Expected.Select(mark => $"{mark.Id} in Source{i}.cs at '{source.Text.Substring(mark.Span.Start, mark.Span.Length)}'"))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, actual);
        return findings;
    }

    private static string Describe(Diagnostic diagnostic)
    {
        string place = diagnostic.Location.SourceTree is { } tree
            ? $" in {tree.FilePath} at '{tree.GetText().ToString(diagnostic.Location.SourceSpan)}'"
            : string.Empty;
        return diagnostic.Id + place + (diagnostic.Id.StartsWith("KG", StringComparison.Ordinal) ? string.Empty : " " + diagnostic.GetMessage());
    }
}
