using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds how a value of a type is written as JSON, and the encoders that it takes: those of everything that the type reaches.</summary>
internal sealed class JsonTypeParser(JsonSettings settings, Findings findings, CancellationToken cancellationToken)
{
    private readonly HashSet<ITypeSymbol> _accepted = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _reached = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, EncoderSpec> _encoders = [];

    public JsonSettings Settings => settings;

    /// <summary>The class that writes text; <see langword="null"/> for the one of default escaping.</summary>
    public string? TextClass => settings.IsRelaxed ? Emitting.Names.RelaxedJson : null;

    /// <summary>The encoders of everything parsed so far, in the sequence in which their types were reached.</summary>
    public EquatableArray<EncoderSpec> Encoders => _order.Where(_encoders.ContainsKey).Select(name => _encoders[name]).ToEquatableArray();

    /// <summary>Parses a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="site">The member by which it was reached.</param>
    /// <param name="numbers">What the member asks for where the type is a number or a collection of numbers.</param>
    /// <returns>How it is written, or <see langword="null"/> after a finding.</returns>
    public ValueSpec? Parse(ITypeSymbol type, JsonSite site, NumberForm? numbers = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (type.NullableValue() is { } value)
        {
            return Parse(value, site, numbers) is { } inner ? inner with { IsNullableValue = true } : null;
        }

        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        // The contract itself is compared with its final type anyway (KG0010).
        if (_reached.Count > 0 && OtherGenerators.MayConvert(type))
        {
            return ParseMade((INamedTypeSymbol)type, site);
        }

        if (JsonConverterParser.ConverterOf(type) is { } converter)
        {
            return ParseConverted(type, converter, site);
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return ParseAny(type, site, numbers);
        }

        if (_accepted.Contains(type))
        {
            return ParseComposed(type, site, numbers);
        }

        if (!type.IsPlatform() && !JsonFeatures.CheckType(type, site, findings))
        {
            return null;
        }

        if (JsonScalars.Contains(type))
        {
            return new ValueSpec(false, null, JsonScalars.IsText(type) ? TextClass : null, JsonNumbers.Of(type, numbers)) { Scalar = JsonScalars.KindOf(type) };
        }

        if (JsonDocuments.Contains(type))
        {
            return Document(type);
        }

        if (FunctionalTypes.IsOption(type) || FunctionalTypes.IsValueOption(type))
        {
            return ParseOption((INamedTypeSymbol)type, site, numbers);
        }

        if (!UniqueNames.IsUnique(type, findings))
        {
            findings.Add(
                JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), "its full name does not mean it alone (another visible assembly has a type of the same name, or it is known under an extern alias)");
            return null;
        }

        if (type.EnumKeyword() is { } keyword)
        {
            return new ValueSpec(false, keyword, null) { Scalar = JsonScalar.Integer };
        }

