using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Finds producers of types that have no contract where they are asked for: parameters, fields, properties and calls that resolve one. A mention
/// elsewhere, say a test double's list of bases, asks for nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProducerTypeAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> s_producers = ["ITopicProducer", "IKeyedTopicProducer"];

    private static readonly HashSet<string> s_clientMethods = ["GetProducer", "ForTopic"];

    private static readonly HashSet<string> s_services =
        ["GetService", "GetRequiredService", "GetServices", "GetKeyedService", "GetRequiredKeyedService", "GetKeyedServices"];

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
        if (!IsRequest(name, context.SemanticModel, context.CancellationToken) || name.TypeArgumentList.Arguments.LastOrDefault() is not { } argument)
        {
            return;
        }

        if (context.SemanticModel.GetTypeInfo(argument, context.CancellationToken).Type is not { } type
            || !IsClosed(type)
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

    private static bool IsRequest(GenericNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        string identifier = name.Identifier.ValueText;
        if (s_producers.Contains(identifier))
        {
            return IsAskedFor(name) && model.GetSymbolInfo(name, cancellationToken).Symbol is INamedTypeSymbol type && ProducerSymbols.IsProducer(type);
        }

        return s_clientMethods.Contains(identifier)
            && model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol { ContainingType: { } client }
            && ProducerSymbols.IsClient(client);
    }

    private static bool IsAskedFor(SyntaxNode name)
    {
        SyntaxNode? node = name.Parent;
        while (true)
        {
            switch (node)
            {
                case ParameterSyntax or PropertyDeclarationSyntax or VariableDeclarationSyntax { Parent: FieldDeclarationSyntax }:
                    return true;
                case TypeArgumentListSyntax { Parent: GenericNameSyntax outer } when s_services.Contains(outer.Identifier.ValueText):
                    return true;
                case TypeOfExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }:
                    return s_services.Contains(NameOf(call.Expression));
                case TypeSyntax or TypeArgumentListSyntax:
                    node = node.Parent;
                    break;
                default:
                    return false;
            }
        }
    }

    private static string NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => string.Empty,
    };

    // What a type parameter will stand for is not known here.
    private static bool IsClosed(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.TypeParameter or TypeKind.Error } => false,
        IArrayTypeSymbol array => IsClosed(array.ElementType),
        INamedTypeSymbol { IsUnboundGenericType: true } => false,
        INamedTypeSymbol named => named.TypeArguments.All(IsClosed) && (named.ContainingType is not { } outer || IsClosed(outer)),
        _ => true,
    };
}
