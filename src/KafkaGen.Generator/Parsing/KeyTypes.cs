using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The way from a key's member to one value in it.</summary>
/// <param name="Type">The value's type, which is a key type.</param>
/// <param name="Steps">The members on the way; none for a plain key.</param>
/// <param name="IsNullableValue">Whether a nullable value lies on the way.</param>
internal sealed record KeyValuePath(ITypeSymbol Type, UnwrapStep[] Steps, bool IsNullableValue);

/// <summary>Which types can be keys, and what is inside a strongly typed id.</summary>
internal static class KeyTypes
{
    // An id may wrap another id; one whose value is of its own type would never end.
    private const int DeepestId = 8;

    public static bool IsKey(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum
        || IsBytes(type)
        || type.Is("System", "Guid")
        || type.SpecialType is SpecialType.System_String
            or SpecialType.System_Byte or SpecialType.System_SByte
            or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32
            or SpecialType.System_Int64 or SpecialType.System_UInt64;

    public static bool IsBytes(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array is { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte },
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } =>
            type.Is("System", "Memory`1") || type.Is("System", "ReadOnlyMemory`1"),
        _ => false,
    };

    /// <summary>How a type of bytes is written, or <see langword="null"/> for any other type.</summary>
    public static HeaderForm? BytesForm(ITypeSymbol type) =>
        !IsBytes(type) ? null : type.TypeKind == TypeKind.Array ? HeaderForm.Bytes : HeaderForm.Memory;

    /// <summary>
    /// The ways to the values that make up a key of some type: one for a key type and for a strongly typed id (a struct with exactly one value),
    /// several for a struct with several values.
    /// </summary>
    public static IReadOnlyList<KeyValuePath>? PathsTo(ITypeSymbol type, Findings findings, out string reason)
    {
        var paths = new List<KeyValuePath>();
        return Collect(type.NullableValue() ?? type, [], false, paths, findings, out reason) ? paths : null;
    }

    private static bool Collect(
        ITypeSymbol type, UnwrapStep[] steps, bool isNullableValue, List<KeyValuePath> paths, Findings findings, out string reason)
    {
        reason = string.Empty;
        if (IsKey(type))
        {
            paths.Add(new KeyValuePath(type, steps, isNullableValue));
            return true;
        }

        if (Fault(type, steps.Length, findings) is { } fault)
        {
            reason = fault;
            return false;
        }

        List<(ISymbol Symbol, ITypeSymbol Type)> values = Values((INamedTypeSymbol)type, findings);
        if (values.Count == 0)
        {
            reason = "it has no value that can be read (members that another source generator adds are invisible here)";
            return false;
        }

        foreach ((ISymbol member, ITypeSymbol memberType) in values)
        {
            ITypeSymbol inner = memberType.NullableValue() ?? memberType;
            bool isNullable = memberType.NullableValue() is not null;
            UnwrapStep step = new(TypeNames.Escape(member.Name), inner.IsReferenceType || isNullable);
            if (!Collect(inner, [.. steps, step], isNullableValue || isNullable, paths, findings, out reason))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Fault(ITypeSymbol type, int depth, Findings findings)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return string.Empty;
        }

        if (depth == DeepestId)
        {
            return "its value lies too deep";
        }

        if (Unstable(type) is { } unstable)
        {
            return unstable;
        }

        return type is INamedTypeSymbol { TypeKind: TypeKind.Struct } && !type.IsPlatform() && type.SpecialType == SpecialType.None
            ? null
            : type.IsReferenceType ? "only a struct can be a strongly typed id" : "it is neither a key type nor a strongly typed id";
    }

    // Equal keys must be equal bytes, in every client and at every time.
    private static string? Unstable(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } =>
            "equal numbers of this type may have different bytes",
        { SpecialType: SpecialType.System_Object } => "what it holds is known only at run time",
        { SpecialType: SpecialType.System_String } => null,
        _ => type.TypeKind == TypeKind.Array
            || type.AllInterfaces.Any(candidate => candidate.SpecialType == SpecialType.System_Collections_IEnumerable)
            ? "a collection has no bytes that every client would agree on"
            : null,
    };

    // A struct with several values is a key of several parts; computed properties beside the stored ones (IsEmpty, a short form) are none.
    private static List<(ISymbol Symbol, ITypeSymbol Type)> Values(INamedTypeSymbol type, Findings findings)
    {
        List<(ISymbol Symbol, ITypeSymbol Type)> readable = Readable(type, findings);
        if (readable.Count <= 1)
        {
            return readable;
        }

        readable = StoredAlone(type, readable);
        if (readable.Count <= 1)
        {
            return readable;
        }

        ISymbol[] stored = type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic).Select(field => field.AssociatedSymbol ?? field).ToArray();
        return readable.FindAll(member => stored.Contains(member.Symbol, SymbolEqualityComparer.Default));
    }

    private static List<(ISymbol Symbol, ITypeSymbol Type)> Readable(INamedTypeSymbol id, Findings findings)
    {
        var readable = new List<(ISymbol Symbol, ITypeSymbol Type)>();
        foreach (ISymbol member in id.GetMembers())
        {
            switch (member)
            {
                case IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: { } getter } property when findings.CanSee(getter):
                    readable.Add((property, property.Type));
                    break;
                case IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field when findings.CanSee(field):
                    readable.Add((field, field.Type));
                    break;
            }
        }

        return readable;
    }

    // Computed properties beside the value (IsEmpty, a short form) do no harm when a single field says what is stored.
    private static List<(ISymbol Symbol, ITypeSymbol Type)> StoredAlone(INamedTypeSymbol id, List<(ISymbol Symbol, ITypeSymbol Type)> readable)
    {
        IFieldSymbol[] fields = id.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic).ToArray();
        if (fields.Length != 1)
        {
            return readable;
        }

        ISymbol stored = fields[0].AssociatedSymbol ?? fields[0];
        List<(ISymbol Symbol, ITypeSymbol Type)> exact =
            readable.FindAll(member => SymbolEqualityComparer.Default.Equals(member.Symbol, stored));
        return exact.Count == 1
            ? exact
            : readable.FindAll(member => member.Symbol.Name == "Value" && SymbolEqualityComparer.Default.Equals(member.Type, fields[0].Type));
    }
}
