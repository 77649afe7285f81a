using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Chooses and orders the members of an object as System.Text.Json does (its DefaultJsonTypeInfoResolver): level by level from the derived type
/// to its bases, each in the sequence of declaration, then by <c>JsonPropertyOrder</c>. A member that an ignored one of the same JSON name
/// preceded takes that one's place.
/// </summary>
internal sealed class JsonMemberParser
{
    private readonly INamedTypeSymbol _type;
    private readonly JsonTypeParser _types;
    private readonly Findings _findings;
    private readonly List<JsonMember> _members = [];
    private readonly Dictionary<string, int> _byJsonName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonMember> _ignored = [];

    private JsonMemberParser(INamedTypeSymbol type, JsonTypeParser types, Findings findings)
    {
        _type = type;
        _types = types;
        _findings = findings;
    }

    public static IReadOnlyList<JsonMemberSpec> Parse(INamedTypeSymbol type, JsonTypeParser types, Findings findings)
    {
        var parser = new JsonMemberParser(type, types, findings);
        foreach (INamedTypeSymbol level in Levels(type))
        {
            parser.AddDeclaredBy(level);
        }

        return [.. parser._members
            .Where(member => member.IsWritten)
            .OrderBy(member => member.Order)
            .Select(parser.ToSpec)
            .OfType<JsonMemberSpec>()];
    }

    // An interface that inherits more than one is refused before (JsonUnsupported): their sequence is System.Text.Json's own affair.
    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? new[] { type }.Concat(type.AllInterfaces) : type.Hierarchy();

    private void AddDeclaredBy(INamedTypeSymbol level)
    {
        foreach (ISymbol symbol in level.GetMembers())
        {
            if (symbol.IsStatic || symbol.FindJson("JsonIncludeAttribute") is not null)
            {
                CheckIncluded(symbol);
                continue;
            }

            if (symbol is IPropertySymbol { IsIndexer: false } property
                && (IsPublic(property.GetMethod) || IsPublic(property.SetMethod))
                && !IsOverriddenByIgnored(property))
            {
                Add(property);
            }
        }
    }

    private void CheckIncluded(ISymbol symbol)
    {
        if (!symbol.IsStatic && JsonMember.ConditionOf(symbol) != JsonCondition.Always)
        {
            JsonFeatures.CheckMember(symbol, SiteOf(symbol), _findings);
        }
    }

    private void Add(IPropertySymbol property)
    {
        var member = JsonMember.Of(property);
        if (member.JsonName is not { } jsonName || !JsonPropertyNames.IsValid(jsonName))
        {
            _findings.Add(JsonDiagnostics.InvalidName, SiteOf(property).Location, SiteOf(property).Member);
            return;
        }

        if (!_byJsonName.TryGetValue(jsonName, out int place))
        {
            _byJsonName.Add(jsonName, _members.Count);
            _members.Add(member);
        }
        else if (_members[place].IsIgnored)
        {
            _members[place] = member;
        }
        else if (!member.IsIgnored && !member.IsHiddenBy(_members[place]) && !IsHiddenByIgnored(member))
        {
            _findings.Add(
                JsonDiagnostics.NameConflict, SiteOf(property).Location, SiteOf(_members[place].Property).Member, SiteOf(property).Member, jsonName);
        }

        if (member.IsIgnored)
        {
            _ignored[property.Name] = member;
        }
    }

    private JsonMemberSpec? ToSpec(JsonMember member)
    {
        IPropertySymbol property = member.Property;
        JsonSite site = SiteOf(property);
        if (!JsonFeatures.CheckMember(property, site, _findings))
        {
            return null;
        }

        if (property.RefKind != RefKind.None)
        {
            _findings.Add(JsonDiagnostics.UnsupportedType, site.Location, site.Member, property.Type.Display(), "it is returned by reference");
            return null;
        }

        ValueSpec? written = JsonConverterParser.ConverterOf(property) is { } converter
            ? _types.ParseConverted(property.Type, converter, site)
            : _types.Parse(property.Type, site);
        if (written is not { } value)
        {
            return null;
        }

        bool canBeNull = property.Type.IsReferenceType || property.Type.NullableValue() is not null;
        if (member.Condition == JsonCondition.WhenWritingNull && !canBeNull)
        {
            _findings.Add(JsonDiagnostics.NullConditionOnValue, site.Location, site.Member, property.Type.Display());
        }

        LeftOutWhen leftOut = member.Condition switch
        {
            JsonCondition.WhenWritingNull => LeftOutWhen.Null,
            JsonCondition.WhenWritingDefault => canBeNull ? LeftOutWhen.Null : LeftOutWhen.Default,
            _ => LeftOutWhen.Never,
        };
        return new JsonMemberSpec(
            JsonPropertyNames.Escape(member.JsonName!), MemberAccesses.To(property, _type), property.Type.Global(), value, leftOut);
    }

    private bool IsOverriddenByIgnored(IPropertySymbol property) =>
        _ignored.TryGetValue(property.Name, out JsonMember? ignored)
        && IsVirtual(property)
        && IsVirtual(ignored.Property)
        && SymbolEqualityComparer.Default.Equals(property.Type, ignored.Property.Type);

    private bool IsHiddenByIgnored(JsonMember member) =>
        _ignored.TryGetValue(member.Property.Name, out JsonMember? ignored) && member.IsHiddenBy(ignored);

    private JsonSite SiteOf(ISymbol member) => new(
        member.ContainingType.Display() + "." + member.Name,
        _findings.PlaceOf(member, _findings.PlaceOf(_type, _findings.Contract)));

    private static bool IsPublic(IMethodSymbol? accessor) => accessor?.DeclaredAccessibility == Accessibility.Public;

    private static bool IsVirtual(IPropertySymbol property) => property.IsVirtual || property.IsOverride || property.IsAbstract;
}
