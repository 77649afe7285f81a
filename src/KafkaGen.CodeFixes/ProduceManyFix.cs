using System.Collections.Immutable;
using KafkaGen.Generator.Analyzers;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace KafkaGen.CodeFixes;

/// <summary>Produces a collection in one call instead of one by one or as one task a record (KG0304).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProduceManyFix))]
public sealed class ProduceManyFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseDiagnostics.OneByOne.Id);

    private protected override string Title => "Produce the whole collection in one call";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        SyntaxNode node = site.NodeAt(diagnostic);
        return node is AwaitExpressionSyntax awaited ? PlanLoop(site, awaited) : PlanWhenAll(site, node);
    }

    private static Action<SyntaxEditor>? PlanLoop(FixSite site, AwaitExpressionSyntax awaited)
    {
        // Only a loop that does nothing else; the analyzer reports a little more.
        if (awaited.Parent is not ExpressionStatementSyntax statement
            || (statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent) is not ForEachStatementSyntax loop
            || site.ProduceIn(awaited) is not { } produce)
        {
            return null;
        }

        Conversion conversion = site.Model.GetForEachStatementInfo(loop).ElementConversion;
        if (!conversion.IsIdentity && !conversion.IsImplicit)
        {
            return null;
        }

        return Replace(site, loop, produce, new RecordSource(loop.Expression, loop.Identifier.ValueText), IsConfigured(awaited.Expression));
    }

    private static Action<SyntaxEditor>? PlanWhenAll(FixSite site, SyntaxNode node)
    {
        // The metadata of each record would have to come from somewhere else: not mechanical.
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Expression: AwaitExpressionSyntax awaited } statement
            || node.DescendantNodes().OfType<LambdaExpressionSyntax>().FirstOrDefault(IsProjection) is not { } lambda
            || lambda.Parent?.Parent?.Parent is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax select }
            || ParameterOf(lambda) is not { } parameter
            || site.ProduceIn(lambda.Body) is not { } produce)
        {
            return null;
        }

        return Replace(site, statement, produce, new RecordSource(select.Expression, parameter), IsConfigured(awaited.Expression));

        bool IsProjection(LambdaExpressionSyntax candidate) => site.ProduceIn(candidate.Body) is not null;
    }

    private static Action<SyntaxEditor>? Replace(
        FixSite site, StatementSyntax statement, IInvocationOperation produce, RecordSource source, bool isConfigured)
    {
        if (produce.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } producer } }
            || produce.Argument("message") is not { } message
            || produce.TargetMethod.ContainingType.TypeArguments.LastOrDefault() is not { } record)
        {
            return null;
        }

        var arguments = new List<string> { source.List(site, message.AsWritten().Syntax, record) };
        foreach (IArgumentOperation argument in produce.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            if (argument.Parameter?.Name is "options" or "cancellationToken")
            {
                arguments.Add($"{argument.Parameter.Name}: {argument.Value.AsWritten().Syntax}");
            }
        }

        string call = $"{producer.WithoutTrivia()}.ProduceManyAsync({string.Join(", ", arguments)}){(isConfigured ? ".ConfigureAwait(false)" : string.Empty)}";
        StatementSyntax replacement = SyntaxFactory.ParseStatement($"(await {call}).ThrowIfFailed();")
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Simplifier.Annotation);
        return editor => editor.ReplaceNode(statement, replacement);
    }

    private static bool IsConfigured(ExpressionSyntax awaited) =>
        awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };

    private static string? ParameterOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var parameter] } => parameter.Identifier.ValueText,
        _ => null,
    };
}
