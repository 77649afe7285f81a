using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds how a value of a type is written as JSON, and the encoders that it takes: those of everything that the type reaches.</summary>
internal sealed class JsonTypeParser(Findings findings, CancellationToken cancellationToken)
{
    private readonly Dictionary<ITypeSymbol, string> _names = new(SymbolEqualityComparer.Default);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, EncoderSpec> _encoders = [];

    /// <summary>The encoders of everything parsed so far, in the sequence in which their types were reached.</summary>
    public EquatableArray<EncoderSpec> Encoders => _order.Where(_encoders.ContainsKey).Select(name => _encoders[name]).ToEquatableArray();

    /// <summary>Parses a type.</summary>
    /// <returns>How it is written, or <see langword="null"/> after a finding.</returns>
    public ValueSpec? Parse(ITypeSymbol type, JsonSite site)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (type.NullableValue() is { } value)
        {
            return Parse(value, site) is { } inner ? inner with { IsNullableValue = true } : null;
        }

        if (_names.TryGetValue(type, out string? known))
        {
            return new ValueSpec(false, null, known);
        }

        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        if (JsonConverterParser.ConverterOf(type) is { } converter)
        {
            return ParseConverted(type, converter, site);
        }

        if (!type.IsPlatform() && !JsonFeatures.CheckType(type, site, findings))
        {
            return null;
        }

        if (JsonScalars.Contains(type))
        {
            return new ValueSpec(false, null, null);
        }

        if (!UniqueNames.IsUnique(type, findings))
        {
            findings.Add(
                JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), "its full name does not mean it alone (another visible assembly has a type of the same name, or it is known under an extern alias)");
            return null;
        }

        if (type.EnumKeyword() is { } keyword)
        {
            return new ValueSpec(false, keyword, null);
        }

        return ParseComposed(type, site);
    }

    /// <summary>Parses a type whose values a converter of the user's writes.</summary>
    /// <returns>How it is written, or <see langword="null"/> after a finding.</returns>
    public ValueSpec? ParseConverted(ITypeSymbol type, AttributeData converter, JsonSite site)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        if (JsonConverterParser.Parse(type, converter, site, findings) is not { } parsed)
        {
            return null;
        }

        if (!_encoders.ContainsKey(parsed.Encoder.ClassName))
        {
            _order.Add(parsed.Encoder.ClassName);
            _encoders.Add(parsed.Encoder.ClassName, parsed.Encoder);
        }

        return new ValueSpec(parsed.IsNullableValue, null, parsed.Encoder.ClassName);
    }

    private ValueSpec? ParseComposed(ITypeSymbol type, JsonSite site)
    {
        JsonCollection? collection = JsonCollection.Of(type);
        if (JsonUnsupported.Reason(type, collection, findings) is { } reason)
        {
            findings.Add(JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), reason);
            return null;
        }

        // Known before its parts are parsed, because a type may reach itself.
        string name = GeneratedNames.Mangle(type) + "Json";
        _names.Add(type, name);
        _order.Add(name);
        EncoderSpec? encoder = collection is null
            ? ParseObject((INamedTypeSymbol)type, name)
            : ParseCollection(type, collection, name, site);
        if (encoder is null)
        {
            return null;
        }

        _encoders.Add(name, encoder);
        return new ValueSpec(false, null, name);
    }

    private ObjectEncoderSpec ParseObject(INamedTypeSymbol type, string name)
    {
        IReadOnlyList<JsonMemberSpec> members = JsonMemberParser.Parse(type, this, findings);
        return new ObjectEncoderSpec(type.Global(), type.Display(), name, type.IsReferenceType, members.ToEquatableArray());
    }

    private EncoderSpec? ParseCollection(ITypeSymbol type, JsonCollection collection, string name, JsonSite site)
    {
        if (Parse(collection.Element, site) is not { } element)
        {
            return null;
        }

        return collection.IsDictionary
            ? new DictionaryEncoderSpec(
                type.Global(), type.Display(), name, type.IsReferenceType, collection.Element.Global(), element, collection.Through)
            : new ListEncoderSpec(type.Global(), type.Display(), name, type.IsReferenceType, element, collection.Loop, collection.Through);
    }
}
