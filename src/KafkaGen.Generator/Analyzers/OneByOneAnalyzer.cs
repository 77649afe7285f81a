using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Finds collections whose records are produced one by one, or as one task a record, where <c>ProduceManyAsync</c> does the same. A loop that does
/// something else between two records, or that may end early, stays as it is.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneByOneAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseDiagnostics.OneByOne);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ProducerMetadataName) is not null)
            {
                start.RegisterOperationAction(AnalyzeLoop, OperationKind.Loop);
                start.RegisterOperationAction(AnalyzeWhenAll, OperationKind.Invocation);
            }
        });
    }

    private static void AnalyzeLoop(OperationAnalysisContext context)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: false } loop && ProduceLoop.AwaitIn(loop) is { } awaited)
        {
            Report(context, awaited.Syntax, "Each record waits for the answer to the one before");
        }
    }

    private static void AnalyzeWhenAll(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "WhenAll", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } }
            && call.Arguments.Length == 1
            && ProduceProjection.IsProjection(call.Arguments[0].Value))
        {
            Report(context, call.Syntax, "Each record takes a task of its own");
        }
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode place, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.OneByOne, place.GetLocation(), what));
}
