using KafkaGen.Protocol.Messages;

namespace KafkaGen.Testing.Broker.Groups;

/// <summary>Leads consumer groups through their rebalances (classic protocol). One state stands for the coordinators of all brokers.</summary>
internal sealed class GroupCoordinator(Cluster cluster)
{
    private readonly SortedDictionary<string, Group> _groups = new(StringComparer.Ordinal);

    public Group? Find(string id) => _groups.GetValueOrDefault(id);

    public Group GetOrAdd(string id)
    {
        if (!_groups.TryGetValue(id, out Group? group))
        {
            group = new Group(id);
            _groups.Add(id, group);
        }

        return group;
    }

    /// <summary>A topic was deleted: what groups committed for it means nothing for another one of that name.</summary>
    public void ForgetTopic(string topic)
    {
        foreach (Group group in _groups.Values)
        {
            group.Forget(topic);
        }
    }

    public void EndTransaction(string group, long producerId, bool commit) => Find(group)?.EndTransaction(producerId, commit);

    /// <summary>A consumer joins, perhaps again. The answer comes when all have.</summary>
    /// <param name="body">The request.</param>
    /// <param name="clientId">What the id of a new member begins with.</param>
    /// <param name="idRequired">Whether a new member must first come back with its id (KIP-394).</param>
    /// <param name="skipsAssignment">Whether the client knows that a leader may be told not to assign (v9).</param>
    /// <param name="answer">Takes the answer.</param>
    public void Join(JoinGroupRequest body, string? clientId, bool idRequired, bool skipsAssignment, Action<JoinGroupResponse> answer)
    {
        TimeSpan session = TimeSpan.FromMilliseconds(body.SessionTimeoutMs);
        if (session < cluster.Settings.MinSessionTimeout || session > cluster.Settings.MaxSessionTimeout)
        {
            answer(Refused(KafkaErrorCode.InvalidSessionTimeout, body.MemberId));
            return;
        }

        if (body.MemberId.Length > 0 && Find(body.GroupId) is null)
        {
            answer(Refused(KafkaErrorCode.UnknownMemberId, body.MemberId));
            return;
        }

        Group group = GetOrAdd(body.GroupId);
        GroupMember? member = body.MemberId.Length > 0 ? group.Find(body.MemberId) : null;
        GroupMember? instance = body.GroupInstanceId is { } name ? group.FindInstance(name) : null;
        if (body.MemberId.Length > 0 && instance is not null && instance != member)
        {
            answer(Refused(KafkaErrorCode.FencedInstanceId, body.MemberId));
            return;
        }

        if (body.Protocols.Count == 0 || body.ProtocolType.Length == 0
            || !group.Accepts(member ?? instance, body.ProtocolType, body.Protocols.Select(protocol => protocol.Name)))
        {
            answer(Refused(KafkaErrorCode.InconsistentGroupProtocol, body.MemberId));
            return;
        }

        if (body.MemberId.Length == 0)
        {
            JoinNew(group, instance, body, clientId, idRequired, skipsAssignment, answer);
        }
        else if (member is not null)
        {
            JoinAgain(group, member, body, answer);
        }
        else if (group.PendingIds.Remove(body.MemberId, out Schedule.Entry? expiry))
        {
            expiry.Cancel();
            Add(group, body.MemberId, body, answer);
        }
        else
        {
            answer(Refused(KafkaErrorCode.UnknownMemberId, body.MemberId));
        }
    }

    /// <summary>A member asks for its assignment; the leader brings everybody's.</summary>
    public void Sync(SyncGroupRequest body, Action<SyncGroupResponse> answer)
    {
        KafkaErrorCode error = Check(body.GroupId, body.GenerationId, body.MemberId, body.GroupInstanceId, out Group? group, out GroupMember? member);
        if (error == KafkaErrorCode.None
            && ((body.ProtocolType is not null && body.ProtocolType != group!.ProtocolType)
                || (body.ProtocolName is not null && body.ProtocolName != group!.Protocol)))
        {
            error = KafkaErrorCode.InconsistentGroupProtocol;
        }

        if (error == KafkaErrorCode.None && group!.State == GroupState.PreparingRebalance)
        {
            error = KafkaErrorCode.RebalanceInProgress;
        }

        if (error != KafkaErrorCode.None)
        {
            answer(new SyncGroupResponse { ErrorCode = error });
            return;
        }

        member!.LastSeen = cluster.Now;
        if (group!.State == GroupState.Stable)
        {
            answer(Assignment(group, member));
            return;
        }

        member.Syncing = answer;
        if (member != group.Leader)
        {
            return;
        }

        foreach (GroupMember each in group.Members)
        {
            each.Assignment = body.Assignments.Find(assignment => assignment.MemberId == each.Id)?.Assignment ?? [];
        }

        group.State = GroupState.Stable;
        group.Round?.Cancel();
        foreach (GroupMember each in group.Members)
        {
            each.Syncing?.Invoke(Assignment(group, each));
            each.Syncing = null;
        }
    }

