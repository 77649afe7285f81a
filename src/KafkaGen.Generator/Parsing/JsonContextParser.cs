using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Reads the <c>JsonContext</c> of an attribute. What System.Text.Json's generator adds to it is invisible to ours, so only what is written by hand
/// is looked at: the base type and the attributes.
/// </summary>
internal static class JsonContextParser
{
    public const string Argument = "JsonContext";

    private const string Namespace = "System.Text.Json.Serialization";
    private const int WebDefaults = 1;
    private const int CamelCase = 1;

    public static ContextValueSpec? Parse(ContractDeclaration declaration, Findings findings)
    {
        if (declaration.Attribute.Named(Argument) is not { Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } context })
        {
            findings.MarkUnresolved();
            return null;
        }

        Location place = declaration.PlaceOfNamed(Argument, findings);
        string contract = declaration.Type.Display();
        if (Fault(context, findings) is { } fault)
        {
            findings.Add(ContractDiagnostics.JsonContext, place, context.Display(), contract, fault);
            return null;
        }

        if (!Knows(context, declaration.Type))
        {
            findings.Add(ContractDiagnostics.JsonContextWithoutType, place, context.Display(), contract);
            return null;
        }

        if (!IsWeb(context))
        {
            findings.Add(ContractDiagnostics.JsonContextNotWeb, place, context.Display(), contract);
        }

        return new ContextValueSpec(context.Global());
    }

    private static string? Fault(INamedTypeSymbol context, Findings findings)
    {
        if (!context.Hierarchy().Skip(1).Any(level => level.Is(Namespace, "JsonSerializerContext")))
        {
            return "it does not derive from JsonSerializerContext";
        }

        if (context.IsAbstract || context.IsUnboundGenericType)
        {
            return "it is abstract or an open generic type";
        }

        if (!findings.CanSee(context))
        {
            return "generated code cannot see it; make it internal or public";
        }

        return UniqueNames.IsUnique(context, findings) ? null : "its full name does not mean it alone";
    }

    private static bool Knows(INamedTypeSymbol context, INamedTypeSymbol type) => context.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Is(Namespace, "JsonSerializableAttribute") == true
        && attribute.ConstructorArguments is [{ Value: ITypeSymbol known }]
        && SymbolEqualityComparer.Default.Equals(known, type));

    private static bool IsWeb(INamedTypeSymbol context)
    {
        AttributeData? options = context.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass?.Is(Namespace, "JsonSourceGenerationOptionsAttribute") == true);
        return options is not null
            && (options.ConstructorArguments is [{ Value: WebDefaults }] || options.NamedInt("PropertyNamingPolicy", 0) == CamelCase);
    }
}
