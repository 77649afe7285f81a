using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;
using KafkaGen.Testing.Broker.Transactions;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Answers producers that want an id or a transaction.</summary>
internal sealed class TransactionHandler(Cluster cluster)
{
    // Older clients know a fenced producer by the error of its epoch (KIP-588).
    private const short InitFirstWithFenced = 4;
    private const short AddFirstWithFenced = 2;
    private const short EndFirstWithFenced = 2;

    private const short AddFirstWithLists = 4;

    /// <summary>From here on the end of a transaction raises the epoch (KIP-890, transaction version 2).</summary>
    private const short EndFirstThatRaises = 5;

    public InitProducerIdResponse Initialize(PendingRequest request, InitProducerIdRequest body)
    {
        ProducerIdentity identity = Identity(request, body);
        return new InitProducerIdResponse
        {
            ErrorCode = ForVersion(identity.Error, request.Version >= InitFirstWithFenced),
            ProducerId = identity.ProducerId,
            ProducerEpoch = identity.Epoch,
        };
    }

    public AddPartitionsToTxnResponse AddPartitions(PendingRequest request, AddPartitionsToTxnRequest body)
    {
        if (request.Version < AddFirstWithLists)
        {
            return new AddPartitionsToTxnResponse
            {
                Topics = Add(request, body.TransactionalId, body.ProducerId, body.ProducerEpoch, body.Topics, verifyOnly: false),
            };
        }

        AddPartitionsToTxnResponse response = new();
        foreach (AddPartitionsToTxnRequest.Transaction one in body.Transactions)
        {
            response.Transactions.Add(new AddPartitionsToTxnResponse.Transaction
            {
                TransactionalId = one.TransactionalId,
                Topics = Add(request, one.TransactionalId, one.ProducerId, one.ProducerEpoch, one.Topics, one.VerifyOnly),
            });
        }

        return response;
    }

    public AddOffsetsToTxnResponse AddOffsets(PendingRequest request, AddOffsetsToTxnRequest body)
    {
        KafkaErrorCode error = Admit(request, body.TransactionalId);
        if (error == KafkaErrorCode.None && !cluster.Authorization.Allows(request, Operation.Read, ResourceKind.Group, body.GroupId))
        {
            error = KafkaErrorCode.GroupAuthorizationFailed;
        }

        if (error == KafkaErrorCode.None)
        {
            error = cluster.Transactions.AddGroup(body.TransactionalId, body.ProducerId, body.ProducerEpoch, body.GroupId);
        }

        return new AddOffsetsToTxnResponse { ErrorCode = ForVersion(error, request.Version >= AddFirstWithFenced) };
    }

    public EndTxnResponse End(PendingRequest request, EndTxnRequest body)
    {
        KafkaErrorCode error = Admit(request, body.TransactionalId);
        ProducerIdentity next = error == KafkaErrorCode.None
            ? cluster.Transactions.End(
                body.TransactionalId, body.ProducerId, body.ProducerEpoch, body.Committed, raisesEpoch: request.Version >= EndFirstThatRaises)
            : ProducerIdentity.Refused(error);
        EndTxnResponse response = new() { ErrorCode = ForVersion(next.Error, request.Version >= EndFirstWithFenced) };
        if (request.Version >= EndFirstThatRaises)
        {
            (response.ProducerId, response.ProducerEpoch) = (next.ProducerId, next.Epoch);
        }

        return response;
    }

    private ProducerIdentity Identity(PendingRequest request, InitProducerIdRequest body)
    {
        if (body.TransactionalId is not { } id)
        {
            return cluster.Authorization.Allows(request, Operation.IdempotentWrite, ResourceKind.Cluster, "")
                ? new ProducerIdentity(KafkaErrorCode.None, cluster.ProducerIds.Next(), 0)
                : ProducerIdentity.Refused(KafkaErrorCode.ClusterAuthorizationFailed);
        }

        KafkaErrorCode error = Admit(request, id);
        if (error != KafkaErrorCode.None)
        {
            return ProducerIdentity.Refused(error);
        }

        (long, short)? expected = body.ProducerId >= 0 ? (body.ProducerId, body.ProducerEpoch) : null;
        return (body.ProducerId >= 0) == (body.ProducerEpoch >= 0)
            ? cluster.Transactions.Initialize(id, TimeSpan.FromMilliseconds(body.TransactionTimeoutMs), expected)
            : ProducerIdentity.Refused(KafkaErrorCode.InvalidRequest);
    }

    private List<AddPartitionsToTxnResponse.Topic> Add(
        PendingRequest request, string id, long producerId, short epoch, List<AddPartitionsToTxnRequest.Topic> topics, bool verifyOnly)
    {
        Dictionary<(string, int), KafkaErrorCode> errors = [];
        List<Partition> known = [];
        KafkaErrorCode refusal = Admit(request, id);
        foreach (AddPartitionsToTxnRequest.Topic topic in topics)
        {
            bool allowed = cluster.Authorization.Allows(request, Operation.Write, ResourceKind.Topic, topic.Name);
            foreach (int index in topic.Partitions)
            {
                if (refusal != KafkaErrorCode.None || !allowed)
                {
                    errors[(topic.Name, index)] = refusal != KafkaErrorCode.None ? refusal : KafkaErrorCode.TopicAuthorizationFailed;
                }
                else if (cluster.Topics.Find(topic.Name)?.Find(index) is { } partition)
                {
                    known.Add(partition);
                }
                else
                {
                    errors[(topic.Name, index)] = KafkaErrorCode.UnknownTopicOrPart;
                }
            }
        }

        // All or nothing.
        KafkaErrorCode rest = errors.Count > 0 ? KafkaErrorCode.OperationNotAttempted : KafkaErrorCode.None;
        if (rest == KafkaErrorCode.None && !verifyOnly)
        {
            rest = cluster.Transactions.AddPartitions(id, producerId, epoch, known);
        }

        bool knowsFenced = request.Version >= AddFirstWithFenced;
        return
        [
            .. topics.Select(topic => new AddPartitionsToTxnResponse.Topic
            {
                Name = topic.Name,
                Partitions =
                [
                    .. topic.Partitions.Select(index => new AddPartitionsToTxnResponse.Partition
                    {
                        Index = index,
                        ErrorCode = ForVersion(
                            errors.TryGetValue((topic.Name, index), out KafkaErrorCode own) ? own
                            : rest == KafkaErrorCode.None && verifyOnly ? cluster.Transactions.Verify(id, producerId, epoch, cluster.Topics.Find(topic.Name)!.Find(index)!)
                            : rest,
                            knowsFenced),
                    }),
                ],
            }),
        ];
    }

    private KafkaErrorCode Admit(PendingRequest request, string id) =>
        !cluster.Authorization.Allows(request, Operation.Write, ResourceKind.TransactionalId, id) ? KafkaErrorCode.TransactionalIdAuthorizationFailed
        : cluster.CoordinatorOf(id) != request.Broker ? KafkaErrorCode.NotCoordinator
        : KafkaErrorCode.None;

    private static KafkaErrorCode ForVersion(KafkaErrorCode error, bool knowsFenced) =>
        error == KafkaErrorCode.ProducerFenced && !knowsFenced ? KafkaErrorCode.InvalidProducerEpoch : error;
}
