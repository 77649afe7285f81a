using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>
/// A fix that changes the declaration of a type, which may be in another file or project than the diagnostic. Many diagnostics may ask for one and the
/// same change; it is made once.
/// </summary>
public abstract class DeclarationFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new ToAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            IReadOnlyList<DeclarationChange> changes = await PlanAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (changes.Count > 0)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        changes[0].Title,
                        cancellationToken => ApplyAsync(context.Document.Project.Solution, changes, cancellationToken),
                        GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>How a diagnostic is fixed; nothing where it cannot be fixed mechanically.</summary>
    private protected abstract IReadOnlyList<DeclarationChange> Plan(FixSite site, Diagnostic diagnostic);

    private async Task<IReadOnlyList<DeclarationChange>> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null
            ? []
            : [.. Plan(new FixSite(root, model, cancellationToken), diagnostic)
                .Where(change => document.Project.Solution.GetDocument(change.Declaration.SyntaxTree) is not null)];
    }

    private static async Task<Solution> ApplyAsync(
        Solution solution, IEnumerable<DeclarationChange> changes, CancellationToken cancellationToken)
    {
        foreach (IGrouping<SyntaxTree, DeclarationChange> inTree in changes.ToArray().GroupBy(change => change.Declaration.SyntaxTree))
        {
            if (solution.GetDocument(inTree.Key) is { } document
                && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root)
            {
                string lineEnd = LineEndOf(root);
                ILookup<SyntaxNode, DeclarationChange> byDeclaration = inTree.ToLookup(change => (SyntaxNode)change.Declaration);
                solution = solution.WithDocumentSyntaxRoot(
                    document.Id,
                    root.ReplaceNodes(
                        byDeclaration.Select(same => same.Key),
                        (declared, current) => byDeclaration[declared]
                            .GroupBy(change => change.Key)
                            .Select(same => same.First())
                            .Aggregate((TypeDeclarationSyntax)current, (type, change) => change.Apply(type, lineEnd))));
            }
        }

        return solution;
    }

    private static string LineEndOf(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { Span.Length: > 0 } end ? end.ToString() : "\n";

    private sealed class ToAll(DeclarationFix fix) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var changes = new List<DeclarationChange>();
            foreach (Document document in Documents(fixAllContext))
            {
                ImmutableArray<Diagnostic> diagnostics = await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
                foreach (Diagnostic diagnostic in diagnostics)
                {
                    changes.AddRange(await fix.PlanAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false));
                }
            }

            string name = fix.GetType().Name;
            return changes.Count == 0
                ? null
                : CodeAction.Create(changes[0].Title, cancellationToken => ApplyAsync(fixAllContext.Solution, changes, cancellationToken), name);
        }

        private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
        {
            FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
            FixAllScope.Project => context.Project.Documents,
            _ => context.Document is { } document ? [document] : [],
        };
    }
}

/// <summary>One change of a declaration.</summary>
/// <param name="Title">What the change does.</param>
/// <param name="Declaration">The declaration.</param>
/// <param name="Key">Tells the changes of one declaration apart: those of one key are the same.</param>
/// <param name="Apply">Makes the change, with the line ends of the file.</param>
internal sealed record DeclarationChange(
    string Title, TypeDeclarationSyntax Declaration, string Key, Func<TypeDeclarationSyntax, string, TypeDeclarationSyntax> Apply);
