using System.Globalization;
using KafkaGen.Configuration;
using KafkaGen.Native;

namespace KafkaGen.Provisioning;

/// <summary>Compares a topic with what the contracts want, and with what this client sends to it.</summary>
internal static class TopicDifferences
{
    private const string MaxMessageBytes = "max.message.bytes";

    /// <summary>What differs, one entry a finding.</summary>
    internal static IEnumerable<string> Of(TopicPlan plan, ExistingTopic topic, IReadOnlyDictionary<string, string> config, SenderSettings settings)
    {
        if (plan.Partitions is { } partitions && partitions != topic.Partitions)
        {
            yield return $"topic '{plan.Name}' has {Number(topic.Partitions, "partition")}, its contract wants {partitions}";
        }

        if (plan.ReplicationFactor is { } replicas && replicas != topic.ReplicationFactor)
        {
            yield return $"topic '{plan.Name}' has a replication factor of {topic.ReplicationFactor}, its contract wants {replicas}";
        }

        foreach ((string name, string wanted) in plan.Config)
        {
            if (!config.TryGetValue(name, out string? value))
            {
                yield return $"topic '{plan.Name}': the broker knows no setting '{name}'" +
                    (PropertyNames.NearestOf(name, config.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "");
            }
            else if (!AreSame(value, wanted))
            {
                yield return $"topic '{plan.Name}' has {name}={value}, its contract wants {name}={wanted}";
            }
        }

        if (config.TryGetValue(MaxMessageBytes, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long max))
        {
            foreach ((string property, long size) in new[] { ("message.max.bytes", settings.MessageMaxBytes), ("batch.size", (long)settings.BatchSize) })
            {
                if (size > max)
                {
                    yield return $"topic '{plan.Name}' has {MaxMessageBytes}={max}, less than {property}={size} of this client: the broker would refuse whole batches. Raise the one or lower the other";
                }
            }
        }
    }

    // cleanup.policy=delete,compact has no sequence.
    private static bool AreSame(string value, string wanted) =>
        value.Trim() == wanted.Trim() || (value.Contains(',', StringComparison.Ordinal) && Items(value).SequenceEqual(Items(wanted)));

    private static IEnumerable<string> Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private static string Number(int number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
