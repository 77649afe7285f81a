using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[KafkaHeader]</c> of the type and of its members.</summary>
internal static class HeaderParser
{
    public static EquatableArray<HeaderSpec> Parse(INamedTypeSymbol type, ContractMembers members, Findings findings)
    {
        var headers = new HeaderList(findings);
        foreach (AttributeData attribute in type.GetAttributes().Where(attribute => attribute.IsKafka(KafkaAttributes.Header)))
        {
            Location place = findings.PlaceOf(attribute, findings.Contract);
            if (Name(attribute, type.Display(), place, findings) is not { } name)
            {
                continue;
            }

            if (attribute.ConstructorArguments is [_, { Value: string text }])
            {
                headers.Add(new HeaderSpec(name, text, null, false, HeaderForm.Text, null), type.Display(), place);
            }
            else
            {
                findings.Add(RecordPartDiagnostics.HeaderShape, place, type.Display(), "no text");
            }
        }

        AddMembers(headers, members.Annotated, findings);
        foreach ((string name, AnnotatedMember member) in members.NamedHeaders)
        {
            if (NameFault(name) is { } fault)
            {
                findings.Add(RecordPartDiagnostics.HeaderName, member.Location, member.Name, fault);
            }
            else if (ParseMember(name, member) is { } header)
            {
                headers.Add(header, member.Name, member.Location);
            }
            else
            {
                findings.Add(RecordPartDiagnostics.HeaderType, member.Location, member.Name, member.Type.Display());
            }
        }

        return headers.All.ToEquatableArray();
    }

    /// <summary>The headers of members that carry the attribute.</summary>
    public static IReadOnlyList<HeaderSpec> ParseMembers(IReadOnlyList<AnnotatedMember> members, Findings findings)
    {
        var headers = new HeaderList(findings);
        AddMembers(headers, members, findings);
        return headers.All;
    }

    private static void AddMembers(HeaderList headers, IReadOnlyList<AnnotatedMember> members, Findings findings)
    {
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
                    headers.Add(header, member.Name, place);
                }
                else
                {
                    findings.Add(RecordPartDiagnostics.HeaderType, member.Location, member.Name, member.Type.Display());
                }
            }
        }
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

    // Kafka allows several headers of one name; few consumers look for more than the last.
    private sealed class HeaderList(Findings findings)
    {
        private readonly List<HeaderSpec> _all = [];
        private readonly Dictionary<string, string> _owners = [];

        public IReadOnlyList<HeaderSpec> All => _all;

        public void Add(HeaderSpec header, string owner, Location place)
        {
            _all.Add(header);
            if (_owners.TryGetValue(header.Name, out string? other))
            {
                findings.Add(RecordPartDiagnostics.DuplicateHeader, place, other, owner, header.Name);
            }
            else
            {
                _owners.Add(header.Name, owner);
            }
        }
    }
}
