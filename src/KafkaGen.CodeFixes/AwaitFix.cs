using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>Awaits a result that is dropped (KG0302) or for which a thread is blocked (KG0303).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix))]
public sealed class AwaitFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseDiagnostics.NotAwaited.Id, UseDiagnostics.Blocking.Id);

    private protected override string Title => "Await the result";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        SyntaxNode node = site.NodeAt(diagnostic);
        var function = EnclosingFunction.Of(node);
        if (node is not ExpressionSyntax expression || !(function.CanAwait || function.CanBecomeAsync) || Awaitable(expression) is not { } awaitable)
        {
            return null;
        }

        return editor =>
        {
            ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), awaitable.WithoutTrivia());
            if (expression.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax)
            {
                awaited = SyntaxFactory.ParenthesizedExpression(awaited);
            }

            editor.ReplaceNode(expression, awaited.WithTriviaFrom(expression));
            function.MakeAsync(editor);
        };
    }

    // What is left to await once the ways to block are taken off.
    private static ExpressionSyntax? Awaitable(ExpressionSyntax expression)
    {
        switch (expression)
        {
            // A call that may not happen has nothing to await.
            case ConditionalAccessExpressionSyntax:
                return null;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                return Awaitable(result.Expression);
            case InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" or "GetAwaiter" or "AsTask" or "Preserve" or "Wait" } wait,
            } call:
                // A wait with a time limit or a token is no plain await.
                return call.ArgumentList.Arguments.Count == 0 ? Awaitable(wait.Expression) : null;
            default:
                return expression;
        }
    }
}
