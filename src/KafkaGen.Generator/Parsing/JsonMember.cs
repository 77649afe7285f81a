using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>A property or field with what its System.Text.Json attributes say.</summary>
internal sealed record JsonMember(ISymbol Symbol, string? JsonName, JsonCondition Condition, int Order, bool IsIncluded)
{
    public ITypeSymbol Type => Symbol is IPropertySymbol property ? property.Type : ((IFieldSymbol)Symbol).Type;

    /// <summary>What is read: the getter, or the field itself.</summary>
    public ISymbol? Source => Symbol is IPropertySymbol property ? property.GetMethod : Symbol;

    public bool IsIgnored => Condition == JsonCondition.Always;

    /// <summary>Whether it is written at all: a setter alone takes part in the rules about names, and no more.</summary>
    public bool IsWritten =>
        Condition is not (JsonCondition.Always or JsonCondition.WhenWriting)
        && Source is { } source
        && (IsIncluded || source.DeclaredAccessibility == Accessibility.Public);

    /// <returns><see langword="null"/> for what System.Text.Json does not look at.</returns>
    public static JsonMember? Of(ISymbol symbol, JsonNamingForm naming)
    {
        bool isIncluded = symbol.FindJson("JsonIncludeAttribute") is not null;
        bool isMember = symbol switch
        {
            { IsStatic: true } => false,
            IPropertySymbol { IsIndexer: false } property => isIncluded || IsPublic(property.GetMethod) || IsPublic(property.SetMethod),
            IFieldSymbol => isIncluded,
            _ => false,
        };
        if (!isMember)
        {
            return null;
        }

        // System.Text.Json looks at the attributes of the declaration alone, not at those of what it overrides.
        AttributeData? name = symbol.FindJson("JsonPropertyNameAttribute");
        return new JsonMember(
            symbol,
            name is null ? JsonPropertyNames.Of(symbol.Name, naming) : name.ConstructorArguments.FirstOrDefault().Value as string,
            ConditionOf(symbol),
            symbol.FindJson("JsonPropertyOrderAttribute")?.ConstructorArguments.FirstOrDefault().Value as int? ?? 0,
            isIncluded);
    }

    public static JsonCondition ConditionOf(ISymbol member) =>
        member.FindJson("JsonIgnoreAttribute") is { } attribute
            ? (JsonCondition)attribute.NamedInt("Condition", (int)JsonCondition.Always)
            : JsonCondition.Never;

    public bool IsHiddenBy(JsonMember other)
    {
        if (Symbol.Name != other.Symbol.Name)
        {
            return false;
        }

        return other.Symbol.ContainingType.Hierarchy()
            .Any(level => SymbolEqualityComparer.Default.Equals(level, Symbol.ContainingType));
    }

    private static bool IsPublic(IMethodSymbol? accessor) => accessor?.DeclaredAccessibility == Accessibility.Public;
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
