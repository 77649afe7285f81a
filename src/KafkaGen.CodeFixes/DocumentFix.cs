using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>
/// A fix that changes the document in which the diagnostic is. One diagnostic and all of a solution are fixed in the same way, so that "fix all"
/// cannot differ from the fix that was tried first.
/// </summary>
public abstract class DocumentFix : CodeFixProvider
{
    // The host offers one fix a key, so a name of the fix is enough.
    private string Key => GetType().Name;

    private protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) =>
            await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        if (await SiteAsync(document, context.CancellationToken).ConfigureAwait(false) is not { } site)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Plan(site, diagnostic) is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, cancellationToken => FixAsync(document, ImmutableArray.Create(diagnostic), cancellationToken), Key),
                    diagnostic);
            }
        }
    }

    /// <summary>How a diagnostic is fixed, or <see langword="null"/> where it cannot be fixed mechanically.</summary>
    private protected abstract Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic);

    private static async Task<FixSite?> SiteAsync(Document document, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null ? null : new FixSite(root, model, cancellationToken);
    }

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await SiteAsync(document, cancellationToken).ConfigureAwait(false) is not { } site)
        {
            return document;
        }

        var editor = new SyntaxEditor(site.Root, document.Project.Solution.Services);
        foreach (Action<SyntaxEditor> edit in diagnostics.Select(diagnostic => Plan(site, diagnostic)).OfType<Action<SyntaxEditor>>())
        {
            edit(editor);
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }
}
