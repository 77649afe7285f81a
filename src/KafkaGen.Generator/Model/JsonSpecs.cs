namespace KafkaGen.Generator.Model;

/// <summary>How a value of some type is written as JSON.</summary>
/// <param name="IsNullableValue">Whether it is a <see cref="Nullable{T}"/>, which is unwrapped first.</param>
/// <param name="Cast">The underlying type of an enum, else <see langword="null"/>.</param>
/// <param name="Encoder">The encoder class that writes it; <see langword="null"/> for scalars, which the library writes.</param>
/// <param name="Numbers">How a number is written.</param>
internal sealed record ValueSpec(bool IsNullableValue, string? Cast, string? Encoder, NumberForm Numbers = NumberForm.Plain)
{
    /// <summary>What the library writes, for the schema.</summary>
    public JsonScalar Scalar { get; init; }
}

/// <summary>What a value that is no object and no array is in JSON.</summary>
internal enum JsonScalar
{
    /// <summary>Whatever it is, it is not known here.</summary>
    Unknown,
    Boolean,
    Integer,
    Number,
    Text,

    /// <summary>In base 64.</summary>
    Bytes,
    Guid,

    /// <summary>With its distance from UTC.</summary>
    Moment,
    Date,
}

/// <summary>What <c>JsonNumberHandling</c> makes of numbers.</summary>
internal enum NumberForm
{
    /// <summary>Numbers; NaN and the infinities are refused.</summary>
    Plain,

    /// <summary>Strings, NaN and the infinities by name.</summary>
    AsString,

    /// <summary>Numbers, NaN and the infinities by name.</summary>
    OrName,
}

/// <summary>One generated encoder.</summary>
/// <param name="TypeName">The type that it writes, as generated code names it.</param>
/// <param name="DisplayName">The type without <c>global::</c>: for file names and messages.</param>
/// <param name="ClassName">The generated class.</param>
/// <param name="IsReference">Whether a value can be <see langword="null"/>.</param>
internal abstract record EncoderSpec(string TypeName, string DisplayName, string ClassName, bool IsReference)
{
    /// <summary>Whether the value is told before it is written.</summary>
    public bool CallsOnSerializing { get; init; }

    /// <summary>Whether reading the value's members may change it: one copy is made, and read from beginning to end.</summary>
    public bool ChangesWhenRead { get; init; }

    /// <summary>Whether the value is told after it was written.</summary>
    public bool CallsOnSerialized { get; init; }

    /// <summary>Whether its JSON schema has a name, by which the schemas of others refer to it, instead of standing where it is used.</summary>
    public virtual bool HasSchema => false;
}

/// <summary>Writes an object.</summary>
/// <param name="Members">Its members, in the sequence in which they are written.</param>
/// <param name="Extension">The dictionary whose entries follow the members, as if they were members.</param>
/// <param name="Discriminator">The member that names the type among those derived from one base, as JSON; else <see langword="null"/>.</param>
internal sealed record ObjectEncoderSpec(
    string TypeName,
    string DisplayName,
    string ClassName,
    bool IsReference,
    EquatableArray<JsonMemberSpec> Members,
    ExtensionSpec? Extension,
    string? Discriminator)
    : EncoderSpec(TypeName, DisplayName, ClassName, IsReference)
{
    public override bool HasSchema => true;
}

/// <summary>A dictionary whose entries are written as members.</summary>
/// <param name="Access">How it is read.</param>
/// <param name="NameEncoder">The class that writes the names.</param>
/// <param name="ValueTypeName">The type of the values.</param>
/// <param name="ValueEncoder">The class that writes the values; <see langword="null"/> for the library's own.</param>
internal sealed record ExtensionSpec(MemberAccess Access, string? NameEncoder, string ValueTypeName, string? ValueEncoder);

/// <summary>Writes an array.</summary>
/// <param name="Element">How an element is written.</param>
/// <param name="Loop">How the elements are reached.</param>
/// <param name="Through">The type to enumerate it through, when not by its own enumerator or indexer.</param>
internal sealed record ListEncoderSpec(
    string TypeName, string DisplayName, string ClassName, bool IsReference, ValueSpec Element, ListLoop Loop, string? Through)
    : EncoderSpec(TypeName, DisplayName, ClassName, IsReference);

/// <summary>Writes an object with a member for each entry of a dictionary.</summary>
/// <param name="EntryTypeName">The type of its entries.</param>
/// <param name="KeyEncoder">The encoder class that writes the keys by name; <see langword="null"/> for scalars, which the library writes.</param>
/// <param name="Value">How an entry's value is written.</param>
/// <param name="Through">The type to enumerate it through, when not by its own enumerator.</param>
internal sealed record DictionaryEncoderSpec(
    string TypeName, string DisplayName, string ClassName, bool IsReference, string EntryTypeName, string? KeyEncoder, ValueSpec Value, string? Through)
    : EncoderSpec(TypeName, DisplayName, ClassName, IsReference);