    public KafkaErrorCode Heartbeat(HeartbeatRequest body)
    {
        KafkaErrorCode error = Check(body.GroupId, body.GenerationId, body.MemberId, body.GroupInstanceId, out Group? group, out GroupMember? member);
        if (error != KafkaErrorCode.None)
        {
            return error;
        }

        member!.LastSeen = cluster.Now;
        return group!.State == GroupState.PreparingRebalance ? KafkaErrorCode.RebalanceInProgress : KafkaErrorCode.None;
    }

    public KafkaErrorCode Leave(string groupId, string memberId, string? instanceId)
    {
        if (Find(groupId) is not { } group)
        {
            return KafkaErrorCode.UnknownMemberId;
        }

        if (instanceId is null && group.PendingIds.Remove(memberId, out Schedule.Entry? expiry))
        {
            expiry.Cancel();
            return KafkaErrorCode.None;
        }

        GroupMember? member = instanceId is null ? group.Find(memberId) : group.FindInstance(instanceId);
        if (member is null)
        {
            return KafkaErrorCode.UnknownMemberId;
        }

        if (instanceId is not null && memberId.Length > 0 && member.Id != memberId)
        {
            return KafkaErrorCode.FencedInstanceId;
        }

        Remove(group, member);
        return KafkaErrorCode.None;
    }

    /// <summary>Whether somebody may commit offsets as a member, or as nobody's while the group is empty.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="generation">The generation of the member; negative for nobody's.</param>
    /// <param name="memberId">The member's id; empty for nobody's.</param>
    /// <param name="instanceId">The name of a static member.</param>
    /// <param name="unknownGroup">What a member of a group that is not known is told.</param>
    public KafkaErrorCode CheckCommit(string groupId, int generation, string memberId, string? instanceId, KafkaErrorCode unknownGroup)
    {
        Group? known = Find(groupId);
        if (generation < 0 && memberId.Length == 0 && instanceId is null)
        {
            return known is null || known.State == GroupState.Empty ? KafkaErrorCode.None : KafkaErrorCode.UnknownMemberId;
        }

        if (known is null)
        {
            return unknownGroup;
        }

        KafkaErrorCode error = Check(groupId, generation, memberId, instanceId, out Group? group, out GroupMember? member);
        if (error != KafkaErrorCode.None)
        {
            return error;
        }

        member!.LastSeen = cluster.Now;
        return group!.State == GroupState.CompletingRebalance ? KafkaErrorCode.RebalanceInProgress : KafkaErrorCode.None;
    }

    private static JoinGroupResponse Refused(KafkaErrorCode error, string memberId) => new() { ErrorCode = error, MemberId = memberId, ProtocolName = "" };

    private static SyncGroupResponse Assignment(Group group, GroupMember member) => new()
    {
        ProtocolType = group.ProtocolType,
        ProtocolName = group.Protocol,
        Assignment = member.Assignment,
    };

    private KafkaErrorCode Check(string groupId, int generation, string memberId, string? instanceId, out Group? group, out GroupMember? member)
    {
        member = null;
        group = Find(groupId);
        if (groupId.Length == 0)
        {
            return KafkaErrorCode.InvalidGroupId;
        }

        if (group is null)
        {
            return KafkaErrorCode.UnknownMemberId;
        }

        if (instanceId is not null)
        {
            member = group.FindInstance(instanceId);
            if (member is not null && member.Id != memberId)
            {
                return KafkaErrorCode.FencedInstanceId;
            }
        }
        else
        {
            member = group.Find(memberId);
        }

        return member is null ? KafkaErrorCode.UnknownMemberId
            : generation != group.Generation ? KafkaErrorCode.IllegalGeneration
            : KafkaErrorCode.None;
    }

