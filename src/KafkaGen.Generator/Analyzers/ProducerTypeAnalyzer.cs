using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

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

        if (context.SemanticModel.GetTypeInfo(argument, context.CancellationToken).Type is not { } type
            || !ProducerRequests.IsClosed(type)
            || ProducerSymbols.IsEncodedRecord(type)
            || assigned.Value.Contains(type))
        {
            return;
        }

        if (type.Find(KafkaAttributes.Topic) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDiagnostics.NoContract, argument.GetLocation(), type.Display()));
        }
        else if (ContractPresence.NotGenerated(type, context.Compilation) is { } reason)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    UseDiagnostics.NotGenerated, argument.GetLocation(), type.Display(), type.ContainingAssembly.Name, reason));
        }
    }
}
