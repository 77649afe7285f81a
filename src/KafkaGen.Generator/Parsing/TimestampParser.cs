using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the member with <c>[KafkaTimestamp]</c>.</summary>
internal static class TimestampParser
{
    public static TimestampSpec? Parse(ContractMembers members, Findings findings)
    {
        if (SingleMember.Find(members, KafkaAttributes.Timestamp, findings) is not { } member)
        {
            return null;
        }

        ITypeSymbol type = member.Type.NullableValue() ?? member.Type;
        TimestampForm? form = type.SpecialType switch
        {
            SpecialType.System_DateTime => TimestampForm.DateTime,
            SpecialType.System_Int64 => TimestampForm.UnixMilliseconds,
            _ => type.Is("System", "DateTimeOffset") ? TimestampForm.DateTimeOffset : null,
        };
        if (form is not { } known)
        {
            findings.Add(RecordPartDiagnostics.TimestampType, member.Location, member.Name, member.Type.Display());
            return null;
        }

        return new TimestampSpec(member.Name, member.Access, member.Type.NullableValue() is not null, known);
    }
}