    private void JoinNew(
        Group group,
        GroupMember? instance,
        JoinGroupRequest body,
        string? clientId,
        bool idRequired,
        bool skipsAssignment,
        Action<JoinGroupResponse> answer)
    {
        string id = $"{body.GroupInstanceId ?? clientId}-{cluster.Random.NextId()}";
        if (instance is not null)
        {
            ReplaceInstance(group, instance, id, body, skipsAssignment, answer);
        }
        else if (idRequired && body.GroupInstanceId is null)
        {
            group.PendingIds.Add(id, cluster.Schedule.At(cluster.Now + TimeSpan.FromMilliseconds(body.SessionTimeoutMs), () =>
            {
                group.PendingIds.Remove(id);
                CompleteWhenAllJoined(group);
            }));
            answer(Refused(KafkaErrorCode.MemberIdRequired, id));
        }
        else
        {
            Add(group, id, body, answer);
        }
    }

    /// <summary>A static member has started again: it takes its former self's place, without a rebalance where nothing changes.</summary>
    private void ReplaceInstance(
        Group group, GroupMember member, string id, JoinGroupRequest body, bool skipsAssignment, Action<JoinGroupResponse> answer)
    {
        member.Joining?.Invoke(Refused(KafkaErrorCode.FencedInstanceId, member.Id));
        member.Joining = null;
        member.Syncing?.Invoke(new SyncGroupResponse { ErrorCode = KafkaErrorCode.FencedInstanceId });
        member.Syncing = null;
        bool isSame = member.HasSameProtocols(body.Protocols);
        member.Id = id;
        if (group.State == GroupState.Stable && isSame && (member != group.Leader || skipsAssignment))
        {
            Update(member, body);
            JoinGroupResponse present = Joined(group, member);
            present.SkipAssignment = member == group.Leader;
            answer(present);
            return;
        }

        Wait(group, member, body, answer);
        Rebalance(group);
    }

    private void JoinAgain(Group group, GroupMember member, JoinGroupRequest body, Action<JoinGroupResponse> answer)
    {
        bool isSame = member.HasSameProtocols(body.Protocols);
        bool keeps = group.State switch
        {
            // It did not get the answer.
            GroupState.CompletingRebalance => isSame,
            GroupState.Stable => isSame && member != group.Leader,
            _ => false,
        };
        if (keeps)
        {
            member.LastSeen = cluster.Now;
            answer(Joined(group, member));
            return;
        }

        Wait(group, member, body, answer);
        Rebalance(group);
    }

    private void Add(Group group, string id, JoinGroupRequest body, Action<JoinGroupResponse> answer)
    {
        GroupMember member = new(id, body.GroupInstanceId);
        if (group.Members.Count == 0)
        {
            group.ProtocolType = body.ProtocolType;
        }

        group.Members.Add(member);
        group.Leader ??= member;
        Wait(group, member, body, answer);
        WatchSession(group, member);
        Rebalance(group);
    }

    private void Update(GroupMember member, JoinGroupRequest body)
    {
        member.SessionTimeout = TimeSpan.FromMilliseconds(body.SessionTimeoutMs);
        member.RebalanceTimeout = TimeSpan.FromMilliseconds(body.RebalanceTimeoutMs < 0 ? body.SessionTimeoutMs : body.RebalanceTimeoutMs);
        member.Protocols = body.Protocols;
        member.LastSeen = cluster.Now;
    }

    private void Wait(Group group, GroupMember member, JoinGroupRequest body, Action<JoinGroupResponse> answer)
    {
        Update(member, body);
        member.Joining = answer;
        if (group.State == GroupState.PreparingRebalance)
        {
            cluster.Soon(() => CompleteWhenAllJoined(group));
        }
    }

