using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Chooses and orders the members of an object as System.Text.Json does (its DefaultJsonTypeInfoResolver): level by level from the derived type
/// to its bases, each in the sequence of declaration, then by <c>JsonPropertyOrder</c>. A member that an ignored one of the same JSON name
/// preceded takes that one's place.
/// </summary>
internal sealed class JsonMemberParser
{
    private readonly INamedTypeSymbol _type;
    private readonly string _path;
    private readonly JsonTypeParser _types;
    private readonly Findings _findings;
    private readonly List<JsonMember> _members = [];
    private readonly List<JsonMember> _extensions = [];
    private readonly Dictionary<string, int> _byJsonName;
    private readonly Dictionary<string, JsonMember> _ignored = [];

    private JsonMemberParser(INamedTypeSymbol type, string path, JsonTypeParser types, Findings findings)
    {
        _type = type;
        _path = path;
        _types = types;
        _findings = findings;
        _byJsonName = new Dictionary<string, int>(types.Settings.IsGeneral ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    }

    public static (IReadOnlyList<JsonMemberSpec> Members, ExtensionSpec? Extension) Parse(
        INamedTypeSymbol type, string path, JsonTypeParser types, Findings findings)
    {
        var parser = new JsonMemberParser(type, path, types, findings);
        foreach (INamedTypeSymbol level in Levels(type))
        {
            parser.AddDeclaredBy(level);
        }

        JsonMemberSpec[] members =
        [
            .. parser._members
                .Where(member => member.IsWritten)
                .OrderBy(member => member.Order)
                .Select(parser.ToSpec)
                .OfType<JsonMemberSpec>(),
        ];
        return (members, parser.Extension());
    }

    // An interface that inherits more than one is refused before (JsonUnsupported): their sequence is System.Text.Json's own affair.
    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? new[] { type }.Concat(type.AllInterfaces) : type.Hierarchy();

    private void AddDeclaredBy(INamedTypeSymbol level)
    {
        if (HiddenIncludes.Find(level) is { } hidden)
        {
            _findings.Add(
                JsonDiagnostics.HiddenMember, _findings.PlaceOf(_type, _findings.Contract), $"{level.Display()}.{hidden}", "members of other assemblies that are not public");
        }

        // System.Text.Json asks for the properties of a level first, then for its fields.
        foreach (ISymbol symbol in level.GetMembers().OrderBy(member => member is IFieldSymbol))
        {
            if (JsonMember.Of(symbol, _types.Settings.Naming) is not { } member || IsOverriddenByIgnored(symbol))
            {
                continue;
            }

            if (symbol.FindJson("JsonExtensionDataAttribute") is not null && !member.IsIgnored)
            {
                _extensions.Add(member);
            }
            else
            {
                Add(member);
            }
        }
    }

    private void Add(JsonMember member)
    {
        ISymbol symbol = member.Symbol;
        if (member.JsonName is not { } jsonName || !JsonPropertyNames.IsValid(jsonName))
        {
            _findings.Add(JsonDiagnostics.InvalidName, SiteOf(symbol).Location, SiteOf(symbol).Member);
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
                JsonDiagnostics.NameConflict, SiteOf(symbol).Location, SiteOf(_members[place].Symbol).Member, SiteOf(symbol).Member, jsonName, _types.Settings.IsGeneral ? "with" : "without");
        }

        if (member.IsIgnored)
        {
            _ignored[symbol.Name] = member;
        }
    }

    private JsonMemberSpec? ToSpec(JsonMember member)
    {
        ITypeSymbol type = member.Type;
        JsonSite site = SiteOf(member.Symbol);
        if (!JsonFeatures.CheckMember(member.Symbol, site, _findings))
        {
            return null;
        }

        ForeignAttributes.CheckMember(member.Symbol, member.JsonName, site, _findings);

        bool isHidden = !_findings.CanSee(member.Source!) || !SyntaxFacts.IsValidIdentifier(member.Symbol.Name);
        if (isHidden && HiddenFault(member.Symbol) is { } fault)
        {
            _findings.Add(JsonDiagnostics.HiddenMember, site.Location, site.Member, fault);
            return null;
        }

        if (member.Symbol is IPropertySymbol { RefKind: not RefKind.None } or IFieldSymbol { RefKind: not RefKind.None })
        {
            _findings.Add(JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), "it is returned by reference");
            return null;
        }

        if (JsonNumbers.NeedsNumbers(member.Symbol) && JsonConverterParser.ConverterOf(member.Symbol) is null && !JsonNumbers.IsNumbers(type))
        {
            _findings.Add(
                JsonDiagnostics.UnsupportedFeature, site.Location, site.Member, "[JsonNumberHandling] on something else than numbers or a collection of numbers");
            return null;
        }

