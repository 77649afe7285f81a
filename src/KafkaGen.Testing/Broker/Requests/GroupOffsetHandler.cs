using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Groups;
using KafkaGen.Testing.Broker.Security;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Keeps and tells the offsets of groups, those of transactions until they are decided.</summary>
internal sealed class GroupOffsetHandler(Cluster cluster)
{
    private const int MaxMetadata = 4096;
    private const short CommitFirstWithUnknownGroup = 9;
    private const short FetchFirstWithGroups = 8;
    private const short TxnFirstWithAbortable = 4;

    /// <summary>From here on the group is added to the transaction by the commit itself (KIP-890).</summary>
    private const short TxnFirstThatAddsGroups = 5;

    public OffsetCommitResponse Commit(PendingRequest request, OffsetCommitRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        if (error == KafkaErrorCode.None)
        {
            error = cluster.Groups.CheckCommit(
                body.GroupId,
                body.GenerationIdOrMemberEpoch,
                body.MemberId,
                body.GroupInstanceId,
                request.Version >= CommitFirstWithUnknownGroup ? KafkaErrorCode.GroupIdNotFound : KafkaErrorCode.IllegalGeneration);
        }

        OffsetCommitResponse response = new();
        foreach (OffsetCommitRequest.Topic topic in body.Topics)
        {
            OffsetCommitResponse.Topic answered = new() { Name = topic.Name };
            response.Topics.Add(answered);
            foreach (OffsetCommitRequest.Partition part in topic.Partitions)
            {
                KafkaErrorCode own = error == KafkaErrorCode.None ? Check(request, topic.Name, part.Index, part.CommittedMetadata) : error;
                if (own == KafkaErrorCode.None)
                {
                    cluster.Groups.GetOrAdd(body.GroupId).Offsets[new PartitionName(topic.Name, part.Index)] =
                        new CommittedOffset(part.CommittedOffset, part.CommittedLeaderEpoch, part.CommittedMetadata);
                }

                answered.Partitions.Add(new OffsetCommitResponse.Partition { Index = part.Index, ErrorCode = own });
            }
        }

        return response;
    }

    public TxnOffsetCommitResponse CommitInTransaction(PendingRequest request, TxnOffsetCommitRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        if (error == KafkaErrorCode.None
            && !cluster.Authorization.Allows(request, Operation.Write, ResourceKind.TransactionalId, body.TransactionalId))
        {
            error = KafkaErrorCode.TransactionalIdAuthorizationFailed;
        }

        if (error == KafkaErrorCode.None && (body.GenerationId >= 0 || body.MemberId.Length > 0 || body.GroupInstanceId is not null))
        {
            error = cluster.Groups.CheckCommit(
                body.GroupId, body.GenerationId, body.MemberId, body.GroupInstanceId, unknownGroup: KafkaErrorCode.IllegalGeneration);
        }

        if (error == KafkaErrorCode.None)
        {
            error = CheckTransaction(request, body);
        }

        TxnOffsetCommitResponse response = new();
        foreach (TxnOffsetCommitRequest.Topic topic in body.Topics)
        {
            TxnOffsetCommitResponse.Topic answered = new() { Name = topic.Name };
            response.Topics.Add(answered);
            foreach (TxnOffsetCommitRequest.Partition part in topic.Partitions)
            {
                KafkaErrorCode own = error == KafkaErrorCode.None ? Check(request, topic.Name, part.Index, part.CommittedMetadata) : error;
                if (own == KafkaErrorCode.None)
                {
                    cluster.Groups.GetOrAdd(body.GroupId).Hold(
                        body.ProducerId,
                        new PartitionName(topic.Name, part.Index),
                        new CommittedOffset(part.CommittedOffset, part.CommittedLeaderEpoch, part.CommittedMetadata));
                }

                answered.Partitions.Add(new TxnOffsetCommitResponse.Partition { Index = part.Index, ErrorCode = own });
            }
        }

        return response;
    }

