using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>Turns an annotated type into a contract. The generator and the analyzer both call it, so that they never disagree.</summary>
internal static class ContractParser
{
    /// <summary>Parses every contract that a type declares.</summary>
    public static IEnumerable<(ParsedContract Parsed, IReadOnlyList<Finding> Findings)> ParseAll(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        ContractDeclaration.On(type).Select(declaration => Parse(declaration, compilation, cancellationToken));

    /// <summary>Parses every contract that a file declares for the assembly.</summary>
    public static IEnumerable<(ParsedContract Parsed, IReadOnlyList<Finding> Findings)> ParseAll(
        SyntaxTree file, Compilation compilation, CancellationToken cancellationToken) =>
        ContractDeclaration.On(compilation.Assembly)
            .Where(declaration => declaration.Attribute.ApplicationSyntaxReference?.SyntaxTree == file)
            .Select(declaration => Parse(declaration, compilation, cancellationToken))
            .Concat(ParseArrays(file, compilation));

    /// <summary>What the rules between contracts compare.</summary>
    public static ContractHead ParseHead(ContractDeclaration declaration)
    {
        (int? codec, int level) = CompressionParser.Read(declaration);
        return new ContractHead(
            declaration.Type.Reflection(),
            declaration.Number,
            declaration.DeclaredName ?? declaration.Type.Name,
            declaration.DeclaredName is not null,
            declaration.Defaults.TopicPrefix + declaration.Topic,
            declaration.Cluster,
            codec,
            level,
            TopicSettingsParser.Read(declaration));
    }

    /// <summary>Parses one contract.</summary>
    public static (ParsedContract Parsed, IReadOnlyList<Finding> Findings) Parse(
        ContractDeclaration declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        ContractHead head = ParseHead(declaration);
        var findings = new Findings(compilation, declaration.Place);
        CheckNames(declaration, head, findings);
        CompressionParser.Check(declaration, findings);
        TopicSettingsParser.Check(declaration, findings);
        CheckLanguage(declaration.Type, findings);
        ContractSpec? contract = ContractTypeRules.Check(declaration.Type, findings)
            ? ParseRecord(declaration, head, findings, cancellationToken)
            : null;
        if (contract is not null)
        {
            TopicSettingsParser.CheckKey(declaration, contract.Key is not null, findings);
        }

        Finding[] errors = [.. findings.Errors];
        bool isEmitted = contract is not null && errors.Length == 0 && !findings.IsUnresolved;
        IEnumerable<RejectionSpec> rejections = findings.IsUnresolved
            ? []
            : errors.Select(error => new RejectionSpec(head.FullName, error.Descriptor.Id, error.Text));
        return (new ParsedContract(head, isEmitted ? contract : null, rejections.ToEquatableArray()), findings.All);
    }

    /// <summary>What an assembly names that is neither a class nor a struct: nothing but an error.</summary>
    public static IEnumerable<(ParsedContract Parsed, IReadOnlyList<Finding> Findings)> ParseArrays(SyntaxTree file, Compilation compilation)
    {
        foreach (AttributeData attribute in compilation.Assembly.GetAttributes())
        {
            if (attribute.IsKafka(KafkaAttributes.Contract)
                && attribute.ApplicationSyntaxReference is { } syntax
                && syntax.SyntaxTree == file
                && attribute.ConstructorArguments is [{ Value: ITypeSymbol and not INamedTypeSymbol and var type }, ..])
            {
                string name = type.Display();
                var finding = new Finding(ContractDiagnostics.WrongKind, file.GetLocation(syntax.Span), name, "neither a class nor a struct");
                var head = new ContractHead(name, 0, name, true, string.Empty, string.Empty, null, CompressionParser.DefaultLevel, TopicSettingsSpec.None);
                RejectionSpec[] rejections = [new RejectionSpec(name, finding.Descriptor.Id, finding.Text)];
                yield return (new ParsedContract(head, null, rejections.ToEquatableArray()), [finding]);
            }
        }
    }

    private static ContractSpec? ParseRecord(
        ContractDeclaration declaration, ContractHead head, Findings findings, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = declaration.Type;
        var members = ContractMembers.Of(declaration, findings);
        (KeySpec? key, SerializerSpec? keySerializer) = KeyParser.Parse(declaration, members, findings);
        EquatableArray<HeaderSpec> headers = HeaderParser.Parse(type, members, findings);
        EquatableArray<HeaderSetSpec> headerSets = HeaderSetParser.Parse(members.With(KafkaAttributes.Headers), findings);
        TimestampSpec? timestamp = TimestampParser.Parse(members, findings);
        MemberAccess? partition = PartitionParser.Parse(members, findings);
        return RecordValueParser.Parse(declaration, members, findings, cancellationToken) is { } value
            ? new ContractSpec(
                head,
                type.Global(),
                GeneratedNames.Contract(type, declaration.DeclaredName),
                key,
                headers,
                headerSets,
                timestamp,
                partition,
                keySerializer,
                value.Value,
                value.Encoders)
            : null;
    }

    private static void CheckNames(ContractDeclaration declaration, ContractHead head, Findings findings)
    {
        if (TopicName.Fault(head.Topic) is { } fault)
        {
            findings.Add(ContractDiagnostics.IllegalTopic, declaration.PlaceOfTopic(findings), head.Topic, fault);
        }

        if (declaration.DeclaredName is { } name && (string.IsNullOrWhiteSpace(name) || name.IndexOf(':') >= 0))
        {
            findings.Add(ContractDiagnostics.IllegalName, declaration.PlaceOfNamed("Name", findings), name, declaration.Type.Display());
        }
    }

    /// <summary>Refuses a compiler language that generated code does not compile with.</summary>
    public static void CheckLanguage(INamedTypeSymbol type, Findings findings)
    {
        if (findings.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp11 } compilation)
        {
            findings.Add(
                ContractDiagnostics.LanguageVersion, findings.Contract, type.Display(), compilation.LanguageVersion.ToDisplayString());
        }
    }
}