    private void Rebalance(Group group)
    {
        if (group.State == GroupState.PreparingRebalance)
        {
            return;
        }

        foreach (GroupMember member in group.Members)
        {
            member.Syncing?.Invoke(new SyncGroupResponse { ErrorCode = KafkaErrorCode.RebalanceInProgress });
            member.Syncing = null;
        }

        group.RoundWaits = group.State == GroupState.Empty && cluster.Settings.InitialRebalanceDelay > TimeSpan.Zero;
        group.State = GroupState.PreparingRebalance;
        TimeSpan longest = group.RoundWaits
            ? cluster.Settings.InitialRebalanceDelay
            : group.Members.Select(member => member.RebalanceTimeout).DefaultIfEmpty().Max();
        group.Round?.Cancel();
        group.Round = cluster.Schedule.At(cluster.Now + longest, () => Complete(group));
        cluster.Soon(() => CompleteWhenAllJoined(group));
    }

    private void CompleteWhenAllJoined(Group group)
    {
        if (group.State == GroupState.PreparingRebalance && !group.RoundWaits && group.PendingIds.Count == 0
            && group.Members.TrueForAll(member => member.Joining is not null))
        {
            Complete(group);
        }
    }

    private void Complete(Group group)
    {
        group.Round?.Cancel();
        if (group.State != GroupState.PreparingRebalance)
        {
            return;
        }

        // A static member keeps its place until its session ends.
        foreach (GroupMember absent in group.Members.FindAll(member => member.Joining is null && member.InstanceId is null))
        {
            absent.IsGone = true;
            group.Members.Remove(absent);
        }

        group.Generation++;
        group.RoundWaits = false;
        if (group.Members.Count == 0)
        {
            group.State = GroupState.Empty;
            group.Leader = null;
            group.Protocol = null;
            return;
        }

        if (group.Leader is null || !group.Members.Contains(group.Leader) || group.Leader.Joining is null)
        {
            group.Leader = group.Members.Find(member => member.Joining is not null) ?? group.Members[0];
        }

        group.Protocol = group.ChooseProtocol();
        group.State = GroupState.CompletingRebalance;
        int generation = group.Generation;
        group.Round = cluster.Schedule.At(
            cluster.Now + group.Members.Max(member => member.RebalanceTimeout),
            () =>
            {
                // Who has not asked for its assignment by now is not there any more.
                if (group.State == GroupState.CompletingRebalance && group.Generation == generation)
                {
                    foreach (GroupMember silent in group.Members.FindAll(member => member.Syncing is null))
                    {
                        Remove(group, silent);
                    }
                }
            });
        foreach (GroupMember member in group.Members)
        {
            member.LastSeen = cluster.Now;
            member.Joining?.Invoke(Joined(group, member));
            member.Joining = null;
        }
    }

    private static JoinGroupResponse Joined(Group group, GroupMember member)
    {
        JoinGroupResponse response = new()
        {
            GenerationId = group.Generation,
            ProtocolType = group.ProtocolType,
            ProtocolName = group.Protocol,
            Leader = group.Leader!.Id,
            MemberId = member.Id,
        };
        if (member == group.Leader)
        {
            foreach (GroupMember each in group.Members)
            {
                response.Members.Add(new JoinGroupResponse.Member
                {
                    MemberId = each.Id,
                    GroupInstanceId = each.InstanceId,
                    Metadata = each.Subscription(group.Protocol!) ?? [],
                });
            }
        }

        return response;
    }

    private void Remove(Group group, GroupMember member)
    {
        member.IsGone = true;
        group.Members.Remove(member);
        member.Joining?.Invoke(Refused(KafkaErrorCode.UnknownMemberId, member.Id));
        member.Syncing?.Invoke(new SyncGroupResponse { ErrorCode = KafkaErrorCode.UnknownMemberId });
        if (group.Leader == member)
        {
            group.Leader = group.Members.Count > 0 ? group.Members[0] : null;
        }

        if (group.State == GroupState.PreparingRebalance)
        {
            cluster.Soon(() => CompleteWhenAllJoined(group));
        }
        else
        {
            Rebalance(group);
        }
    }

    private void WatchSession(Group group, GroupMember member)
    {
        cluster.Schedule.At(member.LastSeen + member.SessionTimeout, () =>
        {
            if (member.IsGone)
            {
                return;
            }

            // Who waits for an answer of ours is alive.
            if (member.Joining is not null || member.Syncing is not null)
            {
                member.LastSeen = cluster.Now;
            }

            if (member.LastSeen + member.SessionTimeout <= cluster.Now)
            {
                Remove(group, member);
            }
            else
            {
                WatchSession(group, member);
            }
        });
    }
}
