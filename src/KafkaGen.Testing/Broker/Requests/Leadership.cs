using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Whether the broker that was asked leads a partition, in the epoch that the client knows.</summary>
internal static class Leadership
{
    public static KafkaErrorCode Check(Partition? partition, BrokerNode asked, int knownEpoch)
    {
        if (partition is null)
        {
            return KafkaErrorCode.UnknownTopicOrPart;
        }

        if (knownEpoch >= 0 && knownEpoch != partition.LeaderEpoch)
        {
            return knownEpoch < partition.LeaderEpoch ? KafkaErrorCode.FencedLeaderEpoch : KafkaErrorCode.UnknownLeaderEpoch;
        }

        return partition.Leader == asked.Id ? KafkaErrorCode.None : KafkaErrorCode.NotLeaderForPartition;
    }
}
