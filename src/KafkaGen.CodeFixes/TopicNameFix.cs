using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>Replaces what a topic name may not contain (KG0001).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TopicNameFix))]
public sealed class TopicNameFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractDiagnostics.IllegalTopic.Id);

    private protected override string Title => "Make the topic name legal";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        if (site.NodeAt(diagnostic).DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault() is not { } literal
            || !literal.IsKind(SyntaxKind.StringLiteralExpression)
            || literal.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression != literal
            || TopicNames.Corrected(literal.Token.ValueText) is not { } legal)
        {
            return null;
        }

        return editor => editor.ReplaceNode(
            literal,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(legal)).WithTriviaFrom(literal));
    }
}
