using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Puts the contracts of a compilation together: which files there are, and what the list registers.</summary>
internal static class AssemblyOutputs
{
    public static AssemblyOutput Collect(
        IEnumerable<ParsedContract> parsed, IEnumerable<ParsedProducer> parsedProducers, AssemblySpec assembly)
    {
        // Attributes on two parts of a partial type bring all of its contracts twice.
        ParsedContract[] contracts =
        [
            .. parsed
                .GroupBy(contract => (contract.Head.FullName, contract.Head.Declaration))
                .Select(same => same.First())
                .OrderBy(contract => contract.Head.FullName, StringComparer.Ordinal)
                .ThenBy(contract => contract.Head.IsNamed)
                .ThenBy(contract => contract.Head.Name, StringComparer.Ordinal)
                .ThenBy(contract => contract.Head.Declaration),
        ];
        var related = new RelatedContracts([.. contracts.Select(contract => contract.Head)]);

        var accepted = new List<ContractSpec>();
        var rejections = new List<RejectionSpec>();
        foreach (ParsedContract contract in contracts)
        {
            rejections.AddRange(contract.Rejections);
            RejectionSpec[] conflicts =
                [.. ContractSetRules.Check(contract.Head, related.Of(contract.Head)).Select(conflict => Reject(contract, conflict.Descriptor, conflict.Arguments))];
            rejections.AddRange(conflicts);
            if (contract.Contract is { } spec && conflicts.Length == 0)
            {
                accepted.Add(spec);
            }
        }

        var hints = new HintNames();
        ContractFile[] contractFiles =
            [.. accepted.Select(contract => new ContractFile(hints.Take(HintOf(contract.Head), ".g.cs"), assembly.Namespace, contract))];
        EncoderFile[] encoderFiles =
        [
            .. EncoderFiles.Group(accepted.SelectMany(contract => contract.Encoders))
                .Select(file => new EncoderFile(
                    hints.Take(file.Encoders[0].DisplayName, ".Json.g.cs"), assembly.Namespace, file.Encoders.ToEquatableArray(), file.Used.ToEquatableArray())),
        ];
        ParsedProducer[] producers =
        [
            .. parsedProducers
                .GroupBy(producer => producer.FullName)
                .Select(same => same.First())
                .OrderBy(producer => producer.FullName, StringComparer.Ordinal),
        ];
        rejections.AddRange(producers.SelectMany(producer => producer.Rejections));
        ProducerSpec[] implemented = [.. producers.Select(producer => producer.Producer).OfType<ProducerSpec>()];
        return new AssemblyOutput(
            contractFiles.ToEquatableArray(),
            encoderFiles.ToEquatableArray(),
            implemented
                .Select(producer => new ProducerFile(hints.Take(producer.FullName, ".Producer.g.cs"), assembly.Namespace, producer))
                .ToEquatableArray(),
            new ContractListSpec(
                assembly.Namespace,
                assembly.ReferencedLists,
                accepted.Select(contract => contract.ClassName).ToEquatableArray(),
                implemented.Select(producer => new ProducerRegistrationSpec(producer.TypeName, producer.ClassName)).ToEquatableArray(),
                rejections.Distinct().ToEquatableArray()));
    }

    private static string HintOf(ContractHead head) => head.IsNamed ? $"{head.FullName}.{head.Name}" : head.FullName;

    private static RejectionSpec Reject(ParsedContract contract, DiagnosticDescriptor descriptor, string[] arguments) =>
        new(contract.Head.FullName, descriptor.Id, new Finding(descriptor, Location.None, arguments).Text);
}
