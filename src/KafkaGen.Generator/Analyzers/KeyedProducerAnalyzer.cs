using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Finds keyed producers that do not fit the key of their contract.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyedProducerAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that holds the right key type as source code writes it.</summary>
    internal const string KeyType = "KeyType";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UseDiagnostics.WrongKeyType, UseDiagnostics.NoKey, UseDiagnostics.NullableKey);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ProducerMetadataName) is not null)
            {
                start.RegisterSyntaxNodeAction(AnalyzeRequest, SyntaxKind.GenericName);
                start.RegisterOperationAction(AnalyzeTombstone, OperationKind.Invocation);
            }
        });
    }

    private static void AnalyzeRequest(SyntaxNodeAnalysisContext context)
    {
        var name = (GenericNameSyntax)context.Node;
        if (name.TypeArgumentList.Arguments is not [{ } keyArgument, { } messageArgument]
            || !ProducerRequests.Is(name, context.SemanticModel, context.CancellationToken)
            || context.SemanticModel.GetTypeInfo(keyArgument, context.CancellationToken).Type is not { } asked
            || context.SemanticModel.GetTypeInfo(messageArgument, context.CancellationToken).Type is not INamedTypeSymbol message
            || !ProducerRequests.IsClosed(asked)
            || !ProducerRequests.IsClosed(message))
        {
            return;
        }

        IReadOnlyList<ContractKey> keys = ContractKey.Of(message, context.Compilation);
        if (keys.Count == 0)
        {
            return;
        }

        if (keys.FirstOrDefault(key => key.Type is not null)?.Type is not { } right)
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.NoKey, messageArgument.GetLocation(), message.Display()));
        }
        else if (!keys.Any(key => key.Type?.Global() == asked.Global()))
        {
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
                .Add(KeyType, right.ToMinimalDisplayString(context.SemanticModel, keyArgument.SpanStart));
            context.ReportDiagnostic(
                Diagnostic.Create(
                    UseDiagnostics.WrongKeyType, keyArgument.GetLocation(), properties, message.Display(), right.Display(), asked.Display()));
        }
    }

    private static void AnalyzeTombstone(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (ProducerSymbols.TombstoneMethods.Contains(call.TargetMethod.Name)
            && ProducerSymbols.IsKeyedProducer(call.TargetMethod.ContainingType)
            && call.TargetMethod.ContainingType.TypeArguments is [_, INamedTypeSymbol message]
            && ProducerRequests.IsClosed(message)
            && ContractKey.Of(message, context.Compilation).Any(key => key.CanBeNull))
        {
            Location place = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                ? access.Name.GetLocation()
                : call.Syntax.GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.NullableKey, place, message.Display()));
        }
    }
}