    public OffsetFetchResponse Fetch(PendingRequest request, OffsetFetchRequest body)
    {
        OffsetFetchResponse response = new();
        if (request.Version >= FetchFirstWithGroups)
        {
            foreach (OffsetFetchRequest.Group asked in body.Groups)
            {
                response.Groups.Add(Fetch(request, asked, body.RequireStable));
            }

            return response;
        }

        OffsetFetchRequest.Group only = new() { GroupId = body.GroupId };
        only.Topics = body.Topics?.ConvertAll(topic => new OffsetFetchRequest.GroupTopic { Name = topic.Name, Partitions = topic.Partitions });
        OffsetFetchResponse.Group found = Fetch(request, only, body.RequireStable);
        response.ErrorCode = found.ErrorCode;
        foreach (OffsetFetchResponse.GroupTopic topic in found.Topics)
        {
            response.Topics.Add(new OffsetFetchResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(part => new OffsetFetchResponse.Partition
                {
                    Index = part.Index,
                    CommittedOffset = part.CommittedOffset,
                    CommittedLeaderEpoch = part.CommittedLeaderEpoch,
                    Metadata = part.Metadata,
                    ErrorCode = part.ErrorCode,
                }),
            });
        }

        return response;
    }

    private OffsetFetchResponse.Group Fetch(PendingRequest request, OffsetFetchRequest.Group asked, bool requireStable)
    {
        OffsetFetchResponse.Group answered = new() { GroupId = asked.GroupId, ErrorCode = Admit(request, asked.GroupId) };
        if (answered.ErrorCode != KafkaErrorCode.None)
        {
            return answered;
        }

        Group? group = cluster.Groups.Find(asked.GroupId);
        IEnumerable<PartitionName> wanted = asked.Topics is null
            ? group?.Offsets.Keys ?? Enumerable.Empty<PartitionName>()
            : asked.Topics.SelectMany(topic => topic.Partitions.Select(index => new PartitionName(topic.Name, index)));
        foreach (PartitionName partition in wanted)
        {
            OffsetFetchResponse.GroupTopic? topic = answered.Topics.Find(known => known.Name == partition.Topic);
            if (topic is null)
            {
                topic = new OffsetFetchResponse.GroupTopic { Name = partition.Topic };
                answered.Topics.Add(topic);
            }

            topic.Partitions.Add(Offset(group, partition, requireStable));
        }

        return answered;
    }

    private static OffsetFetchResponse.GroupPartition Offset(Group? group, PartitionName partition, bool requireStable)
    {
        OffsetFetchResponse.GroupPartition found = new() { Index = partition.Partition, CommittedOffset = -1, Metadata = "" };
        if (group is not null && requireStable && group.IsHeld(partition))
        {
            found.ErrorCode = KafkaErrorCode.UnstableOffsetCommit;
        }
        else if (group is not null && group.Offsets.TryGetValue(partition, out CommittedOffset offset))
        {
            (found.CommittedOffset, found.CommittedLeaderEpoch, found.Metadata) = (offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "");
        }

        return found;
    }

    private KafkaErrorCode CheckTransaction(PendingRequest request, TxnOffsetCommitRequest body)
    {
        KafkaErrorCode error = request.Version >= TxnFirstThatAddsGroups
            ? cluster.Transactions.AddGroup(body.TransactionalId, body.ProducerId, body.ProducerEpoch, body.GroupId)
            : cluster.Transactions.VerifyGroup(body.TransactionalId, body.ProducerId, body.ProducerEpoch, body.GroupId);
        return error switch
        {
            KafkaErrorCode.ProducerFenced => KafkaErrorCode.InvalidProducerEpoch,
            KafkaErrorCode.TransactionAbortable when request.Version < TxnFirstWithAbortable => KafkaErrorCode.InvalidTxnState,
            _ => error,
        };
    }

    private KafkaErrorCode Check(PendingRequest request, string topic, int partition, string? metadata)
    {
        if (!cluster.Authorization.Allows(request, Operation.Read, ResourceKind.Topic, topic))
        {
            return KafkaErrorCode.TopicAuthorizationFailed;
        }

        if (cluster.Topics.Find(topic)?.Find(partition) is null)
        {
            return KafkaErrorCode.UnknownTopicOrPart;
        }

        return metadata?.Length > MaxMetadata ? KafkaErrorCode.OffsetMetadataTooLarge : KafkaErrorCode.None;
    }

    private KafkaErrorCode Admit(PendingRequest request, string group) =>
        !cluster.Authorization.Allows(request, Operation.Read, ResourceKind.Group, group) ? KafkaErrorCode.GroupAuthorizationFailed
        : cluster.CoordinatorOf(group) != request.Broker ? KafkaErrorCode.NotCoordinator
        : KafkaErrorCode.None;
}
