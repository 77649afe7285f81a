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

        CheckOptions(context, JsonSettingsParser.Of(declaration), place, contract, findings);

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

    /// <summary>The attribute that says by which options a context writes.</summary>
    public static AttributeData? OptionsOf(INamedTypeSymbol context) => context.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.Is(Namespace, "JsonSourceGenerationOptionsAttribute") == true);

    /// <summary>The names of members that a context writes.</summary>
    public static JsonNamingForm NamingOf(INamedTypeSymbol context)
    {
        AttributeData? options = OptionsOf(context);
        bool isWeb = options is { ConstructorArguments: [{ Value: WebDefaults }] };
        JsonNamingForm defaults = isWeb ? JsonNamingForm.CamelCase : JsonNamingForm.AsDeclared;
        return options?.Named("PropertyNamingPolicy")?.Value is int policy ? PolicyOf(policy) : defaults;
    }

    // JsonKnownNamingPolicy counts from "none" as KafkaGen's own enum does, one lower.
    private static JsonNamingForm PolicyOf(int policy) => (JsonNamingForm)(policy + 1);

    private static void CheckOptions(INamedTypeSymbol context, JsonSettings wanted, Location place, string contract, Findings findings)
    {
        if (NamingOf(context) is var naming && naming != wanted.Naming)
        {
            findings.Add(
                ContractDiagnostics.JsonContextOptions,
                place,
                context.Display(),
                contract,
                $"writes names in the form {naming} rather than {wanted.Naming}",
                "set its [JsonSourceGenerationOptions], for camel case to JsonSerializerDefaults.Web");
        }

        if (wanted.IsRelaxed)
        {
            findings.Add(
                ContractDiagnostics.JsonContextOptions,
                place,
                context.Display(),
                contract,
                "escapes text as System.Text.Json does by default",
                "set UnsafeRelaxedJsonEscaping = false for this contract");
        }
    }
}
