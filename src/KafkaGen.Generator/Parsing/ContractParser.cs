using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>Turns an annotated type into a contract. The generator and the analyzer both call it, so that they never disagree.</summary>
internal static class ContractParser
{
    /// <summary>Parses a type with <c>[KafkaTopic]</c>.</summary>
    /// <returns>The contract and what is wrong with it; <see langword="null"/> when the attribute itself does not compile.</returns>
    public static (ParsedContract Parsed, IReadOnlyList<Finding> Findings)? Parse(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (ParseHead(type) is not { } head)
        {
            return null;
        }

        var findings = new Findings(compilation, type.Locations.FirstOrDefault() ?? Location.None);
        CheckTopic(type, head, findings);
        CompressionParser.Check(type, findings);
        CheckLanguage(type, findings);
        ContractSpec? contract = ContractTypeRules.Check(type, findings) ? ParseRecord(type, head, findings, cancellationToken) : null;

        Finding[] errors = findings.All.Where(finding => finding.Descriptor.DefaultSeverity == DiagnosticSeverity.Error).ToArray();
        bool isEmitted = contract is not null && errors.Length == 0 && !findings.IsUnresolved;
        IEnumerable<RejectionSpec> rejections = findings.IsUnresolved
            ? []
            : errors.Select(error => new RejectionSpec(head.FullName, error.Descriptor.Id, error.Text));
        return (new ParsedContract(head, isEmitted ? contract : null, rejections.ToEquatableArray()), findings.All);
    }

    /// <summary>What the rules between contracts compare; <see langword="null"/> when the attribute does not compile.</summary>
    public static ContractHead? ParseHead(INamedTypeSymbol type)
    {
        if (type.Find(KafkaAttributes.Topic) is not { ConstructorArguments: [{ Kind: TypedConstantKind.Primitive } topic] })
        {
            return null;
        }

        (int? codec, int level) = CompressionParser.Read(type);
        return new ContractHead(type.Reflection(), type.Name, topic.Value as string ?? string.Empty, codec, level);
    }

    private static ContractSpec? ParseRecord(
        INamedTypeSymbol type, ContractHead head, Findings findings, CancellationToken cancellationToken)
    {
        IReadOnlyList<AnnotatedMember> members = AnnotatedMembers.Of(type, findings);
        EquatableArray<KeyPartSpec> key = KeyParser.Parse(members, findings);
        EquatableArray<HeaderSpec> headers = HeaderParser.Parse(type, members, findings);
        TimestampSpec? timestamp = TimestampParser.Parse(members, findings);
        MemberAccess? partition = PartitionParser.Parse(members, findings);

        var json = new JsonTypeParser(findings, cancellationToken);
        ValueSpec? value = json.Parse(type, new JsonSite(type.Display(), findings.Contract));
        return value is null
            ? null
            : new ContractSpec(
                head, type.Global(), GeneratedNames.Mangle(type) + "Contract", key, headers, timestamp, partition, value, json.Encoders);
    }

    private static void CheckTopic(INamedTypeSymbol type, ContractHead head, Findings findings)
    {
        if (TopicName.Fault(head.Topic) is { } fault)
        {
            AttributeData attribute = type.Find(KafkaAttributes.Topic)!;
            Location place = attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: [var argument, ..] }
                ? argument.GetLocation()
                : findings.Contract;
            findings.Add(ContractDiagnostics.IllegalTopic, place, head.Topic, fault);
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
