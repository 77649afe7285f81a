using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>One type that a polymorphic base lists.</summary>
/// <param name="Type">The type.</param>
/// <param name="Discriminator">The member that names it, as JSON; <see langword="null"/> where it is written without one.</param>
internal sealed record JsonDerivedType(INamedTypeSymbol Type, string? Discriminator);

/// <summary>Reads <c>[JsonPolymorphic]</c> and <c>[JsonDerivedType]</c>.</summary>
/// <param name="Derived">The types that are listed.</param>
/// <param name="Name">The discriminator's name, escaped for JSON.</param>
/// <param name="Unknown">What becomes of a type that is not.</param>
internal sealed record JsonPolymorphism(IReadOnlyList<JsonDerivedType> Derived, string Name, JsonUnknownDerivedType Unknown)
{
    private const string PolymorphicAttribute = "JsonPolymorphicAttribute";
    private const string DerivedAttribute = "JsonDerivedTypeAttribute";

    public static bool IsPolymorphic(ITypeSymbol type) =>
        type.FindJson(PolymorphicAttribute) is not null || type.FindJson(DerivedAttribute) is not null;

    public static bool Lists(ITypeSymbol polymorphic, ITypeSymbol derived) =>
        Listed(polymorphic).Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.ConstructorArguments[0].Value as ITypeSymbol, derived));

    /// <returns><see langword="null"/> after a finding.</returns>
    public static JsonPolymorphism? Of(INamedTypeSymbol type, JsonSite site, Findings findings)
    {
        AttributeData? settings = type.FindJson(PolymorphicAttribute);
        string name = settings?.NamedText("TypeDiscriminatorPropertyName") ?? "$type";
        var unknown = (JsonUnknownDerivedType)(settings?.NamedInt("UnknownDerivedTypeHandling", 0) ?? 0);
        if (!JsonPropertyNames.IsValid(name))
        {
            return Refuse("its discriminator's name holds half of a surrogate pair");
        }

        string escaped = JsonPropertyNames.Escape(name);
        var derived = new List<JsonDerivedType>();
        foreach (AttributeData attribute in Listed(type))
        {
            if (attribute.ConstructorArguments[0].Value is not INamedTypeSymbol listed)
            {
                return Refuse("it lists something that is no class, struct or interface");
            }

            if (listed.TypeKind == TypeKind.Error)
            {
                findings.MarkUnresolved();
                return null;
            }

            if (Fault(type, listed, unknown, findings) is { } fault)
            {
                return Refuse($"it lists '{listed.Display()}', {fault}");
            }

            object? id = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value : null;
            if (id is string text && !JsonPropertyNames.IsValid(text))
            {
                return Refuse($"the discriminator of '{listed.Display()}' holds half of a surrogate pair");
            }

            string? value = id switch
            {
                string quoted => "\"" + JsonPropertyNames.Escape(quoted) + "\"",
                int number => number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            derived.Add(new JsonDerivedType(listed, value is null ? null : $"\"{escaped}\":{value}"));
        }

        return derived switch
        {
            [] => Refuse("it lists no [JsonDerivedType]"),
            _ when derived.GroupBy(one => one.Type, SymbolEqualityComparer.Default).Any(same => same.Count() > 1) => Refuse("it lists a type twice"),
            _ when derived.Where(one => one.Discriminator is not null).GroupBy(one => one.Discriminator).Any(same => same.Count() > 1) =>
                Refuse("it gives one discriminator to two types"),
            _ => new JsonPolymorphism(derived, escaped, unknown),
        };

        JsonPolymorphism? Refuse(string reason)
        {
            findings.Add(JsonDiagnostics.Polymorphism, findings.PlaceOf(type, site.Location), type.Display(), reason);
            return null;
        }
    }

    private static IEnumerable<AttributeData> Listed(ITypeSymbol type) =>
        type.GetAttributes().Where(attribute =>
            attribute is { ConstructorArguments.Length: > 0 } && attribute.AttributeClass?.Is("System.Text.Json.Serialization", DerivedAttribute) == true);

    private static string? Fault(INamedTypeSymbol type, INamedTypeSymbol listed, JsonUnknownDerivedType unknown, Findings findings)
    {
        bool isItself = SymbolEqualityComparer.Default.Equals(type, listed);
        return listed switch
        {
            { IsUnboundGenericType: true } => "which is open",
            _ when !isItself && !listed.AllInterfaces.Concat(listed.Hierarchy()).Contains(type, SymbolEqualityComparer.Default) => "which is not derived from it",
            { TypeKind: TypeKind.Interface } => "which is an interface",
            { IsAbstract: true } when unknown != JsonUnknownDerivedType.NearestAncestor => "which is abstract",
            { TypeKind: not (TypeKind.Class or TypeKind.Struct) } => "which is neither a class nor a struct",
            _ when JsonConverterParser.ConverterOf(listed) is not null => "which has a converter of its own: the discriminator cannot be written",
            _ when JsonCollection.Of(listed) is not null => "which is a collection",
            _ when unknown == JsonUnknownDerivedType.NearestAncestor && type.TypeKind == TypeKind.Interface =>
                "and the nearest ancestor behind an interface may be more than one",
            _ when !UniqueNames.IsUnique(listed, findings) => "whose full name does not mean it alone",
            _ when JsonUnsupported.Reason(listed, null, findings) is { } reason => $"and {reason}",
            _ => null,
        };
    }
}

/// <summary>System.Text.Json's JsonUnknownDerivedTypeHandling, by its numbers.</summary>
internal enum JsonUnknownDerivedType
{
    Refuse = 0,
    Base = 1,
    NearestAncestor = 2,
}
