using System.Globalization;
using KafkaGen.Configuration.Catalog;
using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>What must hold of the options of topics before anything is connected.</summary>
internal static class TopicOptionsRules
{
    private static readonly int[] s_highestLevels = [0, 9, 0, 12, 12];

    /// <summary>Checks each entry by itself, and that it means a contract or a topic.</summary>
    internal static void Check(ClusterScope scope, IReadOnlyList<KafkaContract> contracts, OptionErrors errors)
    {
        foreach ((string name, KafkaTopicOptions entry) in scope.Options.Topics)
        {
            string place = $"{nameof(KafkaGenOptions.Topics)}:{name}";
            CheckCluster(scope, contracts, name, entry, errors);
            if (!contracts.Any(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || contract.Topic == name))
            {
                string hint = PropertyNames.NearestOf(name, contracts.SelectMany(contract => new[] { contract.Name, contract.Topic })) is { } nearest
                    ? $" Did you mean '{nearest}'?"
                    : " A topic that is named at run time has the settings of its contract.";
                errors.Add(place, value: null, $"is neither the name of a contract nor of a topic that one declares.{hint}");
            }

            foreach (Option<KafkaTopicOptions> option in TopicOptions.All)
            {
                if (option.OutOfRange(entry) is { } range)
                {
                    errors.AddBelow(place, option.Name, $"must be {range}, not '{option.Text(entry)}'.");
                }
            }
        }
    }

    // What is said where a cluster has a name is said of that cluster's contracts; elsewhere it would be passed over in silence.
    private static void CheckCluster(ClusterScope scope, IReadOnlyList<KafkaContract> contracts, string name, KafkaTopicOptions entry, OptionErrors errors)
    {
        const string Cluster = nameof(KafkaTopicOptions.Cluster);
        string place = $"{nameof(KafkaGenOptions.Topics)}:{name}";
        if (entry.Cluster is { } named && contracts.All(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) == false))
        {
            errors.AddBelow(place, Cluster, $"cannot be '{named}': a cluster is said of a contract by its name, not of a topic.");
        }

        if (scope.Main is null)
        {
            return;
        }

        if (entry.Cluster is { } cluster)
        {
            errors.AddBelow(place, Cluster, $"cannot be '{cluster}': the cluster of a contract is said in the options of the cluster without a name.");
        }

        KafkaContract[] meant = [.. contracts.Where(contract => contract.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || contract.Topic == name)];
        if (meant.Length > 0 && !Array.Exists(meant, contract => scope.IsCluster(scope.ClusterOf(contract))))
        {
            errors.Add(
                place,
                value: null,
                $"means the contract '{meant[0].Name}', whose cluster is {ClusterNames.Describe(scope.ClusterOf(meant[0]))} and not this one.");
        }
    }

    /// <summary>Checks the level of a codec, each of which may come from somewhere else.</summary>
    internal static void CheckLevel(KafkaContract contract, TopicSettings settings, OptionErrors errors)
    {
        int level = settings.CompressionLevel;
        if (level == -1)
        {
            return;
        }

        string place = $"{nameof(KafkaGenOptions.Topics)}:{contract.Name}";
        string text = level.ToString(CultureInfo.InvariantCulture);
        if (settings.Codec is not { } codec)
        {
            errors.AddBelow(place, nameof(KafkaTopicOptions.CompressionLevel), $"cannot be '{text}': the topic has no codec of its own. Set Codec, too.");
        }
        else if (level < 1 || level > s_highestLevels[(int)codec])
        {
            errors.AddBelow(
                place,
                nameof(KafkaTopicOptions.CompressionLevel),
                $"cannot be '{text}': {codec} does not have this level. gzip has 1-9, lz4 and zstd 1-12, none and snappy no levels.");
        }
    }
}
