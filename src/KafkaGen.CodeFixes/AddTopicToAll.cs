using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>Fixes all at once: many places may ask for the producer of one type, which is to get one attribute.</summary>
internal sealed class AddTopicToAll : FixAllProvider
{
    public static AddTopicToAll Instance { get; } = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var declarations = new List<TypeDeclarationSyntax>();
        foreach (Document document in Documents(fixAllContext))
        {
            ImmutableArray<Diagnostic> diagnostics = await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            foreach (Diagnostic diagnostic in diagnostics)
            {
                if (await AddTopicFix.DeclarationAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false) is { } declaration)
                {
                    declarations.Add(declaration);
                }
            }
        }

        return CodeAction.Create(
            "Put [KafkaTopic] on all of them",
            cancellationToken => AddTopicFix.AddAsync(fixAllContext.Solution, declarations, cancellationToken),
            nameof(AddTopicFix));
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
        FixAllScope.Project => context.Project.Documents,
        _ => context.Document is { } document ? [document] : [],
    };
}