/// <summary>Writes a value of one of several types by what it is.</summary>
/// <param name="Derived">The types, the most derived first where an unknown one takes the nearest.</param>
/// <param name="ByNearest">Whether a type that is not listed is written as the nearest one that it derives from.</param>
/// <param name="OfBase">The encoder of the base itself: of its own values and, when <paramref name="AcceptsUnknown"/>, of those of types that are not listed.</param>
/// <param name="AcceptsUnknown">Whether a type that is not listed is written at all.</param>
internal sealed record PolymorphicEncoderSpec(
    string TypeName,
    string DisplayName,
    string ClassName,
    EquatableArray<DerivedEncoderSpec> Derived,
    bool ByNearest,
    string? OfBase,
    bool AcceptsUnknown)
    : EncoderSpec(TypeName, DisplayName, ClassName, true)
{
    public override bool HasSchema => true;
}

/// <summary>One type that a polymorphic base lists.</summary>
internal sealed record DerivedEncoderSpec(string TypeName, string Encoder);

/// <summary>Writes an enum's values by their names.</summary>
/// <param name="Renamed">The members whose JSON name is not their own.</param>
/// <param name="IsRelaxed">Whether the names are escaped no more than JSON needs.</param>
internal sealed record EnumEncoderSpec(
    string TypeName, string DisplayName, string ClassName, EquatableArray<RenamedEnumMember> Renamed, bool IsRelaxed)
    : EncoderSpec(TypeName, DisplayName, ClassName, false);

/// <summary>An enum's member with a <c>JsonStringEnumMemberName</c>.</summary>
internal sealed record RenamedEnumMember(string Name, string JsonName);

/// <summary>Writes by a converter of the user's.</summary>
/// <param name="New">The expression that makes the converter.</param>
/// <param name="Settings">By which options it writes.</param>
internal sealed record ConverterEncoderSpec(string TypeName, string DisplayName, string ClassName, string New, JsonSettings Settings)
    : EncoderSpec(TypeName, DisplayName, ClassName, false)
{
    /// <summary>Whether it writes the keys of dictionaries rather than values.</summary>
    public bool IsKey { get; init; }
}

/// <summary>Writes an option of F#: its value, or <c>null</c>.</summary>
/// <param name="Value">How the value is written.</param>
internal sealed record OptionEncoderSpec(string TypeName, string DisplayName, string ClassName, bool IsReference, ValueSpec Value)
    : EncoderSpec(TypeName, DisplayName, ClassName, IsReference);

/// <summary>Writes values that are declared as <see cref="object"/>, by their own type.</summary>
/// <param name="Settings">By which options it writes.</param>
internal sealed record AnyEncoderSpec(string TypeName, string DisplayName, string ClassName, JsonSettings Settings)
    : EncoderSpec(TypeName, DisplayName, ClassName, false);

/// <summary>How the elements of a collection are reached.</summary>
internal enum ListLoop
{
    /// <summary>By index up to <c>Length</c>.</summary>
    Array,

    /// <summary>By index up to <c>Count</c>.</summary>
    List,

    /// <summary>As <see cref="Array"/>, after a check that the immutable array was initialized.</summary>
    ImmutableArray,

    /// <summary>As <see cref="Array"/>, over the span of a memory.</summary>
    Span,

    /// <summary>By index where it is an array or a list, which are known to yield the same; else by <c>foreach</c>.</summary>
    ListInterface,

    /// <summary>By <c>foreach</c>.</summary>
    Enumerate,
}

/// <summary>One member of a JSON object.</summary>
/// <param name="JsonName">The name between the quotes, escaped for JSON.</param>
/// <param name="Access">How it is read.</param>
/// <param name="TypeName">Its type as generated code names it.</param>
/// <param name="Value">How it is written.</param>
/// <param name="LeftOut">When it is left out.</param>
internal sealed record JsonMemberSpec(string JsonName, MemberAccess Access, string TypeName, ValueSpec Value, LeftOutWhen LeftOut)
{
    /// <summary>The method that reads it where generated code cannot name it; else <see langword="null"/>.</summary>
    public HiddenMemberSpec? Hidden { get; init; }

    /// <summary>Whether its type says that it may be <see langword="null"/>, for the schema; it is written as <c>null</c> whatever it says.</summary>
    public bool CanBeNull { get; init; }
}

/// <summary>A member that is private: an accessor of the runtime's reads it, without reflection.</summary>
/// <param name="Method">The generated method.</param>
/// <param name="Source">The getter or the field, by its name in metadata.</param>
/// <param name="IsField">Whether it is a field.</param>
/// <param name="Owner">The type that declares it.</param>
internal sealed record HiddenMemberSpec(string Method, string Source, bool IsField, string Owner);

/// <summary>When a member is left out of the object.</summary>
internal enum LeftOutWhen
{
    Never,
    Null,
    Default,
}
