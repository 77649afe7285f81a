using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the members with <c>[KafkaHeaders]</c>.</summary>
internal static class HeaderSetParser
{
    public static EquatableArray<HeaderSetSpec> Parse(ContractMembers members, Findings findings)
    {
        var sets = new List<HeaderSetSpec>();
        foreach (AnnotatedMember member in members.With(KafkaAttributes.Headers))
        {
            if (ParseMember(member) is { } set)
            {
                sets.Add(set);
            }
            else
            {
                findings.Add(RecordPartDiagnostics.HeadersType, member.Location, member.Name, member.Type.Display());
            }
        }

        return sets.ToEquatableArray();
    }

    private static HeaderSetSpec? ParseMember(AnnotatedMember member)
    {
        ITypeSymbol type = member.Type.NullableValue() ?? member.Type;
        (ITypeSymbol Item, HeaderForm Form)[] items =
            [.. ItemsOf(type).Select(item => (item, FormOf(item))).Where(pair => pair.Item2 is not null).Select(pair => (pair.item, pair.Item2!.Value))];
        if (items.Length != 1)
        {
            return null;
        }

        (ITypeSymbol item, HeaderForm form) = items[0];

        // A type of somebody's own may enumerate something else by itself than through the interface.
        string? through = type.TypeKind is TypeKind.Array or TypeKind.Interface || type.IsPlatform()
            ? null
            : $"global::System.Collections.Generic.IEnumerable<{item.Global()}>";
        bool canBeNull = type.IsReferenceType || member.Type.NullableValue() is not null;
        return new HeaderSetSpec(member.Access, canBeNull, through, form, !IsHeader(item));
    }

    private static IEnumerable<ITypeSymbol> ItemsOf(ITypeSymbol type) => type.AllInterfaces
        .Concat(type is INamedTypeSymbol { TypeKind: TypeKind.Interface } named ? [named] : [])
        .Where(candidate => candidate.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
        .Select(candidate => candidate.TypeArguments[0]);

    private static HeaderForm? FormOf(ITypeSymbol item)
    {
        if (IsHeader(item))
        {
            return HeaderForm.Memory;
        }

        if (item is not INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] }
            || !item.Is("System.Collections.Generic", "KeyValuePair`2"))
        {
            return null;
        }

        return value.SpecialType == SpecialType.System_String
            ? HeaderForm.Text
            : KeyTypes.BytesForm(value) is HeaderForm.Bytes ? HeaderForm.Bytes : null;
    }

    private static bool IsHeader(ITypeSymbol item) => item.Is("KafkaGen", "RecordHeader");
}
