using KafkaGen.Generator.Diagnostics;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds the one member that carries an attribute which a record has once.</summary>
internal static class SingleMember
{
    public static AnnotatedMember? Find(IReadOnlyList<AnnotatedMember> members, string attribute, Findings findings)
    {
        AnnotatedMember[] marked = members.Where(member => member.Find(attribute) is not null).ToArray();
        if (marked.Length > 1)
        {
            findings.Add(
                RecordPartDiagnostics.MoreThanOne,
                marked[1].Location,
                marked[0].Name,
                marked[1].Name,
                marked[1].Find(attribute)!.ShortName());
        }

        return marked.FirstOrDefault();
    }
}
