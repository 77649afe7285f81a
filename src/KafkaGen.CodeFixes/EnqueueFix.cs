using System.Collections.Immutable;
using KafkaGen.Generator.Analyzers;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.CodeFixes;

/// <summary>
/// Turns a call whose answer nobody wants into one that asks for none: <c>EnqueueAsync</c> where it can be awaited, else <c>TryEnqueue</c>. Inside
/// async functions the compiler reports the call (CS4014).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnqueueFix))]
public sealed class EnqueueFix : DocumentFix
{
    private const string CompilerWarning = "CS4014";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseDiagnostics.NotAwaited.Id, CompilerWarning);

    private protected override string Title => "Enqueue the record without waiting for the broker";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        SyntaxNode node = site.NodeAt(diagnostic);
        if (node is not ExpressionSyntax expression
            || !IsStatement(expression)
            || site.ProduceIn(expression) is not { Syntax: InvocationExpressionSyntax call } produce
            || produce.TargetMethod.Name is not (ProducerSymbols.ProduceAsync or "EnqueueAsync"))
        {
            return null;
        }

        bool isConditional = expression is ConditionalAccessExpressionSyntax;
        bool canAwait = EnclosingFunction.Of(expression).CanAwait && !isConditional;
        ExpressionSyntax? renamed = Rename(call.Expression, canAwait ? "EnqueueAsync" : "TryEnqueue");
        if (renamed is null)
        {
            return null;
        }

        ExpressionSyntax enqueue = call.WithExpression(renamed).WithArgumentList(Arguments(produce, withToken: canAwait));
        if (isConditional)
        {
            enqueue = ((ConditionalAccessExpressionSyntax)expression).WithWhenNotNull(enqueue);
        }
        else if (canAwait)
        {
            enqueue = SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), enqueue.WithoutTrivia());
        }

        return editor => editor.ReplaceNode(expression, enqueue.WithTriviaFrom(expression));
    }

    private static bool IsStatement(ExpressionSyntax expression) =>
        expression.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax;

    private static ExpressionSyntax? Rename(ExpressionSyntax called, string name)
    {
        IdentifierNameSyntax identifier = SyntaxFactory.IdentifierName(name);
        return called switch
        {
            MemberAccessExpressionSyntax access => access.WithName(identifier.WithTriviaFrom(access.Name)),
            MemberBindingExpressionSyntax binding => binding.WithName(identifier),
            _ => null,
        };
    }

    private static ArgumentListSyntax Arguments(IInvocationOperation produce, bool withToken)
    {
        var arguments = new List<ArgumentSyntax>();
        bool hasOptions = false;
        foreach (IArgumentOperation argument in produce.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            var syntax = (ArgumentSyntax)argument.Syntax;
            string? name = argument.Parameter?.Name;
            hasOptions |= name == "options";
            if (name != "cancellationToken")
            {
                arguments.Add(syntax);
            }
            else if (withToken)
            {
                // ProduceAsync has an overload without options, EnqueueAsync has not.
                arguments.Add(hasOptions ? syntax : NamedArgument.Of("cancellationToken", syntax.Expression));
            }
        }

        return NamedArgument.List(arguments);
    }
}
