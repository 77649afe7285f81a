using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the members with <c>[PartitionKey]</c>.</summary>
internal static class KeyParser
{
    public static (EquatableArray<KeyPartSpec> Parts, SerializerSpec? Serializer) Parse(
        ContractDeclaration declaration, ContractMembers members, Findings findings)
    {
        AnnotatedMember[] marked = members.With(KafkaAttributes.Key).OrderBy(member => member.KeyOrder).ToArray();
        if (SerializerParser.IsNamed(declaration, SerializerParser.Key))
        {
            SerializerSpec? serializer = SerializerParser.ParseKey(declaration, marked, findings);
            return (marked.Take(1).Select(Whole).ToEquatableArray(), serializer);
        }

        return (ParseMembers(marked, findings), null);
    }

    /// <summary>The key that members make up, which come in the sequence of their order.</summary>
    public static EquatableArray<KeyPartSpec> ParseMembers(AnnotatedMember[] marked, Findings findings)
    {
        for (int i = 1; i < marked.Length; i++)
        {
            if (marked[i].KeyOrder == marked[i - 1].KeyOrder)
            {
                findings.Add(RecordPartDiagnostics.KeyOrder, marked[i].Location, marked[i - 1].Name, marked[i].Name, marked[i].KeyOrder.ToString(CultureInfo.InvariantCulture));
            }
        }

        return marked.SelectMany(member => ParseMember(member, marked.Length > 1, findings)).ToEquatableArray();
    }

    private static KeyPartSpec Whole(AnnotatedMember member) =>
        new(member.Name, member.Access, CanBeNull(member), true, default, null, KeyForm.Java, string.Empty);

    private static bool CanBeNull(AnnotatedMember member) => member.Type.IsReferenceType || member.Type.NullableValue() is not null;

    private static IEnumerable<KeyPartSpec> ParseMember(AnnotatedMember member, bool isOneOfSeveral, Findings findings)
    {
        IReadOnlyList<KeyValuePath>? paths = KeyTypes.PathsTo(member.Type, findings, out string reason);
        if (paths is null)
        {
            if (!findings.IsUnresolved)
            {
                findings.Add(RecordPartDiagnostics.KeyType, member.Location, member.Name, member.Type.Display(), reason);
            }

            yield break;
        }

        bool isComponent = isOneOfSeveral || paths.Count > 1;
        foreach (KeyValuePath path in paths)
        {
            bool mayBeMissing = path.IsNullableValue || (isOneOfSeveral && member.Type.NullableValue() is not null);
            if (isComponent && ComponentFault(path.Type, mayBeMissing) is { } fault)
            {
                findings.Add(RecordPartDiagnostics.KeyComponent, member.Location, member.Name, member.Type.Display(), fault);
                yield break;
            }

            if (KeyEncodings.Parse(member, path.Type, isComponent, findings) is not { } form)
            {
                yield break;
            }

            yield return new KeyPartSpec(
                string.Join(".", new[] { member.Name }.Concat(path.Steps.Select(step => step.Name))),
                member.Access,
                CanBeNull(member),
                !isOneOfSeveral,
                path.Steps.ToEquatableArray(),
                path.Type.EnumKeyword(),
                form,
                KeyShapes.Of(path.Type, form));
        }
    }

    private static string? ComponentFault(ITypeSymbol type, bool mayBeMissing)
    {
        if (mayBeMissing)
        {
            return "a missing part could not be told from an empty one";
        }

        return KeyTypes.IsBytes(type) ? "bytes are no text" : null;
    }
}
