using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the member with <c>[KafkaValue]</c>.</summary>
internal static class RawValueParser
{
    public static RawValueSpec? Parse(ContractMembers members, Findings findings)
    {
        if (SingleMember.Find(members, KafkaAttributes.Value, findings) is not { } member)
        {
            return null;
        }

        ITypeSymbol type = member.Type.NullableValue() ?? member.Type;
        HeaderForm? form = type.SpecialType == SpecialType.System_String ? HeaderForm.Text : KeyTypes.BytesForm(type);
        if (form is not { } known)
        {
            findings.Add(RecordPartDiagnostics.ValueType, member.Location, member.Name, member.Type.Display());
            return null;
        }

        return new RawValueSpec(member.Name, member.Access, type.IsReferenceType || member.Type.NullableValue() is not null, known);
    }
}
