using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>A property with what its System.Text.Json attributes say.</summary>
internal sealed record JsonMember(IPropertySymbol Property, string? JsonName, JsonCondition Condition, int Order)
{
    public bool IsIgnored => Condition == JsonCondition.Always;

    /// <summary>Whether it is written at all: a setter alone takes part in the rules about names, and no more.</summary>
    public bool IsWritten =>
        Condition is not (JsonCondition.Always or JsonCondition.WhenWriting)
        && Property.GetMethod is { DeclaredAccessibility: Accessibility.Public };

    // System.Text.Json looks at the attributes of the declaration alone, not at those of what it overrides.
    public static JsonMember Of(IPropertySymbol property)
    {
        AttributeData? name = property.FindJson("JsonPropertyNameAttribute");
        return new JsonMember(
            property,
            name is null ? JsonPropertyNames.CamelCase(property.Name) : name.ConstructorArguments.FirstOrDefault().Value as string,
            ConditionOf(property),
            property.FindJson("JsonPropertyOrderAttribute")?.ConstructorArguments.FirstOrDefault().Value as int? ?? 0);
    }

    public static JsonCondition ConditionOf(ISymbol member) =>
        member.FindJson("JsonIgnoreAttribute") is { } attribute
            ? (JsonCondition)attribute.NamedInt("Condition", (int)JsonCondition.Always)
            : JsonCondition.Never;

    public bool IsHiddenBy(JsonMember other)
    {
        if (Property.Name != other.Property.Name)
        {
            return false;
        }

        return other.Property.ContainingType.Hierarchy()
            .Any(level => SymbolEqualityComparer.Default.Equals(level, Property.ContainingType));
    }
}

/// <summary>System.Text.Json's JsonIgnoreCondition, by its numbers.</summary>
internal enum JsonCondition
{
    Never = 0,
    Always = 1,
    WhenWritingDefault = 2,
    WhenWritingNull = 3,
    WhenWriting = 4,
    WhenReading = 5,
}
