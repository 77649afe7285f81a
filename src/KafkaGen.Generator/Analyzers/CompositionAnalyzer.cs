using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Compares the contracts of different assemblies where an application composes them: at <c>AddKafkaGen</c> and <c>KafkaGenClient.Create</c>, which
/// take them all, less those that the call excludes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompositionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ContractDiagnostics.DuplicateName,
        ContractDiagnostics.DuplicateTopicName,
        ContractDiagnostics.TopicConflict,
        ContractDiagnostics.TopicCollision,
        ContractDiagnostics.KeyConflict);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ClientMetadataName) is not null)
            {
                var conflicts = new Lazy<IReadOnlyList<Conflict>>(() => [.. Conflicts(start.Compilation)]);
                start.RegisterOperationAction(operation => Analyze(operation, conflicts), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, Lazy<IReadOnlyList<Conflict>> conflicts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!ProducerSymbols.IsComposition(call.TargetMethod))
        {
            return;
        }

        var excluded = new HashSet<string>(call.Descendants()
            .OfType<IInvocationOperation>()
            .Where(inner => ProducerSymbols.IsExclusion(inner.TargetMethod))
            .Select(inner => inner.TargetMethod.TypeArguments[0])
            .OfType<INamedTypeSymbol>()
            .Select(type => type.Reflection()));
        Location place = PlaceOf(call.Syntax);
        foreach (Conflict conflict in conflicts.Value.Where(conflict => !excluded.Contains(conflict.One) && !excluded.Contains(conflict.Other)))
        {
            context.ReportDiagnostic(Diagnostic.Create(conflict.Descriptor, place, conflict.Arguments));
        }
    }

    private static Location PlaceOf(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        ? access.Name.GetLocation()
        : call.GetLocation();

    private static IEnumerable<Conflict> Conflicts(Compilation compilation)
    {
        DeclaredContract[] contracts =
        [
            .. DeclaredContracts.Of(compilation),
            .. compilation.SourceModule.ReferencedAssemblySymbols
                .SelectMany(DeclaredContracts.OfReference)
                .OrderBy(contract => contract.Assembly, StringComparer.Ordinal)
                .ThenBy(contract => contract.Head.FullName, StringComparer.Ordinal),
        ];
        return Pairs(contracts, contract => contract.Head.Name.ToUpperInvariant())
            .Concat(Pairs(contracts, contract => SharedTopicRules.InMetrics(contract.Head.Topic)))
            .Distinct()
            .SelectMany(pair => ContractSetRules.Between(pair.One.Head, pair.Other.Head)
                .Concat(SharedTopicRules.Between(pair.One.Head, pair.One.KeyShape, pair.Other.Head, pair.Other.KeyShape) is { } shared ? [shared] : [])
                .Select(conflict => new Conflict(conflict.Descriptor, conflict.Arguments, pair.One.Head.FullName, pair.Other.Head.FullName)));
    }

    // Contracts of one assembly are compared where they are declared.
    private static IEnumerable<(DeclaredContract One, DeclaredContract Other)> Pairs(DeclaredContract[] contracts, Func<DeclaredContract, string> key) =>
        from same in contracts.GroupBy(key)
        let all = same.ToArray()
        from one in Enumerable.Range(0, all.Length)
        from other in Enumerable.Range(one + 1, all.Length - one - 1)
        where all[one].Assembly != all[other].Assembly
        select (all[one], all[other]);

    private sealed record Conflict(DiagnosticDescriptor Descriptor, string[] Arguments, string One, string Other);
}
