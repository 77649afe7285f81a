using System.Globalization;
using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>What must hold of the options of topics before anything is connected.</summary>
internal static class TopicOptionsRules
{
    private static readonly int[] s_highestLevels = [0, 9, 0, 12, 12];

    /// <summary>Checks each entry by itself, and that it means a contract or a topic.</summary>
    /// <exception cref="KafkaConfigurationException">One cannot be used.</exception>
    internal static void Check(KafkaGenOptions options, IReadOnlyList<KafkaContract> contracts)
    {
        foreach ((string name, KafkaTopicOptions entry) in options.Topics)
        {
            CheckCluster(options, contracts, name, entry);
            if (!contracts.Any(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || contract.Topic == name))
            {
                string hint = PropertyNames.NearestOf(name, contracts.SelectMany(contract => new[] { contract.Name, contract.Topic })) is { } nearest
                    ? $" Did you mean '{nearest}'?"
                    : " A topic that is named at run time has the settings of its contract.";
                throw new KafkaConfigurationException($"Topics:{name}", $"'Topics:{name}' is neither the name of a contract nor of a topic that one declares.{hint}");
            }

            if (entry.MessageTimeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout.TotalMilliseconds > int.MaxValue))
            {
                throw Invalid($"Topics:{name}:MessageTimeoutMs", Text((long)timeout.TotalMilliseconds), $"it must be 1 to {Text(int.MaxValue)}");
            }

            CheckNumber($"Topics:{name}:Partitions", entry.Partitions, int.MaxValue);
            CheckNumber($"Topics:{name}:ReplicationFactor", entry.ReplicationFactor, short.MaxValue);
            if (entry.Codec is { } codec && !Enum.IsDefined(codec))
            {
                throw Invalid($"Topics:{name}:Codec", codec.ToString(), "there is no such codec");
            }

            if (entry.Partitioner is { } partitioner && !Enum.IsDefined(partitioner))
            {
                throw Invalid($"Topics:{name}:Partitioner", partitioner.ToString(), "there is no such partitioner");
            }
        }
    }

    private static void CheckNumber(string option, int? number, int highest)
    {
        if (number < 1 || number > highest)
        {
            throw Invalid(option, Text(number.Value), $"it must be 1 to {Text(highest)}");
        }
    }

    // What is said where a cluster has a name is said of that cluster's contracts; elsewhere it would be passed over in silence.
    private static void CheckCluster(KafkaGenOptions options, IReadOnlyList<KafkaContract> contracts, string name, KafkaTopicOptions entry)
    {
        if (entry.Cluster is { } named && contracts.All(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) == false))
        {
            throw Invalid($"Topics:{name}:Cluster", named, "a cluster is said of a contract by its name, not of a topic");
        }

        if (options.Main is null)
        {
            return;
        }

        if (entry.Cluster is { } cluster)
        {
            throw Invalid($"Topics:{name}:Cluster", cluster, "the cluster of a contract is said in the options of the cluster without a name");
        }

        KafkaContract[] meant = [.. contracts.Where(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || contract.Topic == name)];
        if (meant.Length > 0 && !Array.Exists(meant, contract => options.IsCluster(options.ClusterOf(contract))))
        {
            throw new KafkaConfigurationException(
                $"Topics:{name}",
                $"'Topics:{name}' means the contract '{meant[0].Name}', whose cluster is {ClusterNames.Describe(options.ClusterOf(meant[0]))} and not this one.");
        }
    }

    /// <summary>Checks the level of a codec, each of which may come from somewhere else.</summary>
    /// <exception cref="KafkaConfigurationException">The codec does not have it.</exception>
    internal static void CheckLevel(KafkaContract contract, TopicSettings settings)
    {
        int level = settings.CompressionLevel;
        if (level == -1)
        {
            return;
        }

        string option = $"Topics:{contract.Name}:CompressionLevel";
        if (settings.Codec is not { } codec)
        {
            throw Invalid(option, Text(level), "the topic has no codec of its own. Set Codec, too");
        }

        if (level < 1 || level > s_highestLevels[(int)codec])
        {
            throw Invalid(option, Text(level), $"{codec} does not have this level. gzip has 1-9, lz4 and zstd 1-12, none and snappy no levels");
        }
    }

    private static KafkaConfigurationException Invalid(string option, string value, string reason) => new(option, $"'{option}' cannot be '{value}': {reason}.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
