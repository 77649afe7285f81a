using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>The contracts of the compiled assembly, to compare each with the others.</summary>
internal sealed class ContractsOfAssembly
{
    private readonly RelatedContracts _related;
    private readonly ILookup<string, DeclaredContract> _byMetrics;

    public ContractsOfAssembly(Compilation compilation)
    {
        DeclaredContract[] contracts =
            [.. DeclaredContracts.Of(compilation).OrderBy(contract => contract.Head.FullName, StringComparer.Ordinal)];
        _related = new RelatedContracts([.. contracts.Select(contract => contract.Head)]);
        _byMetrics = contracts.ToLookup(contract => SharedTopicRules.InMetrics(contract.Head.Topic));
    }

    public IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> ConflictsOf(ContractHead head)
    {
        foreach ((DiagnosticDescriptor Descriptor, string[] Arguments) conflict in ContractSetRules.Check(head, _related.Of(head)))
        {
            yield return conflict;
        }

        DeclaredContract[] sharing = [.. _byMetrics[SharedTopicRules.InMetrics(head.Topic)]];
        string? keyShape = sharing.FirstOrDefault(contract => contract.Head == head)?.KeyShape;
        foreach (DeclaredContract other in sharing)
        {
            if (SharedTopicRules.Between(head, keyShape, other.Head, other.KeyShape) is { } conflict)
            {
                yield return conflict;
            }
        }
    }
}
