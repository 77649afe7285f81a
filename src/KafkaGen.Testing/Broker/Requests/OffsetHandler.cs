using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Answers where partitions begin and end, where a time is, and where a leader's epoch ended.</summary>
internal sealed class OffsetHandler(Cluster cluster)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long LargestTimestamp = -3;
    private const long EarliestLocal = -4;
    private const sbyte ReadCommitted = 1;
    private const short ListFirstWithEpoch = 4;

    public ListOffsetsResponse List(PendingRequest request, ListOffsetsRequest body)
    {
        ListOffsetsResponse response = new();
        foreach (ListOffsetsRequest.Topic topic in body.Topics)
        {
            ListOffsetsResponse.Topic answered = new() { Name = topic.Name };
            response.Topics.Add(answered);
            foreach (ListOffsetsRequest.Partition part in topic.Partitions)
            {
                ListOffsetsResponse.Partition result = new() { Index = part.Index };
                answered.Partitions.Add(result);
                result.ErrorCode = Check(request, topic.Name, part.Index, part.CurrentLeaderEpoch, out Partition? partition);
                if (result.ErrorCode == KafkaErrorCode.None)
                {
                    Find(partition!, part.Timestamp, body.IsolationLevel == ReadCommitted, result);
                    result.LeaderEpoch = request.Version >= ListFirstWithEpoch ? result.LeaderEpoch : -1;
                }
            }
        }

        return response;
    }

    public OffsetForLeaderEpochResponse EndOfEpochs(PendingRequest request, OffsetForLeaderEpochRequest body)
    {
        OffsetForLeaderEpochResponse response = new();
        foreach (OffsetForLeaderEpochRequest.Topic topic in body.Topics)
        {
            OffsetForLeaderEpochResponse.Topic answered = new() { Name = topic.Name };
            response.Topics.Add(answered);
            foreach (OffsetForLeaderEpochRequest.Partition part in topic.Partitions)
            {
                OffsetForLeaderEpochResponse.Partition result = new() { Index = part.Index };
                answered.Partitions.Add(result);
                result.ErrorCode = Check(request, topic.Name, part.Index, part.CurrentLeaderEpoch, out Partition? partition);
                if (result.ErrorCode == KafkaErrorCode.None)
                {
                    (result.LeaderEpoch, result.EndOffset) =
                        partition!.Epochs.EndOf(part.LeaderEpoch, partition.LeaderEpoch, partition.Log.End);
                }
            }
        }

        return response;
    }

    private KafkaErrorCode Check(PendingRequest request, string topic, int index, int knownEpoch, out Partition? partition)
    {
        partition = cluster.Topics.Find(topic)?.Find(index);
        return cluster.Authorization.Allows(request, Operation.Describe, ResourceKind.Topic, topic)
            ? Leadership.Check(partition, request.Broker, knownEpoch)
            : KafkaErrorCode.TopicAuthorizationFailed;
    }

    private static void Find(Partition partition, long timestamp, bool readCommitted, ListOffsetsResponse.Partition result)
    {
        switch (timestamp)
        {
            case Latest:
                result.Offset = readCommitted ? partition.LastStableOffset : partition.HighWatermark;
                result.LeaderEpoch = partition.LeaderEpoch;
                break;
            case Earliest or EarliestLocal:
                result.Offset = partition.Log.Start;
                result.LeaderEpoch = partition.Epochs.Of(partition.Log.Start);
                break;
            case LargestTimestamp:
                Take(partition, result, TimestampSearch.Largest(partition));
                break;
            case >= 0:
                Take(partition, result, TimestampSearch.FirstFrom(partition, timestamp));
                break;
        }
    }

    private static void Take(Partition partition, ListOffsetsResponse.Partition result, (long Offset, long Timestamp)? found)
    {
        if (found is { } record)
        {
            (result.Offset, result.Timestamp) = record;
            result.LeaderEpoch = partition.Epochs.Of(record.Offset);
        }
    }
}
