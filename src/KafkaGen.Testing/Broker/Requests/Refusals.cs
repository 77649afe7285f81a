using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Answers requests with an error that a test wants, in the place where each answer has its errors.</summary>
internal static class Refusals
{
    /// <summary>The answer, or <see langword="null"/> for a request that has none (acks=0).</summary>
    public static Response? Of(PendingRequest request, KafkaErrorCode error) => request.Body switch
    {
        ProduceRequest { Acks: 0 } => null,
        ProduceRequest body => new ProduceResponse
        {
            Topics = body.Topics.ConvertAll(topic => new ProduceResponse.Topic
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                Partitions = topic.Partitions.ConvertAll(part => new ProduceResponse.Partition { Index = part.Index, ErrorCode = error, BaseOffset = -1 }),
            }),
        },
        FetchRequest body => new FetchResponse
        {
            Topics = body.Topics.ConvertAll(topic => new FetchResponse.Topic
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                Partitions = topic.Partitions.ConvertAll(part => new FetchResponse.Partition
                {
                    Index = part.Index,
                    ErrorCode = error,
                    HighWatermark = -1,
                    Records = System.Buffers.ReadOnlySequence<byte>.Empty,
                }),
            }),
        },
        ListOffsetsRequest body => new ListOffsetsResponse
        {
            Topics = body.Topics.ConvertAll(topic => new ListOffsetsResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(part => new ListOffsetsResponse.Partition { Index = part.Index, ErrorCode = error }),
            }),
        },
        OffsetForLeaderEpochRequest body => new OffsetForLeaderEpochResponse
        {
            Topics = body.Topics.ConvertAll(topic => new OffsetForLeaderEpochResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(part => new OffsetForLeaderEpochResponse.Partition { Index = part.Index, ErrorCode = error }),
            }),
        },
        MetadataRequest body => new MetadataResponse
        {
            Topics = (body.Topics ?? []).ConvertAll(topic => new MetadataResponse.Topic
            {
                Name = topic.Name ?? "",
                TopicId = topic.TopicId,
                ErrorCode = error,
            }),
        },
        DescribeClusterRequest => new DescribeClusterResponse { ErrorCode = error },
        ApiVersionsRequest => new ApiVersionsResponse { ErrorCode = error },
        CreateTopicsRequest body => new CreateTopicsResponse
        {
            Topics = body.Topics.ConvertAll(topic => new CreateTopicsResponse.Topic { Name = topic.Name, ErrorCode = error, Configs = null }),
        },
        DeleteTopicsRequest body => new DeleteTopicsResponse
        {
            Topics =
            [
                .. body.TopicNames.Select(name => new DeleteTopicsResponse.Topic { Name = name, ErrorCode = error }),
                .. body.Topics.Select(topic => new DeleteTopicsResponse.Topic { Name = topic.Name, TopicId = topic.TopicId, ErrorCode = error }),
            ],
        },
        CreatePartitionsRequest body => new CreatePartitionsResponse
        {
            Results = body.Topics.ConvertAll(topic => new CreatePartitionsResponse.Result { Name = topic.Name, ErrorCode = error }),
        },
        DescribeConfigsRequest body => new DescribeConfigsResponse
        {
            Results = body.Resources.ConvertAll(resource => new DescribeConfigsResponse.Result
            {
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
                ErrorCode = error,
            }),
        },
        FindCoordinatorRequest body => Coordinators(request, body, error),
        InitProducerIdRequest => new InitProducerIdResponse { ErrorCode = error, ProducerEpoch = -1 },
        AddPartitionsToTxnRequest body => Transactions(request, body, error),
        AddOffsetsToTxnRequest => new AddOffsetsToTxnResponse { ErrorCode = error },
        EndTxnRequest => new EndTxnResponse { ErrorCode = error },
        TxnOffsetCommitRequest body => new TxnOffsetCommitResponse
        {
            Topics = body.Topics.ConvertAll(topic => new TxnOffsetCommitResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(part => new TxnOffsetCommitResponse.Partition { Index = part.Index, ErrorCode = error }),
            }),
        },
        OffsetCommitRequest body => new OffsetCommitResponse
        {
            Topics = body.Topics.ConvertAll(topic => new OffsetCommitResponse.Topic
            {
                Name = topic.Name,
                Partitions = topic.Partitions.ConvertAll(part => new OffsetCommitResponse.Partition { Index = part.Index, ErrorCode = error }),
            }),
        },
        OffsetFetchRequest body => Offsets(request, body, error),
        JoinGroupRequest body => new JoinGroupResponse { ErrorCode = error, MemberId = body.MemberId, ProtocolName = "" },
        SyncGroupRequest => new SyncGroupResponse { ErrorCode = error },
        HeartbeatRequest => new HeartbeatResponse { ErrorCode = error },
        LeaveGroupRequest => new LeaveGroupResponse { ErrorCode = error },
        SaslHandshakeRequest => new SaslHandshakeResponse { ErrorCode = error },
        SaslAuthenticateRequest => new SaslAuthenticateResponse { ErrorCode = error },
        _ => null,
    };

    private static FindCoordinatorResponse Coordinators(PendingRequest request, FindCoordinatorRequest body, KafkaErrorCode error) =>
        request.Version >= 4
            ? new FindCoordinatorResponse
            {
                Coordinators =
                [
                    .. body.CoordinatorKeys.Select(key => new FindCoordinatorResponse.Coordinator { Key = key, NodeId = -1, Port = -1, ErrorCode = error }),
                ],
            }
            : new FindCoordinatorResponse { ErrorCode = error, NodeId = -1, Port = -1 };

    private static AddPartitionsToTxnResponse Transactions(PendingRequest request, AddPartitionsToTxnRequest body, KafkaErrorCode error)
    {
        if (request.Version >= 4)
        {
            return new AddPartitionsToTxnResponse
            {
                Transactions = body.Transactions.ConvertAll(one => new AddPartitionsToTxnResponse.Transaction
                {
                    TransactionalId = one.TransactionalId,
                    Topics = one.Topics.ConvertAll(Refuse),
                }),
            };
        }

        return new AddPartitionsToTxnResponse { Topics = body.Topics.ConvertAll(Refuse) };

        AddPartitionsToTxnResponse.Topic Refuse(AddPartitionsToTxnRequest.Topic topic) => new()
        {
            Name = topic.Name,
            Partitions = [.. topic.Partitions.Select(index => new AddPartitionsToTxnResponse.Partition { Index = index, ErrorCode = error })],
        };
    }

    private static OffsetFetchResponse Offsets(PendingRequest request, OffsetFetchRequest body, KafkaErrorCode error) =>
        request.Version >= 8
            ? new OffsetFetchResponse
            {
                Groups = body.Groups.ConvertAll(group => new OffsetFetchResponse.Group { GroupId = group.GroupId, ErrorCode = error }),
            }
            : new OffsetFetchResponse { ErrorCode = error };
}
