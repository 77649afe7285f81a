using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Finds attributes of KafkaGen that nobody reads, because what they are on belongs to no contract and to no producer interface. What other
/// assemblies may derive a contract from, an abstract or generic type that they see, gets the benefit of the doubt.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedAttributeAnalyzer : DiagnosticAnalyzer
{
    private const string NoMember = "it counts on a property or field of a contract, or on the parameter of a positional record that declares one";

    private const string NoProducer = "it counts in interfaces with [KafkaProducer] and the interfaces that those inherit";

    // By name first: most attributes are somebody else's, and binding costs.
    private static readonly HashSet<string> s_names =
        [.. KafkaAttributes.OfContractParts.Append(KafkaAttributes.Topic).SelectMany(name => new[] { name, KafkaAttributes.ShortName(name) })];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ContractDiagnostics.AttributeWithoutEffect);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KafkaAttributes.TopicMetadataName) is not null)
            {
                var readers = new Lazy<AttributeReaders>(() => new AttributeReaders(start.Compilation));
                start.RegisterSyntaxNodeAction(node => Analyze(node, readers), SyntaxKind.Attribute);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, Lazy<AttributeReaders> readers)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!s_names.Contains(AnnotatedTypes.RightmostOf(attribute.Name))
            || attribute.Parent is not AttributeListSyntax { Parent: { } owner }
            || context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is not IMethodSymbol { ContainingType: { } kind }
            || !kind.IsKafkaAttribute())
        {
            return;
        }

        (string Name, string Fault)? unused = owner switch
        {
            TypeDeclarationSyntax type => kind.Name == KafkaAttributes.Topic ? null : OnType(type),
            MethodDeclarationSyntax method => OnMethod(method, method.Identifier.ValueText),
            PropertyDeclarationSyntax property => OnMember(property.Parent, property.Identifier.ValueText),
            FieldDeclarationSyntax field => OnMember(field.Parent, field.Declaration.Variables.First().Identifier.ValueText),
            ParameterSyntax parameter => OnParameter(parameter, parameter.Identifier.ValueText),
            _ => null,
        };
        if (unused is { } found)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    ContractDiagnostics.AttributeWithoutEffect,
                    attribute.GetLocation(),
                    KafkaAttributes.ShortName(kind.Name),
                    found.Name,
                    found.Fault));
        }

        (string Name, string Fault)? OnType(SyntaxNode node) =>
            SymbolOf(node) is { } type && !readers.Value.ReadsType(type) ? (type.Display(), $"'{type.Display()}' has no [KafkaTopic], so it is no contract") : null;

        (string Name, string Fault)? OnMember(SyntaxNode? node, string name) =>
            SymbolOf(node) is { } type && !readers.Value.ReadsMembers(type)
                ? (name, $"'{type.Display()}' has no [KafkaTopic] and no contract derives from it")
                : null;

        (string Name, string Fault)? OnMethod(MethodDeclarationSyntax method, string name) =>
            SymbolOf(method.Parent) is { } type && !readers.Value.ReadsMethods(type) ? (name, NoProducer) : null;

        (string Name, string Fault)? OnParameter(ParameterSyntax parameter, string name) => parameter.Parent?.Parent switch
        {
            TypeDeclarationSyntax type => OnMember(type, name),
            ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } => OnMember(type, name),
            MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } method => OnMethod(method, name),
            null => null,
            _ => (name, NoMember),
        };

        INamedTypeSymbol? SymbolOf(SyntaxNode? node) => node is TypeDeclarationSyntax type
            ? context.SemanticModel.GetDeclaredSymbol(type, context.CancellationToken)
            : null;
    }
}
