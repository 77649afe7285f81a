using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the members with <c>[PartitionKey]</c>.</summary>
internal static class KeyParser
{
    // An id may wrap another id; one whose value is of its own type would never end.
    private const int DeepestId = 8;

    public static (EquatableArray<KeyPartSpec> Parts, SerializerSpec? Serializer) Parse(
        ContractDeclaration declaration, IReadOnlyList<AnnotatedMember> members, Findings findings)
    {
        AnnotatedMember[] marked = members
            .Where(member => member.Find(KafkaAttributes.Key) is not null)
            .OrderBy(member => member.Find(KafkaAttributes.Key)!.NamedInt("Order", 0))
            .ToArray();
        if (SerializerParser.IsNamed(declaration, SerializerParser.Key))
        {
            SerializerSpec? serializer = SerializerParser.ParseKey(declaration, marked, findings);
            return (marked.Take(1).Select(Whole).ToEquatableArray(), serializer);
        }

        bool isComposite = marked.Length > 1;
        return (marked.Select(member => ParsePart(member, isComposite, findings)).OfType<KeyPartSpec>().ToEquatableArray(), null);
    }

    private static KeyPartSpec Whole(AnnotatedMember member) =>
        new(member.Name, member.Access, member.Type.IsReferenceType || member.Type.NullableValue() is not null, default, null);

    private static KeyPartSpec? ParsePart(AnnotatedMember member, bool isComposite, Findings findings)
    {
        ITypeSymbol type = member.Type.NullableValue() ?? member.Type;
        bool isNullable = type.IsReferenceType || member.Type.NullableValue() is not null;
        bool isNullableValue = member.Type.NullableValue() is not null;
        var steps = new List<UnwrapStep>();
        while (!KeyTypes.IsKey(type))
        {
            if (KeyTypes.InnerValue(type, findings, out string reason) is not { } inner)
            {
                if (!findings.IsUnresolved)
                {
                    findings.Add(RecordPartDiagnostics.KeyType, member.Location, member.Name, member.Type.Display(), reason);
                }

                return null;
            }

            (string name, ITypeSymbol innerType) = inner;
            type = innerType.NullableValue() ?? innerType;
            isNullableValue |= innerType.NullableValue() is not null;
            if (steps.Count == DeepestId)
            {
                findings.Add(RecordPartDiagnostics.KeyType, member.Location, member.Name, member.Type.Display(), "its value lies too deep");
                return null;
            }

            steps.Add(new UnwrapStep(TypeNames.Escape(name), type.IsReferenceType || innerType.NullableValue() is not null));
        }

        if (isComposite && ComponentFault(type, isNullableValue) is { } fault)
        {
            findings.Add(RecordPartDiagnostics.KeyComponent, member.Location, member.Name, member.Type.Display(), fault);
            return null;
        }

        return new KeyPartSpec(member.Name, member.Access, isNullable, steps.ToEquatableArray(), type.EnumKeyword());
    }

    private static string? ComponentFault(ITypeSymbol type, bool isNullableValue)
    {
        if (isNullableValue)
        {
            return "a missing part could not be told from an empty one";
        }

        return KeyTypes.IsBytes(type) ? "bytes are no text" : null;
    }
}
