using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[KafkaHeader]</c> of the type and of its members.</summary>
internal static class HeaderParser
{
    public static EquatableArray<HeaderSpec> Parse(INamedTypeSymbol type, IReadOnlyList<AnnotatedMember> members, Findings findings)
    {
        var headers = new List<HeaderSpec>();
        foreach (AttributeData attribute in type.GetAttributes().Where(attribute => attribute.IsKafka(KafkaAttributes.Header)))
        {
            Location place = findings.PlaceOf(attribute, findings.Contract);
            if (Name(attribute, type.Display(), place, findings) is not { } name)
            {
                continue;
            }

            if (attribute.ConstructorArguments is [_, { Value: string text }])
            {
                headers.Add(new HeaderSpec(name, text, null, false, HeaderForm.Text, null));
            }
            else
            {
                findings.Add(RecordPartDiagnostics.HeaderShape, place, type.Display(), "no text");
            }
        }

        foreach (AnnotatedMember member in members)
        {
            foreach (AttributeData attribute in member.Attributes.Where(attribute => attribute.IsKafka(KafkaAttributes.Header)))
            {
                Location place = findings.PlaceOf(attribute, member.Location);
                if (Name(attribute, member.Name, place, findings) is not { } name)
                {
                    continue;
                }

                if (attribute.ConstructorArguments.Length != 1)
                {
                    findings.Add(RecordPartDiagnostics.HeaderShape, place, member.Name, "a text");
                }
                else if (ParseMember(name, member) is { } header)
                {
                    headers.Add(header);
                }
                else
                {
                    findings.Add(RecordPartDiagnostics.HeaderType, member.Location, member.Name, member.Type.Display());
                }
            }
        }

        return headers.ToEquatableArray();
    }

    private static HeaderSpec? ParseMember(string name, AnnotatedMember member)
    {
        ITypeSymbol type = member.Type.NullableValue() ?? member.Type;
        bool canBeNull = type.IsReferenceType || member.Type.NullableValue() is not null;
        if (KeyTypes.BytesForm(type) is { } bytes)
        {
            return new HeaderSpec(name, null, member.Access, canBeNull, bytes, null);
        }

        return type.TypeKind == TypeKind.Enum || JsonScalars.Contains(type)
            ? new HeaderSpec(name, null, member.Access, canBeNull, HeaderForm.Text, type.EnumKeyword())
            : null;
    }

    private static string? Name(AttributeData attribute, string owner, Location place, Findings findings)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0].Kind == TypedConstantKind.Error)
        {
            findings.MarkUnresolved();
            return null;
        }

        if (attribute.ConstructorArguments[0].Value is string { Length: > 0 } name && name.IndexOf('\0') < 0)
        {
            return name;
        }

        findings.Add(
            RecordPartDiagnostics.HeaderName,
            place,
            owner,
            attribute.ConstructorArguments[0].Value is string { Length: > 0 } ? "cut off by a zero character" : "empty");
        return null;
    }
}
