using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Which types can be keys, and what is inside a strongly typed id.</summary>
internal static class KeyTypes
{
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

    /// <summary>The one value of a strongly typed id: a struct with exactly one value, which can be read.</summary>
    public static (string Name, ITypeSymbol Type)? InnerValue(ITypeSymbol type, Findings findings, out string reason)
    {
        reason = string.Empty;
        if (type.TypeKind == TypeKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct } id || type.IsPlatform() || type.SpecialType != SpecialType.None)
        {
            reason = type.IsReferenceType ? "only a struct can be a strongly typed id" : "it is neither a key type nor a strongly typed id";
            return null;
        }

        List<(ISymbol Symbol, ITypeSymbol Type)> readable = Readable(id, findings);
        if (readable.Count > 1)
        {
            readable = StoredAlone(id, readable);
        }

        if (readable.Count == 1)
        {
            return (readable[0].Symbol.Name, readable[0].Type);
        }

        reason = readable.Count == 0
            ? "it has no value that can be read (members that another source generator adds are invisible here)"
            : "it has more than one value";
        return null;
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
