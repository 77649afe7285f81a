using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>
/// Applies a fix to the sources of a project, beside the generator: to one marked diagnostic after the other, and to all of a document, of the project
/// and of the solution at once. All must end in the same text, which compiles and has only those diagnostics left that are marked in it.
/// </summary>
internal sealed class Fixed<TFix> : CSharpCodeFixTest<ContractAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private Fixed(string[] before, string[] after)
    {
        ReferenceAssemblies = AnalyzerHost.NothingDownloaded;
        TestState.AdditionalReferences.AddRange(Referenced.ByApplications);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck;
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        for (int i = 0; i < before.Length; i++)
        {
            TestState.Sources.Add(before[i]);
            FixedState.Sources.Add(after[i]);
        }
    }

    public static Task AssertAsync(string before, string after) => AssertAsync([before], [after]);

    public static Task AssertAsync(string[] before, string[] after) =>
        new Fixed<TFix>(before, after).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Asserts that there is what is marked, and that the fix leaves it alone.</summary>
    public static Task AssertNotOfferedAsync(string source) => AssertAsync(source, source);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => AnalyzerHost.Analyzers;

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(KafkaGenGenerator)];

    protected override CompilationOptions CreateCompilationOptions() => AnalyzerHost.Library;

    protected override ParseOptions CreateParseOptions() => AnalyzerHost.Parse;
}
