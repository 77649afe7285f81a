using System.Collections.Immutable;
using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>
/// Applies a fix to the sources of a project, beside the generator: to one marked diagnostic after the other, and to all of a document, of the project
/// and of the solution at once. All must end in the same text, which compiles and has only those diagnostics left that are marked in it. A diagnostic is
/// offered one action, so that an editor need not ask which is meant.
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

    protected override CodeFixContext CreateCodeFixContext(
        Document document,
        TextSpan span,
        ImmutableArray<Diagnostic> diagnostics,
        Action<CodeAction, ImmutableArray<Diagnostic>> registerCodeFix,
        CancellationToken cancellationToken)
    {
        List<string> offered = [];
        return base.CreateCodeFixContext(document, span, diagnostics, Register, cancellationToken);

        void Register(CodeAction action, ImmutableArray<Diagnostic> fixedByIt)
        {
            offered.Add(action.Title);
            Assert.True(offered.Count == 1, $"{diagnostics[0].Id} is offered several actions: {string.Join("; ", offered)}");
            registerCodeFix(action, fixedByIt);
        }
    }
}
