using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[KafkaHeader]</c> of the type and of its members.</summary>
internal static class HeaderParser
{
    public static EquatableArray<HeaderSpec> Parse(INamedTypeSymbol type, ContractMembers members, Findings findings)
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

        foreach (AnnotatedMember member in members.Annotated)
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

        foreach ((string name, AnnotatedMember member) in members.NamedHeaders)
        {
            if (NameFault(name) is { } fault)
            {
                findings.Add(RecordPartDiagnostics.HeaderName, member.Location, member.Name, fault);
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

        string? name = attribute.ConstructorArguments[0].Value as string;
        if (NameFault(name) is { } fault)
        {
            findings.Add(RecordPartDiagnostics.HeaderName, place, owner, fault);
            return null;
        }

        return name;
    }

    private static string? NameFault(string? name) =>
        string.IsNullOrEmpty(name) ? "empty" : name!.IndexOf('\0') >= 0 ? "cut off by a zero character" : null;
}
