using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Finds produce results that nobody awaits, and threads that are blocked for one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProduceResultAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> s_wrappers = ["AsTask", "Preserve", "ConfigureAwait", "GetAwaiter"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UseDiagnostics.NotAwaited, UseDiagnostics.Blocking);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ProducerMetadataName) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (!ProducerSymbols.IsProduce(method) && !ProducerSymbols.IsInterfaceProduce(method) && !ProducerSymbols.IsTransactionStep(method))
        {
            return;
        }

        IOperation result = call;
        while (Wrapper(result) is { } wrapper)
        {
            result = wrapper;
        }

        string name = call.TargetMethod.Name;
        switch (result.Parent)
        {
            case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" } wait when wait.Instance == result:
                context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.Blocking, wait.Syntax.GetLocation(), name));
                break;
            case IPropertyReferenceOperation { Property.Name: "Result" } wait:
                context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.Blocking, wait.Syntax.GetLocation(), name));
                break;
            case IExpressionStatementOperation when !CompilerWarns(call, result, context.ContainingSymbol):
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } when IsNeverRead(local, call):
                context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.NotAwaited, result.Syntax.GetLocation(), name));
                break;
        }
    }

    // ProduceAsync(x).AsTask(), producer?.ProduceAsync(x) and the like: the same result in another form.
    private static IOperation? Wrapper(IOperation result) => result.Parent switch
    {
        IInvocationOperation call when call.Instance == result && s_wrappers.Contains(call.TargetMethod.Name) => call,
        IConditionalAccessOperation access when access.WhenNotNull == result => access,
        _ => null,
    };

    // CS4014: in an async function, or where the called method is itself async.
    private static bool CompilerWarns(IInvocationOperation call, IOperation result, ISymbol member)
    {
        if (result is IConditionalAccessOperation)
        {
            return false;
        }

        if (result == call && call.TargetMethod.IsAsync)
        {
            return true;
        }

        for (IOperation? around = result; around is not null; around = around.Parent)
        {
            switch (around)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation function:
                    return function.Symbol.IsAsync;
            }
        }

        return member is IMethodSymbol { IsAsync: true };
    }

    private static bool IsNeverRead(ILocalSymbol local, IOperation call)
    {
        IOperation root = call;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return !root.Descendants()
            .OfType<ILocalReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));
    }
}
