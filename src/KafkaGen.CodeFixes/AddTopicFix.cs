using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>
/// Makes a type a contract: one whose producer is asked for (KG0301), or one that derives from a contract (KG0009). The type may be declared in
/// another file or project than the one that asks for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTopicFix))]
public sealed class AddTopicFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(UseDiagnostics.NoContract.Id, ContractDiagnostics.DerivedWithoutTopic.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AddTopicToAll.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await DeclarationAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } declaration)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Put [KafkaTopic] on '{declaration.Identifier.ValueText}'",
                        cancellationToken => AddAsync(context.Document.Project.Solution, [declaration], cancellationToken),
                        nameof(AddTopicFix)),
                    diagnostic);
            }
        }
    }

    /// <summary>The declaration that is to get the attribute, or <see langword="null"/> when it cannot have one or is not in this solution's sources.</summary>
    internal static async Task<TypeDeclarationSyntax?> DeclarationAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        ISymbol? symbol = node is TypeDeclarationSyntax declared
            ? model.GetDeclaredSymbol(declared, cancellationToken)
            : model.GetTypeInfo(node, cancellationToken).Type;
        return symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsGenericType: false, IsStatic: false } type
            && type.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
            && document.Project.Solution.GetDocument(reference.SyntaxTree) is not null
                ? await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) as TypeDeclarationSyntax
                : null;
    }

    internal static async Task<Solution> AddAsync(
        Solution solution, IEnumerable<TypeDeclarationSyntax> declarations, CancellationToken cancellationToken)
    {
        foreach (IGrouping<SyntaxTree, TypeDeclarationSyntax> inTree in declarations.Distinct().GroupBy(declaration => declaration.SyntaxTree))
        {
            if (solution.GetDocument(inTree.Key) is { } document
                && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root)
            {
                string lineEnd = LineEndOf(root);
                solution = solution.WithDocumentSyntaxRoot(
                    document.Id, root.ReplaceNodes(inTree, (_, current) => TopicAttributeSyntax.AddTo(current, lineEnd)));
            }
        }

        return solution;
    }

    private static string LineEndOf(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { Span.Length: > 0 } end ? end.ToString() : "\n";
}
