using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Puts the contracts of a compilation together: which files there are, and what the list registers.</summary>
internal static class AssemblyOutputs
{
    public static AssemblyOutput Collect(IEnumerable<ParsedContract> parsed, AssemblySpec assembly)
    {
        // An attribute on two parts of a partial type brings the type twice; the compiler reports it.
        ParsedContract[] contracts =
            [.. parsed.GroupBy(contract => contract.Head.FullName).Select(same => same.First()).OrderBy(contract => contract.Head.FullName, StringComparer.Ordinal)];
        ContractHead[] heads = [.. contracts.Select(contract => contract.Head)];

        var accepted = new List<ContractSpec>();
        var rejections = new List<RejectionSpec>();
        foreach (ParsedContract contract in contracts)
        {
            rejections.AddRange(contract.Rejections);
            RejectionSpec[] conflicts =
                [.. ContractSetRules.Check(contract.Head, heads).Select(conflict => Reject(contract, conflict.Descriptor, conflict.Arguments))];
            rejections.AddRange(conflicts);
            if (contract.Contract is { } spec && conflicts.Length == 0)
            {
                accepted.Add(spec);
            }
        }

        var hints = new HintNames();
        ContractFile[] contractFiles =
            [.. accepted.Select(contract => new ContractFile(hints.Take(contract.Head.FullName, ".g.cs"), assembly.Namespace, contract))];
        EncoderFile[] encoderFiles =
        [
            .. accepted
                .SelectMany(contract => contract.Encoders)
                .GroupBy(encoder => encoder.ClassName)
                .Select(same => same.First())
                .OrderBy(encoder => encoder.ClassName, StringComparer.Ordinal)
                .Select(encoder => new EncoderFile(hints.Take(encoder.DisplayName, ".Json.g.cs"), assembly.Namespace, encoder)),
        ];
        return new AssemblyOutput(
            contractFiles.ToEquatableArray(),
            encoderFiles.ToEquatableArray(),
            new ContractListSpec(
                assembly.Namespace,
                assembly.ReferencedLists,
                accepted.Select(contract => contract.ClassName).ToEquatableArray(),
                rejections.ToEquatableArray()));
    }

    private static RejectionSpec Reject(ParsedContract contract, DiagnosticDescriptor descriptor, string[] arguments) =>
        new(contract.Head.FullName, descriptor.Id, new Finding(descriptor, Location.None, arguments).Text);
}
