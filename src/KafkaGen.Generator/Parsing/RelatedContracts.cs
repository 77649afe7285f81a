using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// The contracts that <see cref="ContractSetRules"/> can find a conflict between: those of one name, and those of topics that one metric is named
/// after. To compare each with each would take the square of their number.
/// </summary>
internal sealed class RelatedContracts(IReadOnlyCollection<ContractHead> all)
{
    private readonly ILookup<string, ContractHead> _byName = all.ToLookup(head => head.Name, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, ContractHead> _byTopic = all.ToLookup(MetricOf, StringComparer.Ordinal);

    /// <summary>The contract itself and all that it could be in conflict with.</summary>
    public IEnumerable<ContractHead> Of(ContractHead head) => _byName[head.Name]
        .Concat(_byTopic[MetricOf(head)].Where(other => !string.Equals(other.Name, head.Name, StringComparison.OrdinalIgnoreCase)));

    private static string MetricOf(ContractHead head) => head.Topic.Replace('.', '_');
}
