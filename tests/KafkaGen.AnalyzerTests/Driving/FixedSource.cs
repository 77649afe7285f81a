using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.AnalyzerTests.Driving;

/// <summary>
/// Applies a fix to the files of a workspace, once to one diagnostic after the other and once to all together. Both must end in the same text, which
/// compiles and has none of the fixed diagnostics left.
/// </summary>
internal sealed class FixedSource
{
    private readonly CodeFixProvider _fix;
    private readonly Workspace _workspace = new AdhocWorkspace();
    private readonly Solution _before;

    private FixedSource(CodeFixProvider fix, LanguageVersion language, string[] sources)
    {
        _fix = fix;
        var project = ProjectId.CreateNewId();
        Solution solution = _workspace.CurrentSolution
            .AddProject(project, "Shop", "Shop", LanguageNames.CSharp)
            .WithProjectParseOptions(project, AnalyzerHost.Parse.WithLanguageVersion(language))
            .WithProjectCompilationOptions(project, AnalyzerHost.Library)
            .WithProjectMetadataReferences(project, References.All);
        for (int i = 0; i < sources.Length; i++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), $"Source{i}.cs", sources[i]);
        }

        _before = solution;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task AssertAsync<TFix>(string before, string after)
        where TFix : CodeFixProvider, new() => AssertAsync<TFix>([before], [after], LanguageVersion.CSharp12);

    public static async Task AssertAsync<TFix>(string[] before, string[] after, LanguageVersion language = LanguageVersion.CSharp12)
        where TFix : CodeFixProvider, new()
    {
        var source = new FixedSource(new TFix(), language, before);
        Assert.Equal(after, await TextsAsync(await source.OneByOneAsync()));
        Solution all = await source.AllAsync();
        Assert.Equal(after, await TextsAsync(all));
        Compilation compilation = (await all.Projects.Single().GetCompilationAsync(Token))!;
        Assert.Empty(compilation.GetDiagnostics(Token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>Asserts that there is something to fix, and that the fix leaves it alone.</summary>
    public static async Task AssertNotOfferedAsync<TFix>(string source, LanguageVersion language = LanguageVersion.CSharp12)
        where TFix : CodeFixProvider, new()
    {
        var unfixed = new FixedSource(new TFix(), language, [source]);
        Assert.NotEmpty(await unfixed.FixableAsync(unfixed._before));
        Assert.Null(await unfixed.FirstAsync(unfixed._before));
    }

    private static async Task<string[]> TextsAsync(Solution solution)
    {
        var texts = new List<string>();
        foreach (Document document in solution.Projects.Single().Documents.OrderBy(document => document.Name, StringComparer.Ordinal))
        {
            texts.Add((await document.GetTextAsync(Token)).ToString());
        }

        return [.. texts];
    }

    private async Task<Solution> OneByOneAsync()
    {
        Solution solution = _before;
        int fixes = 0;
        while (await FirstAsync(solution) is { } action)
        {
            solution = await ApplyAsync(action);
            Assert.True(++fixes < 50, "The fix does not take its diagnostic away.");
        }

        Assert.NotEqual(0, fixes);
        return solution;
    }

    private async Task<Solution> AllAsync()
    {
        CodeAction action = (await FirstAsync(_before))!;
        FixAllProvider provider = _fix.GetFixAllProvider()!;
        Assert.Contains(FixAllScope.Solution, provider.GetSupportedFixAllScopes());
        var context = new FixAllContext(
            _before.Projects.Single().Documents.First(),
            _fix,
            FixAllScope.Solution,
            action.EquivalenceKey,
            _fix.FixableDiagnosticIds,
            new Provider(this),
            Token);
        return await ApplyAsync((await provider.GetFixAsync(context))!);
    }

    private static async Task<Solution> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(Token);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private async Task<CodeAction?> FirstAsync(Solution solution)
    {
        foreach (Diagnostic diagnostic in await FixableAsync(solution))
        {
            var actions = new List<CodeAction>();
            var context = new CodeFixContext(
                solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), Token);
            await _fix.RegisterCodeFixesAsync(context);
            if (actions.Count > 0)
            {
                return Assert.Single(actions);
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Diagnostic>> FixableAsync(Solution solution)
    {
        var compilation = (CSharpCompilation)(await solution.Projects.Single().GetCompilationAsync(Token))!;
        return
        [
            .. compilation.GetDiagnostics(Token)
                .Concat(AnalyzerHost.Analyze(compilation))
                .Where(diagnostic => _fix.FixableDiagnosticIds.Contains(diagnostic.Id))
                .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan),
        ];
    }

    private sealed class Provider(FixedSource source) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await source.FixableAsync(project.Solution);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await source.FixableAsync(document.Project.Solution)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
