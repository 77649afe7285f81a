using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Brings members and their coordinator together.</summary>
internal sealed class GroupHandler(Cluster cluster)
{
    private const short JoinFirstWithRequiredId = 4;
    private const short JoinFirstWithoutName = 7;
    private const short JoinFirstThatSkips = 9;
    private const short LeaveFirstWithLists = 3;

    public void Join(PendingRequest request, JoinGroupRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        if (error != KafkaErrorCode.None)
        {
            request.Answer(new JoinGroupResponse { ErrorCode = error, MemberId = body.MemberId, ProtocolName = "" });
            return;
        }

        cluster.Groups.Join(
            body,
            request.Header.ClientId,
            idRequired: request.Version >= JoinFirstWithRequiredId,
            skipsAssignment: request.Version >= JoinFirstThatSkips,
            response =>
            {
                if (request.Version < JoinFirstWithoutName)
                {
                    response.ProtocolName ??= "";
                }

                request.Answer(response);
            });
    }

    public void Sync(PendingRequest request, SyncGroupRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        if (error != KafkaErrorCode.None)
        {
            request.Answer(new SyncGroupResponse { ErrorCode = error });
            return;
        }

        cluster.Groups.Sync(body, request.Answer);
    }

    public HeartbeatResponse Heartbeat(PendingRequest request, HeartbeatRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        return new HeartbeatResponse { ErrorCode = error == KafkaErrorCode.None ? cluster.Groups.Heartbeat(body) : error };
    }

    public LeaveGroupResponse Leave(PendingRequest request, LeaveGroupRequest body)
    {
        KafkaErrorCode error = Admit(request, body.GroupId);
        if (error != KafkaErrorCode.None)
        {
            return new LeaveGroupResponse { ErrorCode = error };
        }

        if (request.Version < LeaveFirstWithLists)
        {
            return new LeaveGroupResponse { ErrorCode = cluster.Groups.Leave(body.GroupId, body.MemberId, null) };
        }

        LeaveGroupResponse response = new();
        foreach (LeaveGroupRequest.Member member in body.Members)
        {
            response.Members.Add(new LeaveGroupResponse.Member
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.GroupInstanceId,
                ErrorCode = cluster.Groups.Leave(body.GroupId, member.MemberId, member.GroupInstanceId),
            });
        }

        return response;
    }

    private KafkaErrorCode Admit(PendingRequest request, string group) =>
        group.Length == 0 ? KafkaErrorCode.InvalidGroupId
        : !cluster.Authorization.Allows(request, Operation.Read, ResourceKind.Group, group) ? KafkaErrorCode.GroupAuthorizationFailed
        : cluster.CoordinatorOf(group) != request.Broker ? KafkaErrorCode.NotCoordinator
        : KafkaErrorCode.None;
}
