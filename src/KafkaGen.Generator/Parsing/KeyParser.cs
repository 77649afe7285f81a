using System.Collections.Immutable;
using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the members with <c>[PartitionKey]</c>.</summary>
internal static class KeyParser
{
    public static (KeySpec? Key, SerializerSpec? Serializer) Parse(
        ContractDeclaration declaration, ContractMembers members, Findings findings)
    {
        AnnotatedMember[] marked = MembersOf(members);
        if (SerializerParser.IsNamed(declaration, SerializerParser.Key))
        {
            SerializerSpec? serializer = SerializerParser.ParseKey(declaration, marked, findings);
            return (KeyOf(marked, marked.Take(1).Select(Whole).ToEquatableArray(), findings), serializer);
        }

        return (KeyOf(marked, ParseMembers(marked, findings), findings), null);
    }

    /// <summary>The members that make up the key, in its sequence.</summary>
    public static AnnotatedMember[] MembersOf(ContractMembers members) =>
        members.With(KafkaAttributes.Key).OrderBy(member => member.KeyOrder).ToArray();

    /// <summary>The type that a key is given as: the member's, or a tuple of the members'.</summary>
    public static ITypeSymbol TypeOf(AnnotatedMember[] marked, Compilation compilation)
    {
        ITypeSymbol[] types =
            [.. marked.Select(member => (member.Type.NullableValue() ?? member.Type).WithNullableAnnotation(NullableAnnotation.None))];
        return types.Length == 1 ? types[0] : compilation.CreateTupleTypeSymbol(types.ToImmutableArray());
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

        return marked.SelectMany((member, place) => ParseMember(member, place, marked.Length > 1, findings)).ToEquatableArray();
    }

    private static KeySpec? KeyOf(AnnotatedMember[] marked, EquatableArray<KeyPartSpec> parts, Findings findings)
    {
        if (parts.Count == 0)
        {
            return null;
        }

        foreach (AnnotatedMember member in marked.Where(member => !UniqueNames.IsUnique(member.Type, findings)))
        {
            findings.Add(
                RecordPartDiagnostics.KeyType, member.Location, member.Name, member.Type.Display(), "its full name does not mean it alone");
        }

        return new KeySpec(TypeOf(marked, findings.Compilation).Global(), parts);
    }

    private static KeyPartSpec Whole(AnnotatedMember member) =>
        new(member.Name, 0, member.Access, CanBeNull(member), true, default, null, KeyForm.Java, string.Empty);

    private static bool CanBeNull(AnnotatedMember member) => member.Type.IsReferenceType || member.Type.NullableValue() is not null;

    private static IEnumerable<KeyPartSpec> ParseMember(AnnotatedMember member, int place, bool isOneOfSeveral, Findings findings)
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
                place,
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
