using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[JsonConverter]</c> on a type or a member: generated code makes the converter itself and calls it, without reflection.</summary>
internal static class JsonConverterParser
{
    private const string Namespace = "System.Text.Json.Serialization";
    private const string NamesOfEnum = "JsonStringEnumConverter";
    private const string NamesOfClosedEnum = "JsonStringEnumConverter`1";

    public static AttributeData? ConverterOf(ISymbol symbol) => symbol.FindJson("JsonConverterAttribute");

    /// <summary>Finds the encoder of a type's values by a converter, and whether <see cref="Nullable{T}"/> is unwrapped before it.</summary>
    /// <returns><see langword="null"/> after a finding.</returns>
    public static (EncoderSpec Encoder, bool IsNullableValue)? Parse(
        ITypeSymbol type, AttributeData attribute, JsonSettings settings, JsonSite site, Findings findings)
    {
        if (attribute is not { ConstructorArguments: [{ Value: ITypeSymbol converter }] } || converter.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        ITypeSymbol value = type.NullableValue() ?? type;
        if (WritesNames(converter))
        {
            ITypeSymbol? named = converter is INamedTypeSymbol { TypeArguments: [{ } argument] } ? argument : null;
            bool fits = value.TypeKind == TypeKind.Enum && (named is null || SymbolEqualityComparer.Default.Equals(named, value));
            return fits
                ? JsonEnumParser.Parse((INamedTypeSymbol)value, settings, site, findings) is { } names ? (names, type.NullableValue() is not null) : null
                : Refuse("it writes " + (named is null ? "enums" : $"'{named.Display()}'"));
        }

        if (Fault(converter, findings) is { } fault)
        {
            return Refuse(fault);
        }

        if (MadeFrom((INamedTypeSymbol)converter) is not { } written)
        {
            return Refuse("it is a factory, which makes the converter by reflection while the program runs; name the converter that it makes");
        }

        if (!UniqueNames.IsUnique(type, findings) || !UniqueNames.IsUnique(converter, findings))
        {
            return Refuse("the full name of the type or of the converter does not mean it alone");
        }

        bool isWhole = SymbolEqualityComparer.Default.Equals(written, type);
        if (!isWhole && !SymbolEqualityComparer.Default.Equals(written, value))
        {
            return Refuse($"it writes '{written.Display()}'");
        }

        string name = $"{GeneratedNames.Mangle(written)}{GeneratedNames.By}{GeneratedNames.Mangle(converter)}{settings.Suffix}Json";
        string made = $"new {converter.Global()}()";
        return (new ConverterEncoderSpec(written.Global(), $"{written.Display()} by {converter.Display()}", name, made, settings), !isWhole);

        (EncoderSpec Encoder, bool IsNullableValue)? Refuse(string reason)
        {
            findings.Add(
                JsonDiagnostics.Converter, findings.PlaceOf(attribute, site.Location), site.Member, converter.Display(), type.Display(), reason);
            return null;
        }
    }

    /// <summary>Finds the encoder of a dictionary's keys by a converter of their type.</summary>
    /// <returns><see langword="null"/> after a finding.</returns>
    public static EncoderSpec? ParseKey(ITypeSymbol type, AttributeData attribute, JsonSettings settings, JsonSite site, Findings findings)
    {
        if (Parse(type, attribute, settings, site, findings) is not { Encoder: ConverterEncoderSpec encoder })
        {
            return null;
        }

        var converter = (INamedTypeSymbol)attribute.ConstructorArguments[0].Value!;
        if (!IsFactory(converter) && !converter.Hierarchy().Any(OverridesName))
        {
            findings.Add(
                JsonDiagnostics.Converter,
                findings.PlaceOf(attribute, site.Location),
                site.Member,
                converter.Display(),
                type.Display(),
                "it does not override WriteAsPropertyName, which writes the keys of a dictionary");
            return null;
        }

        return encoder with { ClassName = encoder.ClassName + GeneratedNames.By + "Key", DisplayName = encoder.DisplayName + " as key", IsKey = true };
    }

    /// <summary>Whether an enum has no converter of its own but System.Text.Json's.</summary>
    public static bool WritesNamesOrNumbers(ITypeSymbol type) =>
        ConverterOf(type) is not { } attribute
        || (attribute is { ConstructorArguments: [{ Value: ITypeSymbol converter }] } && WritesNames(converter));

    private static bool WritesNames(ITypeSymbol converter) =>
        converter.Is(Namespace, NamesOfEnum) || converter.OriginalDefinition.Is(Namespace, NamesOfClosedEnum);

    private static string? Fault(ITypeSymbol converter, Findings findings) => converter switch
    {
        not INamedTypeSymbol { TypeKind: TypeKind.Class } => "it is no class",
        INamedTypeSymbol { IsUnboundGenericType: true } => "it is open; name it with its type arguments",
        INamedTypeSymbol { IsAbstract: true } => "it is abstract",
        _ when !findings.CanSee(converter) || converter.IsFileLocal() => "generated code cannot see it; make it internal or public",
        INamedTypeSymbol named when !named.InstanceConstructors.Any(constructor =>
            constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public }) => "it has no public constructor without parameters",
        INamedTypeSymbol named when named.Hierarchy().Any(level => level.GetMembers().Any(IsRequired)) => "it has required members",
        INamedTypeSymbol named when !IsFactory(named) && MadeFrom(named) is null => "it is no JsonConverter<T>",
        _ => null,
    };

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>What a converter writes. Of the factories only those of enums need no reflection.</summary>
    private static ITypeSymbol? MadeFrom(INamedTypeSymbol converter) =>
        converter.Hierarchy()
            .FirstOrDefault(level => level.OriginalDefinition.Is(Namespace, "JsonConverter`1") || level.OriginalDefinition.Is(Namespace, NamesOfClosedEnum))
            ?.TypeArguments[0];

    private static bool OverridesName(INamedTypeSymbol level) =>
        !level.IsPlatform() && level.GetMembers("WriteAsPropertyName").OfType<IMethodSymbol>().Any(method => method.IsOverride);

    private static bool IsFactory(ITypeSymbol converter) =>
        ((INamedTypeSymbol)converter).Hierarchy().Any(level => level.Is(Namespace, "JsonConverterFactory"));
}
