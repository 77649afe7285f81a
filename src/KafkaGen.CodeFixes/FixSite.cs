using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.CodeFixes;

/// <summary>The document that is fixed, as it was when it was analyzed.</summary>
internal sealed record FixSite(SyntaxNode Root, SemanticModel Model, CancellationToken CancellationToken)
{
    /// <summary>The innermost node that covers what a diagnostic marks.</summary>
    public SyntaxNode NodeAt(Diagnostic diagnostic) => Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The call of a producer inside a node: the node itself, or what it waits for or wraps.</summary>
    public IInvocationOperation? ProduceIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf()
            .Select(inner => Model.GetOperation(inner, CancellationToken))
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => ProducerSymbols.IsProduce(call.TargetMethod));
}
