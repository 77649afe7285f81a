using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KafkaGen.Generator;
using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>
/// One project with the generator and its analyzer in it. Every run asserts what must always hold: the generator does not fail, a second run after
/// an unrelated edit takes everything from the cache, what was generated compiles without a warning, and the diagnostics are those marked in the
/// source, no more and no fewer, where they are marked.
/// </summary>
internal sealed class GeneratorRun
{
    // Of generated code alone: the sources of tests have no documentation.
    private const string MissingDocumentation = "CS1591";

    private GeneratorRun(CSharpCompilation compilation, GeneratorRunResult result, ImmutableArray<Diagnostic> findings)
    {
        Compilation = compilation;
        Result = result;
        Findings = findings;
    }

    /// <summary>The compilation with the generated files.</summary>
    public CSharpCompilation Compilation { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>What the analyzer reported.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>The generated files by their hint names.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public static GeneratorRun Of(params string[] sources) => Of(new ProjectOptions(), sources);

    public static GeneratorRun Of(ProjectOptions options, params string[] sources)
    {
        CSharpParseOptions parse = new(options.Language, DocumentationMode.Diagnose);
        var trees = new SyntaxTree[sources.Length];
        var expected = new List<string>();
        for (int i = 0; i < sources.Length; i++)
        {
            TestFileMarkupParser.GetSpans(sources[i], out string text, out ImmutableDictionary<string, ImmutableArray<TextSpan>> marks);
            SyntaxTree tree = CSharpSyntaxTree.ParseText(text, parse, $"Source{i}.cs", Encoding.UTF8);
            trees[i] = tree;
            expected.AddRange(marks.SelectMany(mark => mark.Value.Select(span => Describe(mark.Key, tree, span))));
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            options.AssemblyName,
            trees,
            [.. Referenced.ByContracts, .. options.References],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: options.Nullable, allowUnsafe: true));

        GeneratorDriver driver = Drive(compilation, parse);
        GeneratorRunResult result = Run(ref driver, compilation, out CSharpCompilation output);
        AssertCached(driver, compilation, parse);

        foreach (string added in options.AddedByOthers)
        {
            output = output.AddSyntaxTrees(CSharpSyntaxTree.ParseText(added, parse, "Other.g.cs", Encoding.UTF8));
        }

        ImmutableArray<Diagnostic> findings = Analyze(output);
        AssertExpected(expected, output, [.. result.GeneratedSources.Select(source => source.SyntaxTree)], findings, options.AllowedCompilerErrors);
        AssertRejected(result, findings);
        return new GeneratorRun(output, result, findings);
    }

    /// <summary>Runs the generator without the assertions of <see cref="Of(string[])"/>: for tests of the driver itself.</summary>
    public static GeneratorDriver Drive(CSharpCompilation compilation, CSharpParseOptions parse) =>
        CSharpGeneratorDriver.Create(
            [new KafkaGenGenerator().AsSourceGenerator()],
            parseOptions: parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRunResult Run(ref GeneratorDriver driver, CSharpCompilation compilation, out CSharpCompilation output)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        output = (CSharpCompilation)updated;
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);
        return result;
    }

    private static void AssertCached(GeneratorDriver driver, CSharpCompilation compilation, CSharpParseOptions parse)
    {
        CSharpCompilation edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("internal class AnUnrelatedEdit { }", parse));
        GeneratorRunResult result = Run(ref driver, edited, out _);
        IncrementalStepRunReason[] reasons =
            [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];
        Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static ImmutableArray<Diagnostic> Analyze(CSharpCompilation output)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> findings = output
            .WithAnalyzers([new ContractAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)
            .GetAwaiter()
            .GetResult();
        Assert.Empty(failures);
        return findings;
    }

    private static void AssertExpected(
        IEnumerable<string> expected,
        CSharpCompilation output,
        SyntaxTree[] generated,
        ImmutableArray<Diagnostic> findings,
        IReadOnlyList<string> allowed)
    {
        IEnumerable<Diagnostic> compiler = output
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !allowed.Contains(diagnostic.Id))
            .Where(diagnostic => diagnostic.Id != MissingDocumentation || generated.Contains(diagnostic.Location.SourceTree!));
        string[] actual =
        [
            .. compiler
                .Concat(findings)
                .Select(diagnostic => Describe(diagnostic.Id, diagnostic.Location.SourceTree, diagnostic.Location.SourceSpan)
                    + (diagnostic.Id.StartsWith("KG", StringComparison.Ordinal) ? string.Empty : " " + diagnostic))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual);
    }

    // Where analyzers do not run, the same text is thrown at registration.
    private static void AssertRejected(GeneratorRunResult result, ImmutableArray<Diagnostic> findings)
    {
        HashSet<string> literals =
        [
            .. result.GeneratedSources
                .Where(source => source.HintName == "ContractList.g.cs")
                .SelectMany(source => source.SyntaxTree.GetRoot().DescendantTokens())
                .Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
                .Select(token => token.ValueText),
        ];
        foreach (Diagnostic finding in findings.Where(finding => finding.Severity == DiagnosticSeverity.Error && finding.Id is not ("KG0010" or "KG0033")))
        {
            Assert.Contains(finding.GetMessage(CultureInfo.InvariantCulture), literals);
            Assert.Contains(finding.Id, literals);
        }
    }

    private static string Describe(string id, SyntaxTree? tree, TextSpan span) =>
        tree is null ? id : $"{id} at {tree.FilePath} '{tree.GetText().ToString(span)}'";
}