        ValueSpec? written = JsonConverterParser.ConverterOf(member.Symbol) is { } converter
            ? _types.ParseConverted(type, converter, site)
            : _types.Parse(type, site, JsonNumbers.FormOf(member.Symbol) ?? JsonNumbers.FormOf(_type));
        if (written is not { } value)
        {
            return null;
        }

        bool canBeNull = type.IsReferenceType || type.NullableValue() is not null;
        if (member.Condition == JsonCondition.WhenWritingNull && !canBeNull)
        {
            _findings.Add(JsonDiagnostics.NullConditionOnValue, site.Location, site.Member, type.Display());
        }

        LeftOutWhen leftOut = member.Condition switch
        {
            JsonCondition.WhenWritingNull => LeftOutWhen.Null,
            JsonCondition.WhenWritingDefault => canBeNull ? LeftOutWhen.Null : LeftOutWhen.Default,
            _ => LeftOutWhen.Never,
        };
        return new JsonMemberSpec(
            JsonPropertyNames.Escape(member.JsonName!, _types.Settings.IsRelaxed), MemberAccesses.To(member.Symbol, _type), type.Global(), value, leftOut)
        {
            Hidden = isHidden ? HiddenMember(member) : null,
            CanBeNull = IsDeclaredNullable(member.Symbol),
        };
    }

    // By its definition: one encoder serves Envelope<string> and Envelope<string?>, which differ in what their own members say.
    private static bool IsDeclaredNullable(ISymbol member) =>
        (member.OriginalDefinition switch
        {
            IPropertySymbol property => property.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        }) is { } type
        && (type.NullableValue() is not null || type is ITypeParameterSymbol || (type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated));

    private static HiddenMemberSpec HiddenMember(JsonMember member) => new(
        GeneratedNames.Accessor(member.Symbol),
        member.Source!.MetadataName,
        member.Source is IFieldSymbol,
        member.Symbol.ContainingType.Global());

    // What the runtime's accessors reach on every runtime, and read as System.Text.Json does.
    private static string? HiddenFault(ISymbol member) => member switch
    {
        { ContainingType.IsValueType: true } => "members of structs that are not public",
        { ContainingType.TypeKind: TypeKind.Interface } => "members of interfaces that are not public",
        _ when member.ContainingType.IsGeneric() => "members of generic types that are not public",
        _ when IsVirtual(member) => "virtual members that are not public",
        IPropertySymbol { ExplicitInterfaceImplementations.Length: > 0 } => "explicit implementations of interfaces",
        _ => null,
    };

    private ExtensionSpec? Extension()
    {
        foreach (JsonMember second in _extensions.Skip(1))
        {
            _findings.Add(
                JsonDiagnostics.UnsupportedFeature, SiteOf(second.Symbol).Location, SiteOf(second.Symbol).Member, "a second [JsonExtensionData]");
        }

        if (_extensions.FirstOrDefault(member => member.IsWritten) is not { } extension)
        {
            return null;
        }

        JsonSite site = SiteOf(extension.Symbol);
        if (!_findings.CanSee(extension.Source!))
        {
            _findings.Add(JsonDiagnostics.HiddenMember, site.Location, site.Member, "extension data that is not public");
            return null;
        }

        if (JsonDocuments.Contains(extension.Type)
            || JsonCollection.Of(extension.Type) is not { Fault: null, Key.SpecialType: SpecialType.System_String } map
            || !(JsonDocuments.IsElement(map.Element) || map.Element.SpecialType == SpecialType.System_Object))
        {
            _findings.Add(
                JsonDiagnostics.UnsupportedFeature,
                site.Location,
                site.Member,
                $"[JsonExtensionData] on '{extension.Type.Display()}' (only a dictionary of string and JsonElement or object can be written)");
            return null;
        }

        return _types.Parse(map.Element, site, JsonNumbers.FormOf(_type)) is { } value
            ? new ExtensionSpec(MemberAccesses.To(extension.Symbol, _type), _types.TextClass, map.Element.Global(), value.Encoder)
            : null;
    }

    private bool IsOverriddenByIgnored(ISymbol symbol) =>
        _ignored.TryGetValue(symbol.Name, out JsonMember? ignored)
        && symbol is IPropertySymbol property
        && IsVirtual(property)
        && IsVirtual(ignored.Symbol)
        && SymbolEqualityComparer.Default.Equals(property.Type, ignored.Type);

    private bool IsHiddenByIgnored(JsonMember member) =>
        _ignored.TryGetValue(member.Symbol.Name, out JsonMember? ignored) && member.IsHiddenBy(ignored);

    private JsonSite SiteOf(ISymbol member) => new(
        _path + "." + member.Name,
        _findings.PlaceOf(member, _findings.PlaceOf(_type, _findings.Contract)));

    private static bool IsVirtual(ISymbol member) => member.IsVirtual || member.IsOverride || member.IsAbstract;
}
