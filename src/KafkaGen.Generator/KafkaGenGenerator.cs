using KafkaGen.Generator.Emitting;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator;

/// <summary>Turns annotated types into contracts. Only wires: Parsing → Model → Emitting.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KafkaGenGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // ForAttributeWithMetadataName would bind and parse every contract after each key that is pressed anywhere.
        IncrementalValueProvider<Compilation> declarations = context.CompilationProvider.WithComparer(SameDeclarations.Instance);

        var annotated = new AnnotatedContracts();
        IncrementalValueProvider<EquatableArray<ParsedContract>> contracts = declarations
            .Select(annotated.In)
            .WithTrackingName("Contracts");

        IncrementalValueProvider<EquatableArray<ParsedContract>> named = declarations
            .Select(static (compilation, cancellationToken) => compilation.SyntaxTrees
                .Where(file => file.GetRoot(cancellationToken) is CompilationUnitSyntax { AttributeLists.Count: > 0 })
                .SelectMany(file => ContractParser.ParseAll(file, compilation, cancellationToken))
                .Select(static result => result.Parsed)
                .ToEquatableArray())
            .WithTrackingName("NamedContracts");

        IncrementalValuesProvider<ParsedProducer> producers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KafkaAttributes.ProducerMetadataName,
                static (node, _) => node is InterfaceDeclarationSyntax,
                static (target, cancellationToken) => ProducerParser
                    .Parse((INamedTypeSymbol)target.TargetSymbol, target.SemanticModel.Compilation, cancellationToken)
                    .Parsed)
            .WithTrackingName("Producers");

        IncrementalValueProvider<AssemblySpec> assembly = declarations
            .Select(AssemblyParser.Parse)
            .WithTrackingName("Assembly");

        IncrementalValueProvider<AssemblyOutput> output = contracts
            .Combine(named)
            .Combine(producers.Collect())
            .Combine(assembly)
            .Select(static (all, _) => AssemblyOutputs.Collect(all.Left.Left.Left.Concat(all.Left.Left.Right), all.Left.Right, all.Right))
            .WithTrackingName("Output");

        context.RegisterSourceOutput(
            output.SelectMany(static (all, _) => all.Contracts).WithTrackingName("ContractFiles"),
            static (production, file) => production.AddSource(file.HintName, ContractEmitter.Emit(file)));
        context.RegisterSourceOutput(
            output.SelectMany(static (all, _) => all.Encoders).WithTrackingName("EncoderFiles"),
            static (production, file) => production.AddSource(file.HintName, EncoderEmitter.Emit(file)));
        context.RegisterSourceOutput(
            output.SelectMany(static (all, _) => all.Producers).WithTrackingName("ProducerFiles"),
            static (production, file) => production.AddSource(file.HintName, ProducerEmitter.Emit(file)));
        context.RegisterSourceOutput(
            output.Select(static (all, _) => all.List).WithTrackingName("List"),
            static (production, list) =>
            {
                if (!list.IsEmpty)
                {
                    production.AddSource("ContractList.g.cs", ContractListEmitter.Emit(list));
                }
            });
    }
}
