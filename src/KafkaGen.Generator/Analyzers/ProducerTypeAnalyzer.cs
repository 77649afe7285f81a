using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Finds producers of types that have no contract where they are asked for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProducerTypeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UseDiagnostics.NoContract, UseDiagnostics.NotGenerated);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ProducerMetadataName) is not null)
            {
                var assigned = new Lazy<ISet<ITypeSymbol>>(() => AssignedContracts.Of(start.Compilation));
                start.RegisterSyntaxNodeAction(node => Analyze(node, assigned), SyntaxKind.GenericName);
                start.RegisterOperationAction(call => Analyze(call, assigned), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, Lazy<ISet<ITypeSymbol>> assigned)
    {
        var name = (GenericNameSyntax)context.Node;
        if (!ProducerRequests.Is(name, context.SemanticModel, context.CancellationToken) || name.TypeArgumentList.Arguments.LastOrDefault() is not { } argument)
        {
            return;
        }

        if (context.SemanticModel.GetTypeInfo(argument, context.CancellationToken).Type is { } type
            && Check(type, argument, context.Compilation, assigned) is { } finding)
        {
            context.ReportDiagnostic(finding);
        }
    }

    // A transaction takes records of any contract: the compiler infers which.
    private static void Analyze(OperationAnalysisContext context, Lazy<ISet<ITypeSymbol>> assigned)
    {
        var call = (IInvocationOperation)context.Operation;
        if (ProducerSymbols.IsTransactionProduce(call.TargetMethod)
            && call.Argument("message") is { } message
            && Check(call.TargetMethod.TypeArguments[0], message.Syntax, context.Compilation, assigned) is { } finding)
        {
            context.ReportDiagnostic(finding);
        }
    }

    private static Diagnostic? Check(ITypeSymbol type, SyntaxNode place, Compilation compilation, Lazy<ISet<ITypeSymbol>> assigned)
    {
        if (!ProducerRequests.IsClosed(type) || ProducerSymbols.IsEncodedRecord(type) || assigned.Value.Contains(type))
        {
            return null;
        }

        if (type.Find(KafkaAttributes.Topic) is null)
        {
            return Diagnostic.Create(UseDiagnostics.NoContract, place.GetLocation(), type.Display());
        }

        return ContractPresence.NotGenerated(type, compilation) is { } reason
            ? Diagnostic.Create(UseDiagnostics.NotGenerated, place.GetLocation(), type.Display(), type.ContainingAssembly.Name, reason)
            : null;
    }
}
