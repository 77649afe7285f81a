using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>A source that has one diagnostic, to be compiled with and without something that silences it.</summary>
internal sealed record Example(string Source)
{
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    /// <summary>A file of another generator, which KafkaGen's does not see.</summary>
    public string? AddedByOthers { get; init; }

    /// <summary>A reference that was built without KafkaGen's generator.</summary>
    public string? ReferenceWithoutGenerator { get; init; }

    /// <summary>The compilation, generated files included.</summary>
    public CSharpCompilation Compile(string prefix = "")
    {
        CSharpCompilation compilation = AnalyzerHost.Generate(
            AnalyzerHost.Compile().AddSyntaxTrees(Parse(prefix + Source, "Source.cs"))
                .AddReferences(ReferenceWithoutGenerator is { } source ? [AnalyzerHost.Reference(AnalyzerHost.Compile(source).WithAssemblyName("Plain"))] : []));
        return AddedByOthers is null ? compilation : compilation.AddSyntaxTrees(Parse(AddedByOthers, "Other.cs"));
    }

    /// <summary>The ids that are reported.</summary>
    public static IEnumerable<string> Ids(CSharpCompilation compilation) => AnalyzerHost.Analyze(compilation).Select(diagnostic => diagnostic.Id);

    private SyntaxTree Parse(string source, string file) =>
        CSharpSyntaxTree.ParseText(source, AnalyzerHost.Parse.WithLanguageVersion(Language), file, Encoding.UTF8);
}
