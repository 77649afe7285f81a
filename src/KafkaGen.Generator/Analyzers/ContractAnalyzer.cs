using System.Collections.Concurrent;
using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Emitting;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Reports what the generator's own parser finds, at the place where it is. It also sees what other generators add to a contract's type, so it
/// compares the contract that was generated with the one that the final type asks for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = AllDiagnostics.OfContracts;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KafkaAttributes.TopicMetadataName) is null)
            {
                return;
            }

            var contracts = new Lazy<ContractsOfAssembly>(() => new ContractsOfAssembly(start.Compilation));
            var reported = new ConcurrentDictionary<(string Id, Location Location, string Key), bool>();
            start.RegisterSymbolAction(symbol => Analyze(symbol, contracts, reported), SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(file => AnalyzeFile(file, contracts, reported), SyntaxKind.CompilationUnit);
        });
    }

    private static void Analyze(
        SymbolAnalysisContext context,
        Lazy<ContractsOfAssembly> contracts,
        ConcurrentDictionary<(string Id, Location Location, string Key), bool> reported)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Interface && type.Find(KafkaAttributes.Producer) is not null)
        {
            AnalyzeProducer(context, type);
        }

        if (type.Find(KafkaAttributes.Topic) is null)
        {
            ReportDerived(context, type);
            return;
        }

        foreach ((ParsedContract Parsed, IReadOnlyList<Finding> Findings) result in
            ContractParser.ParseAll(type, context.Compilation, context.CancellationToken))
        {
            Location place = type.Locations.FirstOrDefault() ?? Location.None;
            Report(context.ReportDiagnostic, context.Compilation, place, result, contracts, reported);
        }
    }

    private static void AnalyzeProducer(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        (ParsedProducer parsed, IReadOnlyList<Finding> findings) = ProducerParser.Parse(type, context.Compilation, context.CancellationToken);
        foreach (Finding finding in findings)
        {
            context.ReportDiagnostic(finding.ToDiagnostic());
        }

        if (parsed.Producer is { } producer
            && GeneratedTypes.Difference(producer.ClassName, Fingerprint.Of(producer), context.Compilation.Assembly) is { } difference)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(ContractDiagnostics.StaleProducer, type.Locations.FirstOrDefault(), type.Display(), difference));
        }
    }

    private static void AnalyzeFile(
        SyntaxNodeAnalysisContext context,
        Lazy<ContractsOfAssembly> contracts,
        ConcurrentDictionary<(string Id, Location Location, string Key), bool> reported)
    {
        if (((CompilationUnitSyntax)context.Node).AttributeLists.Count == 0)
        {
            return;
        }

        foreach (ContractDeclaration declaration in ContractDeclaration.On(context.Compilation.Assembly)
            .Where(declaration => declaration.Attribute.ApplicationSyntaxReference?.SyntaxTree == context.Node.SyntaxTree))
        {
            (ParsedContract Parsed, IReadOnlyList<Finding> Findings) result =
                ContractParser.Parse(declaration, context.Compilation, context.CancellationToken);
            Report(context.ReportDiagnostic, context.Compilation, declaration.Place, result, contracts, reported);
        }

        foreach ((_, IReadOnlyList<Finding> findings) in ContractParser.ParseArrays(context.Node.SyntaxTree, context.Compilation))
        {
            findings.ToList().ForEach(finding => context.ReportDiagnostic(finding.ToDiagnostic()));
        }
    }

    private static void Report(
        Action<Diagnostic> report,
        Compilation compilation,
        Location place,
        (ParsedContract Parsed, IReadOnlyList<Finding> Findings) result,
        Lazy<ContractsOfAssembly> contracts,
        ConcurrentDictionary<(string Id, Location Location, string Key), bool> reported)
    {
        List<Finding> findings = [.. result.Findings];
        findings.AddRange(
            contracts.Value.ConflictsOf(result.Parsed.Head).Select(conflict => new Finding(conflict.Descriptor, place, conflict.Arguments)));
        if (result.Parsed.Contract is { } contract
            && findings.TrueForAll(finding => finding.Descriptor.DefaultSeverity != DiagnosticSeverity.Error)
            && GeneratedTypes.Difference(contract.ClassName, Fingerprint.Of(contract), compilation.Assembly) is { } difference)
        {
            findings.Add(new Finding(ContractDiagnostics.StaleContract, place, result.Parsed.Head.FullName, difference));
        }

        foreach (Finding finding in findings)
        {
            // Two contracts may reach the same member; one report is enough.
            if (reported.TryAdd((finding.Descriptor.Id, finding.Location, finding.KeyBeside(place)), true))
            {
                report(finding.ToDiagnostic());
            }
        }
    }

    private static void ReportDerived(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Class
            && type.Hierarchy().Skip(1).FirstOrDefault(level => level.Find(KafkaAttributes.Topic) is not null) is { } contract
            && !JsonPolymorphism.Lists(contract, type))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    ContractDiagnostics.DerivedWithoutTopic,
                    type.Locations.FirstOrDefault(),
                    type.Display(),
                    contract.Display()));
        }
    }
}
