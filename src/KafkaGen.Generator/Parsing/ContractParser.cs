using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>Turns an annotated type into a contract. The generator and the analyzer both call it, so that they never disagree.</summary>
internal static class ContractParser
{
    /// <summary>Parses every contract of a type with <c>[KafkaTopic]</c>.</summary>
    public static IEnumerable<(ParsedContract Parsed, IReadOnlyList<Finding> Findings)> ParseAll(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        ContractDeclaration.On(type).Select(declaration => Parse(declaration, compilation, cancellationToken));

    /// <summary>What the rules between contracts compare.</summary>
    public static ContractHead ParseHead(ContractDeclaration declaration)
    {
        (int? codec, int level) = CompressionParser.Read(declaration.Type);
        return new ContractHead(
            declaration.Type.Reflection(),
            declaration.Number,
            declaration.DeclaredName ?? declaration.Type.Name,
            declaration.DeclaredName is not null,
            declaration.Topic,
            codec,
            level);
    }

    private static (ParsedContract Parsed, IReadOnlyList<Finding> Findings) Parse(
        ContractDeclaration declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = declaration.Type;
        ContractHead head = ParseHead(declaration);
        var findings = new Findings(compilation, type.Locations.FirstOrDefault() ?? Location.None);
        CheckNames(declaration, findings);
        CompressionParser.Check(type, findings);
        CheckLanguage(type, findings);
        ContractSpec? contract = ContractTypeRules.Check(type, findings)
            ? ParseRecord(declaration, head, findings, cancellationToken)
            : null;

        Finding[] errors = findings.All.Where(finding => finding.Descriptor.DefaultSeverity == DiagnosticSeverity.Error).ToArray();
        bool isEmitted = contract is not null && errors.Length == 0 && !findings.IsUnresolved;
        IEnumerable<RejectionSpec> rejections = findings.IsUnresolved
            ? []
            : errors.Select(error => new RejectionSpec(head.FullName, error.Descriptor.Id, error.Text));
        return (new ParsedContract(head, isEmitted ? contract : null, rejections.ToEquatableArray()), findings.All);
    }

    private static ContractSpec? ParseRecord(
        ContractDeclaration declaration, ContractHead head, Findings findings, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = declaration.Type;
        IReadOnlyList<AnnotatedMember> members = AnnotatedMembers.Of(type, findings);
        (EquatableArray<KeyPartSpec> key, SerializerSpec? keySerializer) = KeyParser.Parse(declaration, members, findings);
        EquatableArray<HeaderSpec> headers = HeaderParser.Parse(type, members, findings);
        TimestampSpec? timestamp = TimestampParser.Parse(members, findings);
        MemberAccess? partition = PartitionParser.Parse(members, findings);
        return RecordValueParser.Parse(declaration, findings, cancellationToken) is { } value
            ? new ContractSpec(
                head,
                type.Global(),
                GeneratedNames.Contract(type, declaration.DeclaredName),
                key,
                headers,
                timestamp,
                partition,
                keySerializer,
                value.Value,
                value.Encoders)
            : null;
    }

    private static void CheckNames(ContractDeclaration declaration, Findings findings)
    {
        if (TopicName.Fault(declaration.Topic) is { } fault)
        {
            findings.Add(ContractDiagnostics.IllegalTopic, declaration.PlaceOfTopic(findings), declaration.Topic, fault);
        }

        if (declaration.DeclaredName is { } name && (string.IsNullOrWhiteSpace(name) || name.IndexOf(':') >= 0))
        {
            findings.Add(ContractDiagnostics.IllegalName, declaration.PlaceOfNamed("Name", findings), name, declaration.Type.Display());
        }
    }

    private static void CheckLanguage(INamedTypeSymbol type, Findings findings)
    {
        if (findings.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp11 } compilation)
        {
            findings.Add(
                ContractDiagnostics.LanguageVersion, findings.Contract, type.Display(), compilation.LanguageVersion.ToDisplayString());
        }
    }
}
