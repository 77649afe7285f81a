using KafkaGen.Contracts;

namespace KafkaGen.Provisioning;

/// <summary>What the contracts of a topic, and the application's options, want it to be like. What is <see langword="null"/> is the broker's affair.</summary>
internal sealed record TopicPlan(string Name, int? Partitions, int? ReplicationFactor, IReadOnlyDictionary<string, string> Config)
{
    /// <summary>The plan of one contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="topic">Its topic's final name.</param>
    /// <param name="entries">What the options say of it, the last one first to be heeded.</param>
    internal static TopicPlan Of(KafkaContract contract, string topic, IEnumerable<KafkaTopicOptions> entries)
    {
        (int? partitions, int? replicas) = (contract.Partitions, contract.ReplicationFactor);
        Dictionary<string, string> config = new(contract.TopicConfig);
        foreach (KafkaTopicOptions entry in entries)
        {
            partitions = entry.Partitions ?? partitions;
            replicas = entry.ReplicationFactor ?? replicas;
            foreach ((string name, string value) in entry.Config)
            {
                config[name] = value;
            }
        }

        return new TopicPlan(topic, partitions, replicas, config);
    }

    /// <summary>The plans of contracts that share the topic as one: each thing needs to be said once.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="isBinding">Whether a contract's contradiction is an error; that of another contract leaves its plan out.</param>
    /// <exception cref="KafkaContractException">They contradict each other.</exception>
    internal static TopicPlan Merge(IEnumerable<(KafkaContract Contract, TopicPlan Plan)> plans, Func<KafkaContract, bool> isBinding)
    {
        TopicPlan? merged = null;
        foreach ((KafkaContract contract, TopicPlan plan) in plans)
        {
            try
            {
                merged = merged is null ? plan : merged.With(plan, contract);
            }
            catch (KafkaContractException) when (!isBinding(contract))
            {
                // A plugin does not stop the start of the application that has loaded it, or of another plugin.
            }
        }

        return merged!;
    }

    private TopicPlan With(TopicPlan other, KafkaContract contract)
    {
        Dictionary<string, string> config = new(Config);
        foreach ((string name, string value) in other.Config)
        {
            if (!config.TryAdd(name, value) && config[name] != value)
            {
                throw Contradiction(contract, $"its setting '{name}' ('{config[name]}' and '{value}')");
            }
        }

        return new TopicPlan(
            Name,
            Same(Partitions, other.Partitions, "partitions", contract),
            Same(ReplicationFactor, other.ReplicationFactor, "replication factor", contract),
            config);
    }

    private int? Same(int? one, int? other, string what, KafkaContract contract) =>
        one is null || other is null || one == other ? one ?? other : throw Contradiction(contract, $"its {what} ({one} and {other})");

    private KafkaContractException Contradiction(KafkaContract contract, string what)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        return new KafkaContractException(type, $"'{type}' and another contract of topic '{Name}' differ in {what}. Say it once, or the same in both.");
    }
}
