using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the member with <c>[KafkaPartition]</c>.</summary>
internal static class PartitionParser
{
    public static MemberAccess? Parse(ContractMembers members, Findings findings)
    {
        if (SingleMember.Find(members, KafkaAttributes.Partition, findings) is not { } member)
        {
            return null;
        }

        if ((member.Type.NullableValue() ?? member.Type).SpecialType == SpecialType.System_Int32)
        {
            return member.Access;
        }

        findings.Add(RecordPartDiagnostics.PartitionType, member.Location, member.Name, member.Type.Display());
        return null;
    }
}