        return ParseComposed(type, site, numbers);
    }

    /// <summary>How a type that holds JSON itself is written: by other options than the library's, through System.Text.Json's own converter.</summary>
    private ValueSpec Document(ITypeSymbol type) => settings.IsWeb
        ? new ValueSpec(false, null, null)
        : Use(
            new ConverterEncoderSpec(
                type.Global(),
                type.Display(),
                $"{GeneratedNames.Mangle(type)}{settings.Suffix}Json",
                $"global::System.Text.Json.Serialization.Metadata.JsonMetadataServices.{type.Name}Converter",
                settings),
            false);

    /// <summary>Parses a type whose values a converter of the user's writes.</summary>
    /// <returns>How it is written, or <see langword="null"/> after a finding.</returns>
    public ValueSpec? ParseConverted(ITypeSymbol type, AttributeData converter, JsonSite site)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        return JsonConverterParser.Parse(type, converter, settings, site, findings) is { } parsed ? Use(parsed.Encoder, parsed.IsNullableValue) : null;
    }

    // What a number inside should look like would be known to System.Text.Json, but cannot be told to it for this value alone.
    private ValueSpec? ParseAny(ITypeSymbol type, JsonSite site, NumberForm? numbers)
    {
        if (numbers is NumberForm.AsString or NumberForm.OrName)
        {
            findings.Add(
                JsonDiagnostics.UnsupportedFeature, site.Location, site.Member, "[JsonNumberHandling] for values that are declared as object");
            return null;
        }

        return Use(new AnyEncoderSpec(type.Global(), type.Display(), $"{GeneratedNames.Mangle(type)}{settings.Suffix}Json", settings), false);
    }

    private ValueSpec? ParseMade(INamedTypeSymbol type, JsonSite site)
    {
        if (JsonUnsupported.Reason(type, null, findings) is not null || !UniqueNames.IsUnique(type, findings))
        {
            findings.Add(JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), "generated code cannot name it; make it internal or public, with a name of its own");
            return null;
        }

        if (JsonConverterParser.ConverterOf(type) is not { } converter)
        {
            findings.Add(JsonDiagnostics.NothingToWrite, site.Location, site.Member, type.Display());
        }
        else if (JsonConverterParser.Parse(type, converter, settings, site, findings) is null)
        {
            return null;
        }

        return Use(
            new ConverterEncoderSpec(
                type.Global(),
                $"{type.Display()} by its converter",
                $"{GeneratedNames.Mangle(type)}{GeneratedNames.By}Attribute{settings.Suffix}Json",
                $"{Emitting.Names.ConverterText}<{type.Global()}>.OfType()",
                settings),
            false);
    }

    private ValueSpec? ParseOption(INamedTypeSymbol type, JsonSite site, NumberForm? numbers)
    {
        ITypeSymbol inside = type.TypeArguments[0];
        if (numbers is NumberForm.AsString or NumberForm.OrName && (JsonNumbers.IsNumbers(inside) || inside.SpecialType == SpecialType.System_Object))
        {
            findings.Add(JsonDiagnostics.UnsupportedFeature, site.Location, site.Member, "[JsonNumberHandling] for numbers inside of options");
            return null;
        }

        // Known before its value is parsed, because a type may reach itself.
        string name = $"{GeneratedNames.Mangle(type)}{settings.Suffix}Json";
        if (_reached.Add(name))
        {
            _order.Add(name);
            if (Parse(inside, site) is not { } value)
            {
                return null;
            }

            _encoders.Add(name, new OptionEncoderSpec(type.Global(), type.Display(), name, type.IsReferenceType, value));
        }

        return new ValueSpec(false, null, name);
    }

    private ValueSpec? ParseComposed(ITypeSymbol type, JsonSite site, NumberForm? numbers)
    {
        JsonCollection? collection = JsonCollection.Of(type);
        if (!_accepted.Contains(type) && JsonUnsupported.Reason(type, collection, findings) is { } reason)
        {
            findings.Add(JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), reason);
            return null;
        }

        // Known before its parts are parsed, because a type may reach itself.
        _accepted.Add(type);
        string name = NameOf(type, collection, numbers);
        if (!_reached.Add(name))
        {
            return new ValueSpec(false, null, name);
        }

        _order.Add(name);
        EncoderSpec? encoder = JsonPolymorphism.IsPolymorphic(type)
            ? ParsePolymorphic((INamedTypeSymbol)type, collection, name, site)
            : collection is null
            ? ParseObject((INamedTypeSymbol)type, name, site)
            : ParseCollection(type, collection, name, site, numbers ?? JsonNumbers.FormOf(type));
        if (encoder is null)
        {
            return null;
        }

        _encoders.Add(name, encoder is PolymorphicEncoderSpec ? encoder : WithCallbacks(encoder, type));
        return new ValueSpec(false, null, name);
    }

    private static EncoderSpec WithCallbacks(EncoderSpec encoder, ITypeSymbol type) => encoder with
    {
        CallsOnSerializing = JsonFeatures.Implements(type, "IJsonOnSerializing"),
        CallsOnSerialized = JsonFeatures.Implements(type, "IJsonOnSerialized"),
    };

    // Numbers in another form than their collection's type says are written by another encoder.
    private string NameOf(ITypeSymbol type, JsonCollection? collection, NumberForm? numbers)
    {
        string form = string.Empty;
        if (numbers is not null && collection is not null)
        {
            ITypeSymbol element = collection.Element.NullableValue() ?? collection.Element;
            NumberForm asked = JsonNumbers.Of(element, numbers);
            form = asked == JsonNumbers.Of(element, JsonNumbers.FormOf(type)) ? string.Empty : GeneratedNames.By + asked;
        }

        return $"{GeneratedNames.Mangle(type)}{form}{settings.Suffix}Json";
    }

    private ObjectEncoderSpec ParseObject(INamedTypeSymbol type, string name, JsonSite site)
    {
        ObjectEncoderSpec encoder = ParseMembers(type, name, site);

        // A member may be missing because of an error, which says enough.
        if (encoder is { Members.Count: 0, Extension: null } && !findings.Errors.Any() && !findings.IsUnresolved)
        {
            findings.Add(JsonDiagnostics.NoMembers, site.Location, site.Member, type.Display());
        }

        return encoder;
    }

    private ObjectEncoderSpec ParseMembers(INamedTypeSymbol type, string name, JsonSite site)
    {
        (IReadOnlyList<JsonMemberSpec> members, ExtensionSpec? extension) = JsonMemberParser.Parse(type, site.Member, this, findings);
        return new ObjectEncoderSpec(type.Global(), type.Display(), name, type.IsReferenceType, members.ToEquatableArray(), extension, null)
        {
            ChangesWhenRead = type.IsValueType && type.GetMembers().OfType<IPropertySymbol>().Any(IsChanging),
        };
    }

    private PolymorphicEncoderSpec? ParsePolymorphic(INamedTypeSymbol type, JsonCollection? collection, string name, JsonSite site)
    {
        if (collection is not null)
        {
            findings.Add(JsonDiagnostics.Polymorphism, findings.PlaceOf(type, site.Location), type.Display(), "it is a collection");
            return null;
        }

        if (JsonPolymorphism.Of(type, settings.IsRelaxed, site, findings) is not { } polymorphism)
        {
            return null;
        }

        bool byNearest = polymorphism.Unknown == JsonUnknownDerivedType.NearestAncestor;
        IEnumerable<JsonDerivedType> derived = byNearest
            ? polymorphism.Derived.OrderByDescending(one => one.Type.Hierarchy().Count())
            : polymorphism.Derived;
        var encoders = new List<DerivedEncoderSpec>();
        foreach (JsonDerivedType one in derived)
        {
            if (ParseDerived(one, type, polymorphism, site) is not { } encoder)
            {
                return null;
            }

            encoders.Add(new DerivedEncoderSpec(one.Type.Global(), encoder));
        }

        bool acceptsUnknown = polymorphism.Unknown != JsonUnknownDerivedType.Refuse;
        bool needsBase = (acceptsUnknown || (!type.IsAbstract && type.TypeKind != TypeKind.Interface)) && !JsonPolymorphism.Lists(type, type);
        string? ofBase = needsBase ? ParseDerived(new JsonDerivedType(type, null), type, polymorphism, site) : null;
        if (acceptsUnknown && ofBase is null)
        {
            ofBase = encoders.First(one => one.TypeName == type.Global()).Encoder;
        }

        return new PolymorphicEncoderSpec(
            type.Global(), type.Display(), name, encoders.ToEquatableArray(), byNearest, ofBase, acceptsUnknown);
    }

    // One of several under a base: another encoder than where the same type is a member's own.
    private string? ParseDerived(JsonDerivedType derived, INamedTypeSymbol polymorphic, JsonPolymorphism polymorphism, JsonSite site)
    {
        string name = $"{GeneratedNames.Mangle(derived.Type)}{GeneratedNames.By}{GeneratedNames.Mangle(polymorphic)}{settings.Suffix}Json";
        if (!_reached.Add(name))
        {
            return name;
        }

        if (!JsonFeatures.CheckType(derived.Type, site, findings))
        {
            return null;
        }

        _order.Add(name);
        ObjectEncoderSpec encoder = ParseMembers(derived.Type, name, site) with { Discriminator = derived.Discriminator };
        if (derived.Discriminator is not null && encoder.Members.Any(member => member.JsonName == polymorphism.Name))
        {
            findings.Add(
                JsonDiagnostics.Polymorphism,
                findings.PlaceOf(polymorphic, site.Location),
                polymorphic.Display(),
                $"a member of '{derived.Type.Display()}' has the name of the discriminator");
            return null;
        }

        encoder = encoder with { DisplayName = $"{derived.Type.Display()} as {polymorphic.Display()}" };
        _encoders.Add(name, WithCallbacks(encoder, derived.Type));
        return name;
    }

    private static bool IsChanging(IPropertySymbol property) => property is { IsStatic: false, GetMethod.IsReadOnly: false };

    private EncoderSpec? ParseCollection(ITypeSymbol type, JsonCollection collection, string name, JsonSite site, NumberForm? numbers)
    {
        // The form is for the elements of this collection, not for those of collections in it.
        bool isOfNumbers = collection.Element.SpecialType == SpecialType.System_Object
            || JsonNumbers.IsNumber(collection.Element.NullableValue() ?? collection.Element);
        if (Parse(collection.Element, site.Element, isOfNumbers ? numbers : null) is not { } element)
        {
            return null;
        }

        if (collection.Key is { } key)
        {
            string entry = $"global::System.Collections.Generic.KeyValuePair<{key.Global()}, {collection.Element.Global()}>";
            return ParseKey(key, site) is { } written
                ? new DictionaryEncoderSpec(
                    type.Global(), type.Display(), name, type.IsReferenceType, entry, written.Encoder, element, collection.Through)
                : null;
        }

        return new ListEncoderSpec(type.Global(), type.Display(), name, type.IsReferenceType, element, collection.Loop, collection.Through);
    }

    // System.Text.Json writes an enum's key by name even where its values are numbers.
    private ValueSpec? ParseKey(ITypeSymbol key, JsonSite site)
    {
        if (key.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        if (key.TypeKind == TypeKind.Enum && JsonConverterParser.WritesNamesOrNumbers(key))
        {
            return JsonEnumParser.Parse((INamedTypeSymbol)key, settings, site, findings) is { } names ? Use(names, false) : null;
        }

        if (JsonConverterParser.ConverterOf(key) is { } converter)
        {
            return JsonConverterParser.ParseKey(key, converter, settings, site, findings) is { } byConverter ? Use(byConverter, false) : null;
        }

        if (JsonScalars.IsKey(key))
        {
            return new ValueSpec(false, null, JsonScalars.IsText(key) ? TextClass : null);
        }

        findings.Add(
            JsonDiagnostics.UnsupportedType, site.Location, site.Member, key.Display(), "the keys of a dictionary are strings, numbers, enums or other values that are one text");
        return null;
    }

    private ValueSpec Use(EncoderSpec encoder, bool isNullableValue)
    {
        if (!_encoders.ContainsKey(encoder.ClassName))
        {
            _order.Add(encoder.ClassName);
            _encoders.Add(encoder.ClassName, encoder);
        }

        return new ValueSpec(isNullableValue, null, encoder.ClassName);
    }
}
