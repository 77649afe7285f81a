using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Quickstart;

/// <summary>The topic on a Kafka that runs already.</summary>
internal static class TargetTopic
{
    public const int Partitions = 6;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates the topic if there is none.</summary>
    /// <returns>How many partitions it has.</returns>
    /// <exception cref="IOException">No broker answers.</exception>
    /// <exception cref="KafkaException">The topic may not be created.</exception>
    public static async Task<int> EnsureAsync(string bootstrapServers, string topic)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
            .SetLogHandler(static (_, _) => { })
            .Build();

        // All topics: asking for one that does not exist would create it, with a number of partitions that is not ours.
        if (Ask(admin, bootstrapServers).Topics.Find(found => found.Topic == topic) is { } existing)
        {
            return existing.Partitions.Count;
        }

        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = Partitions, ReplicationFactor = -1 }]);
        return Partitions;
    }

    private static Metadata Ask(IAdminClient admin, string bootstrapServers)
    {
        try
        {
            return admin.GetMetadata(s_patience);
        }
        catch (KafkaException unreachable)
        {
            throw new IOException($"No Kafka answers at {bootstrapServers}: {unreachable.Error.Reason}.", unreachable);
        }
    }
}
