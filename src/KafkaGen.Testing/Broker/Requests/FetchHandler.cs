using System.Buffers;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>
/// Reads records for consumers, at once or when there are enough. It begins no fetch sessions (every answer has session 0), so that each request names
/// all its partitions.
/// </summary>
internal sealed class FetchHandler(Cluster cluster)
{
    private const short FirstVersionWithTopicIds = 13;
    private const short FirstVersionWithNewLeader = 12;
    private const short FirstVersionWithEndpoints = 16;
    private const sbyte ReadCommitted = 1;

    // What Kafka's brokers answer at most, whatever the consumer takes (fetch.max.bytes of the broker).
    private const int MaxAnswerBytes = 55 * 1024 * 1024;

    public void Handle(PendingRequest request, FetchRequest body)
    {
        if (body.SessionId != 0)
        {
            request.Answer(new FetchResponse { ErrorCode = KafkaErrorCode.FetchSessionIdNotFound });
            return;
        }

        int minBytes = Math.Min(body.MinBytes, MaxBytes(body));
        FetchResponse response = Read(request, body, out long bytes, out bool failed);
        if (failed || bytes >= minBytes || body.MaxWaitMs <= 0 || body.Topics.Count == 0)
        {
            Answer(request, response, bytes);
            return;
        }

        FetchWait wait = new(cluster, request, minBytes, () =>
        {
            FetchResponse later = Read(request, body, out long read, out _);
            Answer(request, later, read);
        });
        foreach (FetchRequest.Topic topic in body.Topics)
        {
            Topic? known = Find(request, topic);
            foreach (FetchRequest.Partition part in topic.Partitions)
            {
                if (known?.Find(part.Index) is { } partition)
                {
                    wait.Add(partition, part.FetchOffset, part.MaxBytes, body.IsolationLevel == ReadCommitted);
                }
            }
        }

        wait.Begin(TimeSpan.FromMilliseconds(body.MaxWaitMs));
    }

    private static int MaxBytes(FetchRequest body) => Math.Min(body.MaxBytes, MaxAnswerBytes);

    private void Answer(PendingRequest request, FetchResponse response, long bytes)
    {
        TimeSpan throttle = cluster.Quotas.Charge(produce: false, request.Header.ClientId, bytes, cluster.Now);
        if (throttle > TimeSpan.Zero)
        {
            response.ThrottleTimeMs = (int)throttle.TotalMilliseconds;
            request.Connection.MutedUntil = cluster.Now + throttle;
        }

        request.Answer(response);
    }

    private FetchResponse Read(PendingRequest request, FetchRequest body, out long bytes, out bool failed)
    {
        FetchResponse response = new();
        bytes = 0;
        failed = false;
        int maxBytes = MaxBytes(body);
        foreach (FetchRequest.Topic topic in body.Topics)
        {
            FetchResponse.Topic answered = new() { Name = topic.Name, TopicId = topic.TopicId };
            response.Topics.Add(answered);
            Topic? known = Find(request, topic);
            foreach (FetchRequest.Partition part in topic.Partitions)
            {
                FetchResponse.Partition result = new() { Index = part.Index, HighWatermark = -1, Records = ReadOnlySequence<byte>.Empty };
                answered.Partitions.Add(result);
                result.ErrorCode = Read(request, body, known, part, (int)Math.Min(maxBytes - bytes, part.MaxBytes), bytes == 0, result, response);
                failed |= result.ErrorCode != KafkaErrorCode.None || result.DivergingEpoch is not null;
                bytes += result.Records.GetValueOrDefault().Length;
            }
        }

        return response;
    }

    private KafkaErrorCode Read(
        PendingRequest request,
        FetchRequest body,
        Topic? topic,
        FetchRequest.Partition part,
        int maxBytes,
        bool atLeastOne,
        FetchResponse.Partition result,
        FetchResponse response)
    {
        if (topic is null)
        {
            return request.Version >= FirstVersionWithTopicIds ? KafkaErrorCode.UnknownTopicId : KafkaErrorCode.UnknownTopicOrPart;
        }

        if (!cluster.Authorization.Allows(request, Operation.Read, ResourceKind.Topic, topic.Name))
        {
            return KafkaErrorCode.TopicAuthorizationFailed;
        }

        Partition? known = topic.Find(part.Index);
        KafkaErrorCode error = Leadership.Check(known, request.Broker, part.CurrentLeaderEpoch);
        if (known is not { } partition || error != KafkaErrorCode.None)
        {
            if (known is not null && error is KafkaErrorCode.NotLeaderForPartition or KafkaErrorCode.FencedLeaderEpoch)
            {
                NameLeader(request, known, result, response);
            }

            return error;
        }

        if (part.LastFetchedEpoch >= 0)
        {
            (int epoch, long end) = partition.Epochs.EndOf(part.LastFetchedEpoch, partition.LeaderEpoch, partition.Log.End);
            if (epoch < part.LastFetchedEpoch || end < part.FetchOffset)
            {
                result.DivergingEpoch = new FetchResponse.EpochEnd { Epoch = epoch, EndOffset = end };
                return KafkaErrorCode.None;
            }
        }

        if (part.FetchOffset < partition.Log.Start || part.FetchOffset > partition.Log.End)
        {
            return KafkaErrorCode.OffsetOutOfRange;
        }

        result.HighWatermark = partition.HighWatermark;
        result.LastStableOffset = partition.LastStableOffset;
        result.LogStartOffset = partition.Log.Start;

        long upTo = body.IsolationLevel == ReadCommitted ? partition.LastStableOffset : partition.HighWatermark;
        (result.Records, long next) = partition.Log.Read(part.FetchOffset, upTo, Math.Max(0, maxBytes), atLeastOne);
        if (body.IsolationLevel == ReadCommitted)
        {
            result.AbortedTransactions = [];
            foreach (AbortedTransaction aborted in partition.Transactions.AbortedWithin(part.FetchOffset, next))
            {
                result.AbortedTransactions.Add(new FetchResponse.AbortedTransaction { ProducerId = aborted.ProducerId, FirstOffset = aborted.FirstOffset });
            }
        }

        return KafkaErrorCode.None;
    }

    private void NameLeader(PendingRequest request, Partition partition, FetchResponse.Partition result, FetchResponse response)
    {
        if (request.Version < FirstVersionWithNewLeader)
        {
            return;
        }

        result.CurrentLeader = new LeaderIdAndEpoch { LeaderId = partition.Leader ?? -1, LeaderEpoch = partition.LeaderEpoch };
        if (request.Version >= FirstVersionWithEndpoints && partition.Leader is { } leader && !response.NodeEndpoints.Exists(node => node.NodeId == leader))
        {
            BrokerNode node = cluster.Broker(leader);
            response.NodeEndpoints.Add(new NodeEndpoint { NodeId = leader, Host = node.Host, Port = node.Port, Rack = node.Rack });
        }
    }

    private Topic? Find(PendingRequest request, FetchRequest.Topic topic) =>
        request.Version >= FirstVersionWithTopicIds ? cluster.Topics.Find(topic.TopicId) : cluster.Topics.Find(topic.Name);
}
