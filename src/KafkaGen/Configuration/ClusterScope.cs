using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>One cluster of an application: its options, and what is said of it elsewhere.</summary>
/// <param name="options">The options of the cluster.</param>
/// <param name="main">The options of the cluster without a name, where this is another one: their topics hold for the contracts of all clusters.</param>
/// <param name="excluded">The contracts that are left out for any cluster of the application.</param>
internal sealed class ClusterScope(KafkaGenOptions options, KafkaGenOptions? main = null, IReadOnlySet<Type>? excluded = null)
{
    internal KafkaGenOptions Options => options;

    internal KafkaGenOptions? Main => main;

    internal string Cluster => options.Cluster;

    internal bool Includes(KafkaContract contract) => !(excluded ?? options.Excluded).Contains(contract.MessageType);

    /// <summary>Whether a name is this cluster's.</summary>
    internal bool IsCluster(string name) => options.Cluster.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The cluster of a contract: what the options say of it goes before its attribute.</summary>
    internal string ClusterOf(KafkaContract contract)
    {
        foreach ((string name, KafkaTopicOptions entry) in (main ?? options).Topics)
        {
            if (entry.Cluster is { } cluster && name.Equals(contract.Name, StringComparison.OrdinalIgnoreCase))
            {
                return cluster;
            }
        }

        return contract.Cluster;
    }
}
