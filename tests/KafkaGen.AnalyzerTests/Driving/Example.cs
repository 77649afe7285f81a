using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KafkaGen.AnalyzerTests.Driving;

/// <summary>A source that has one diagnostic, to be compiled with and without something that silences it.</summary>
internal sealed record Example(string Source)
{
    private const string Folder = "/shop";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    /// <summary>A file of another generator, which KafkaGen's does not see.</summary>
    public string? AddedByOthers { get; init; }

    /// <summary>A reference that was built without KafkaGen's generator.</summary>
    public string? ReferenceWithoutGenerator { get; init; }

    /// <summary>The compilation, generated files included.</summary>
    public CSharpCompilation Compile(string prefix = "", CSharpCompilationOptions? options = null)
    {
        CSharpCompilation compilation = AnalyzerHost.Generate(
            AnalyzerHost.Compile().AddSyntaxTrees(Parse(prefix + Source, "Source.cs"))
                .WithOptions(options ?? AnalyzerHost.Library)
                .AddReferences(ReferenceWithoutGenerator is { } source ? [AnalyzerHost.Reference(AnalyzerHost.Compile(source).WithAssemblyName("Plain"))] : []));
        return AddedByOthers is null ? compilation : compilation.AddSyntaxTrees(Parse(AddedByOthers, "Other.cs"));
    }

    /// <summary>The ids that are reported where an <c>.editorconfig</c> says something.</summary>
    public static IEnumerable<string> Ids(CSharpCompilation compilation, string editorConfig = "")
    {
        var set = AnalyzerConfigSet.Create<List<AnalyzerConfig>>([AnalyzerConfig.Parse(editorConfig, Folder + "/.editorconfig")]);
        CSharpCompilation configured = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Severities(set)));
        return AnalyzerHost.Analyze(configured).Select(diagnostic => diagnostic.Id);
    }

    private SyntaxTree Parse(string source, string file) =>
        CSharpSyntaxTree.ParseText(source, AnalyzerHost.Parse.WithLanguageVersion(Language), Folder + "/" + file, Encoding.UTF8);

    // As the compiler hands the files' severities to a compilation.
    private sealed class Severities(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            ImmutableDictionary<string, ReportDiagnostic> options = set.GetOptionsForSourcePath(tree.FilePath).TreeOptions;
            return options.TryGetValue(diagnosticId, out severity);
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
