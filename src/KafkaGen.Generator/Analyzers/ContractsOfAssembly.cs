using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>The contracts of the compiled assembly, to compare each with the others.</summary>
internal sealed class ContractsOfAssembly
{
    private readonly ContractHead[] _heads;
    private readonly ILookup<string, DeclaredContract> _byMetrics;

    public ContractsOfAssembly(Compilation compilation)
    {
        DeclaredContract[] contracts =
            [.. DeclaredContracts.Of(compilation).OrderBy(contract => contract.Head.FullName, StringComparer.Ordinal)];
        _heads = [.. contracts.Select(contract => contract.Head)];
        _byMetrics = contracts.ToLookup(contract => SharedTopicRules.InMetrics(contract.Head.Topic));
    }

    public IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> ConflictsOf(ContractHead head)
    {
        foreach ((DiagnosticDescriptor Descriptor, string[] Arguments) conflict in ContractSetRules.Check(head, _heads))
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
