using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Analyzers;

/// <summary>
/// Where producers are asked for: parameters, fields, properties and calls that resolve one. A mention elsewhere, say a test double's list of bases,
/// asks for nothing.
/// </summary>
internal static class ProducerRequests
{
    private static readonly HashSet<string> s_producers = ["ITopicProducer", "IKeyedTopicProducer"];

    private static readonly HashSet<string> s_clientMethods = ["GetProducer", "GetKeyedProducer", "ForTopic"];

    private static readonly HashSet<string> s_services =
        ["GetService", "GetRequiredService", "GetServices", "GetKeyedService", "GetRequiredKeyedService", "GetKeyedServices"];

    /// <summary>Whether a generic name is one that asks for a producer of its last type argument.</summary>
    public static bool Is(GenericNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        string identifier = name.Identifier.ValueText;
        if (s_producers.Contains(identifier))
        {
            return IsAskedFor(name) && model.GetSymbolInfo(name, cancellationToken).Symbol is INamedTypeSymbol type && ProducerSymbols.IsProducer(type);
        }

        return s_clientMethods.Contains(identifier)
            && model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol { ContainingType: { } client }
            && (ProducerSymbols.IsClient(client) || ProducerSymbols.IsTransaction(client));
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

    /// <summary>Whether it is known what a type stands for: of a type parameter it is not.</summary>
    public static bool IsClosed(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.TypeParameter or TypeKind.Error } => false,
        IArrayTypeSymbol array => IsClosed(array.ElementType),
        INamedTypeSymbol { IsUnboundGenericType: true } => false,
        INamedTypeSymbol named => named.TypeArguments.All(IsClosed) && (named.ContainingType is not { } outer || IsClosed(outer)),
        _ => true,
    };
}
