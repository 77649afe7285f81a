using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// What System.Text.Json would do differently because of an attribute that is not supported. An attribute is known to change
/// nothing that is written, or it is an error: one that a later version adds must not be overlooked.
/// </summary>
internal static class JsonFeatures
{
    private const string Namespace = "System.Text.Json.Serialization";

    private static readonly HashSet<string> s_harmless =
    [
        "JsonIgnoreAttribute",
        "JsonIncludeAttribute",
        "JsonPolymorphicAttribute",
        "JsonDerivedTypeAttribute",
        "JsonNumberHandlingAttribute",
        "JsonExtensionDataAttribute",
        "JsonPropertyNameAttribute",
        "JsonPropertyOrderAttribute",
        "JsonRequiredAttribute",
        "JsonObjectCreationHandlingAttribute",
        "JsonUnmappedMemberHandlingAttribute",
        "JsonSerializableAttribute",
        "JsonSourceGenerationOptionsAttribute",
    ];

    /// <summary>Reports what is not supported on a type.</summary>
    /// <returns>Whether everything is supported.</returns>
    public static bool CheckType(ITypeSymbol type, JsonSite site, Findings findings)
    {
        foreach (string feature in AttributesOf(type))
        {
            findings.Add(JsonDiagnostics.UnsupportedFeature, findings.PlaceOf(type, site.Location), type.Display(), feature);
            return false;
        }

        return true;
    }

    /// <summary>Reports what is not supported on a member.</summary>
    /// <returns>Whether everything is supported.</returns>
    public static bool CheckMember(ISymbol member, JsonSite site, Findings findings)
    {
        foreach (string feature in AttributesOf(member))
        {
            findings.Add(JsonDiagnostics.UnsupportedFeature, site.Location, site.Member, feature);
            return false;
        }

        return true;
    }

    public static AttributeData? FindJson(this ISymbol member, string name) => member.Find(Namespace, name);

    public static bool Implements(ITypeSymbol type, string name) =>
        type.AllInterfaces.Any(callback => callback.Is(Namespace, name));

    private static IEnumerable<string> AttributesOf(ISymbol symbol) =>
        from attribute in symbol.GetAttributes()
        let known = attribute.AttributeClass?.Hierarchy().FirstOrDefault(level => level.ContainingNamespace is { } space && space.Is(Namespace))
        where known is not null && IsJsonAttribute(known) && !s_harmless.Contains(known.Name) && !IsPlainConverter(attribute)
        select "[" + attribute.ShortName() + "]";

    // A converter is used (JsonConverterParser); an attribute derived from it makes one by itself.
    private static bool IsPlainConverter(AttributeData attribute) => attribute.AttributeClass?.Is(Namespace, "JsonConverterAttribute") == true;

    private static bool IsJsonAttribute(INamedTypeSymbol attribute) =>
        attribute.Hierarchy().Any(level => level.Is(Namespace, "JsonAttribute"));
}
