using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The members of a message type that are parts of a record. Paths that the contract's attribute names replace annotated members.</summary>
internal sealed class ContractMembers
{
    private readonly IReadOnlyList<AnnotatedMember> _annotated;
    private readonly Dictionary<string, IReadOnlyList<AnnotatedMember>> _named = [];
    private readonly List<(string Header, AnnotatedMember Member)> _headers = [];

    private ContractMembers(IReadOnlyList<AnnotatedMember> annotated) => _annotated = annotated;

    /// <summary>The members with attributes.</summary>
    public IReadOnlyList<AnnotatedMember> Annotated => _annotated;

    /// <summary>The headers that the contract's attribute names.</summary>
    public IReadOnlyList<(string Header, AnnotatedMember Member)> NamedHeaders => _headers;

    public static ContractMembers Of(ContractDeclaration declaration, Findings findings)
    {
        var members = new ContractMembers(AnnotatedMembers.Of(declaration.Type, findings));
        if (declaration.IsOnAssembly)
        {
            members.TakePaths(declaration, findings);
        }

        return members;
    }

    /// <summary>The members that are some part of the record.</summary>
    public AnnotatedMember[] With(string attribute) => _named.TryGetValue(attribute, out IReadOnlyList<AnnotatedMember>? named)
        ? [.. named]
        : _annotated.Where(member => member.Has(attribute)).ToArray();

    private void TakePaths(ContractDeclaration declaration, Findings findings)
    {
        AttributeData attribute = declaration.Attribute;
        if (attribute.Named("Key")?.Value is string key)
        {
            int encoding = attribute.NamedInt("KeyEncoding", 0);
            _named[KafkaAttributes.Key] = key.Split(',')
                .Select((path, place) => MemberPaths.Find(declaration, "Key", path.Trim(), findings) is { } member
                    ? member with { KeyOrder = place, KeyEncoding = encoding }
                    : null)
                .OfType<AnnotatedMember>()
                .ToArray();
        }

        TakePath(declaration, "Timestamp", KafkaAttributes.Timestamp, findings);
        TakePath(declaration, "Partition", KafkaAttributes.Partition, findings);
        IEnumerable<TypedConstant> headers = attribute.Named("Headers") is { IsNull: false } given ? given.Values : Enumerable.Empty<TypedConstant>();
        foreach (string header in headers.Select(value => value.Value).OfType<string>())
        {
            int separator = header.LastIndexOf('=');
            string path = header.Substring(separator + 1).Trim();
            if (MemberPaths.Find(declaration, "Headers", path, findings) is { } member)
            {
                _headers.Add((separator < 0 ? path : header.Substring(0, separator).Trim(), member));
            }
        }
    }

    private void TakePath(ContractDeclaration declaration, string argument, string attribute, Findings findings)
    {
        if (declaration.Attribute.Named(argument)?.Value is string path)
        {
            _named[attribute] = MemberPaths.Find(declaration, argument, path.Trim(), findings) is { } member ? [member] : [];
        }
    }
}
