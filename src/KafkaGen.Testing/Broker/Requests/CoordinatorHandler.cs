using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Tells which broker serves a group or a transactional id.</summary>
internal sealed class CoordinatorHandler(Cluster cluster)
{
    private const sbyte GroupKey = 0;
    private const sbyte TransactionKey = 1;
    private const short FirstVersionWithLists = 4;

    public FindCoordinatorResponse Find(PendingRequest request, FindCoordinatorRequest body)
    {
        if (request.Version >= FirstVersionWithLists)
        {
            return new FindCoordinatorResponse { Coordinators = [.. body.CoordinatorKeys.Select(key => Find(request, body.KeyType, key))] };
        }

        FindCoordinatorResponse.Coordinator found = Find(request, body.KeyType, body.Key);
        return new FindCoordinatorResponse
        {
            ErrorCode = found.ErrorCode,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        };
    }

    private FindCoordinatorResponse.Coordinator Find(PendingRequest request, sbyte type, string key)
    {
        FindCoordinatorResponse.Coordinator none = new() { Key = key, NodeId = -1, Port = -1 };
        switch (type)
        {
            case GroupKey when !cluster.Authorization.Allows(request, Operation.Describe, ResourceKind.Group, key):
                none.ErrorCode = KafkaErrorCode.GroupAuthorizationFailed;
                return none;
            case TransactionKey when !cluster.Authorization.Allows(request, Operation.Describe, ResourceKind.TransactionalId, key):
                none.ErrorCode = KafkaErrorCode.TransactionalIdAuthorizationFailed;
                return none;
            case not (GroupKey or TransactionKey):
                none.ErrorCode = KafkaErrorCode.InvalidRequest;
                return none;
        }

        if (cluster.CoordinatorOf(key) is not { } broker)
        {
            none.ErrorCode = KafkaErrorCode.CoordinatorNotAvailable;
            return none;
        }

        return new FindCoordinatorResponse.Coordinator { Key = key, NodeId = broker.Id, Host = broker.Host, Port = broker.Port };
    }
}
