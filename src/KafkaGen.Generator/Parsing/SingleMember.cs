using KafkaGen.Generator.Diagnostics;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds the one member that carries an attribute which a record has once.</summary>
internal static class SingleMember
{
    public static AnnotatedMember? Find(ContractMembers members, string attribute, Findings findings)
    {
        AnnotatedMember[] marked = members.With(attribute);
        if (marked.Length > 1)
        {
            findings.Add(
                RecordPartDiagnostics.MoreThanOne,
                marked[1].Location,
                marked[0].Name,
                marked[1].Name,
                KafkaAttributes.ShortName(attribute));
        }

        return marked.FirstOrDefault();
    }
}
