using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Provisioning;

namespace KafkaGen.Export;

/// <summary>Describes the contracts of a cluster.</summary>
internal static class ContractDescriptions
{
    /// <exception cref="KafkaContractException">Two contracts contradict each other.</exception>
    internal static IReadOnlyList<ContractDescription> Of(ContractSet contracts, string cluster)
    {
        Dictionary<string, TopicPlan> plans = contracts.Plans().ToDictionary(plan => plan.Name);
        return [.. contracts.Own().OrderBy(contract => contract.Name, StringComparer.Ordinal).Select(contract => Describe(contract, contracts.Describe(contract), plans, cluster))];
    }

    private static ContractDescription Describe(KafkaContract contract, TopicSettings settings, Dictionary<string, TopicPlan> plans, string cluster)
    {
        KeyReader key = new();
        contract.AcceptKeyed(key);
        TopicPlan plan = plans[settings.Name];
        return new ContractDescription
        {
            Name = contract.Name,
            Cluster = cluster,
            Topic = settings.Name,
            MessageType = contract.MessageType,
            KeyType = key.Type,
            KeyShape = contract.KeyShape,
            Headers = contract.HeaderNames,
            HasTimestamp = contract.Parts.HasFlag(ContractParts.Timestamp),
            HasPartition = contract.Parts.HasFlag(ContractParts.Partition),
            Codec = settings.Codec,
            CompressionLevel = settings.CompressionLevel,
            Partitioner = settings.CustomPartitioner?.Type.FullName ?? settings.ToProperties().GetValueOrDefault("partitioner"),
            MessageTimeout = settings.MessageTimeoutMs is { } timeout ? TimeSpan.FromMilliseconds(timeout) : null,
            Partitions = plan.Partitions,
            ReplicationFactor = plan.ReplicationFactor,
            Config = plan.Config,
            ValueSchema = contract.ValueSchema,
        };
    }

    private sealed class KeyReader : IKeyedContractVisitor
    {
        public Type? Type { get; private set; }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull => Type = typeof(TKey);
    }
}
