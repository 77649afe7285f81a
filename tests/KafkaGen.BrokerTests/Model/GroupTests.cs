using KafkaGen.Protocol.Messages;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Consumer groups of the classic protocol.</summary>
public sealed class GroupTests
{
    private readonly TestCluster _cluster = new();

    public GroupTests() => _cluster.Create("t", partitions: 2);

    [Fact]
    public void A_new_member_first_gets_an_id_then_leads_an_empty_group()
    {
        ModelClient client = new(_cluster, Coordinator);

        JoinGroupResponse first = client.Ask<JoinGroupResponse>(Join(""));
        JoinGroupResponse second = client.Ask<JoinGroupResponse>(Join(first.MemberId));

        Assert.Equal(KafkaErrorCode.MemberIdRequired, first.ErrorCode);
        Assert.Equal((KafkaErrorCode.None, 1, first.MemberId), (second.ErrorCode, second.GenerationId, second.Leader));
        Assert.Equal(first.MemberId, Assert.Single(second.Members).MemberId);
        Assert.Equal("range", second.ProtocolName);
    }

    [Fact]
    public void A_second_member_makes_the_first_join_again_and_gets_its_assignment_from_the_leader()
    {
        ModelClient first = new(_cluster, Coordinator);
        ModelClient second = new(_cluster, Coordinator);
        string leader = JoinAlone(_cluster, "g", out _, out int generation, first);
        string other = second.Ask<JoinGroupResponse>(Join("")).MemberId;

        second.Send(Join(other));
        Assert.Equal(0, second.AnswerCount);
        Assert.Equal(KafkaErrorCode.RebalanceInProgress, Beat(first, leader, generation));
        JoinGroupResponse joined = first.Ask<JoinGroupResponse>(Join(leader));
        Assert.Equal((generation + 1, 2), (joined.GenerationId, joined.Members.Count));
        Assert.Empty(second.Next<JoinGroupResponse>().Members);

        second.Send(Sync(other, generation + 1));
        Assert.Equal(0, second.AnswerCount);
        SyncGroupRequest assignments = Sync(leader, generation + 1);
        assignments.Assignments = [new() { MemberId = leader, Assignment = [1] }, new() { MemberId = other, Assignment = [2] }];

        Assert.Equal([1], first.Ask<SyncGroupResponse>(assignments).Assignment);
        Assert.Equal([2], second.Next<SyncGroupResponse>().Assignment);
        Assert.Equal(KafkaErrorCode.None, Beat(second, other, generation + 1));
    }

    [Fact]
    public void A_member_that_is_silent_for_its_session_is_removed()
    {
        ModelClient client = new(_cluster, Coordinator);
        JoinAlone(_cluster, "g", out string member, out int generation, client);
        _cluster.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(KafkaErrorCode.None, Beat(client, member, generation));
        _cluster.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(KafkaErrorCode.None, Beat(client, member, generation));

        _cluster.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(KafkaErrorCode.UnknownMemberId, Beat(client, member, generation));
    }

    [Fact]
    public void A_member_that_does_not_join_again_is_left_behind_after_the_rebalance_timeout()
    {
        ModelClient first = new(_cluster, Coordinator);
        ModelClient second = new(_cluster, Coordinator);
        JoinAlone(_cluster, "g", out string silent, out int generation, first);
        string other = second.Ask<JoinGroupResponse>(Join("")).MemberId;
        second.Send(Join(other));

        // It gives its signs of life, so that its session does not end, and does not do what it is told.
        for (int beat = 0; beat < 12; beat++)
        {
            Assert.Equal(KafkaErrorCode.RebalanceInProgress, Beat(first, silent, generation));
            Assert.Equal(0, second.AnswerCount);
            _cluster.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(other, Assert.Single(second.Next<JoinGroupResponse>().Members).MemberId);
        Assert.Equal(KafkaErrorCode.UnknownMemberId, Beat(first, silent, generation));
    }

    [Fact]
    public void Who_leaves_is_gone_at_once()
    {
        ModelClient client = new(_cluster, Coordinator);
        JoinAlone(_cluster, "g", out string member, out int generation, client);

        LeaveGroupResponse left = client.Ask<LeaveGroupResponse>(new LeaveGroupRequest { GroupId = "g", Members = [new() { MemberId = member }] });

        Assert.Equal(KafkaErrorCode.None, left.Members[0].ErrorCode);
        Assert.Equal(KafkaErrorCode.UnknownMemberId, Beat(client, member, generation));
    }

    [Fact]
    public void A_static_member_that_starts_again_keeps_its_assignment_without_a_rebalance()
    {
        ModelClient client = new(_cluster, Coordinator);
        JoinGroupRequest join = Join("");
        join.GroupInstanceId = "one";
        string member = client.Ask<JoinGroupResponse>(join).MemberId;
        SyncGroupRequest sync = Sync(member, 1);
        sync.GroupInstanceId = "one";
        sync.Assignments = [new() { MemberId = member, Assignment = [7] }];
        client.Ask<SyncGroupResponse>(sync);

        JoinGroupResponse again = client.Ask<JoinGroupResponse>(join);
        SyncGroupRequest resync = Sync(again.MemberId, again.GenerationId);
        resync.GroupInstanceId = "one";

        Assert.Equal((1, true), (again.GenerationId, again.SkipAssignment));
        Assert.NotEqual(member, again.MemberId);
        Assert.Equal([7], client.Ask<SyncGroupResponse>(resync).Assignment);
        HeartbeatRequest old = new() { GroupId = "g", GenerationId = 1, MemberId = member, GroupInstanceId = "one" };
        Assert.Equal(KafkaErrorCode.FencedInstanceId, client.Ask<HeartbeatResponse>(old).ErrorCode);
    }

    [Fact]
    public void Offsets_are_committed_by_members_and_refused_from_others()
    {
        ModelClient client = new(_cluster, Coordinator);
        JoinAlone(_cluster, "g", out string member, out int generation, client);

        Assert.Equal(KafkaErrorCode.None, Commit(client, member, generation, 3));
        Assert.Equal(KafkaErrorCode.IllegalGeneration, Commit(client, member, generation + 1, 4));
        Assert.Equal(KafkaErrorCode.UnknownMemberId, Commit(client, "somebody", generation, 4));
        Assert.Equal(KafkaErrorCode.UnknownMemberId, Commit(client, "", -1, 4));

        OffsetFetchResponse fetched = client.Ask<OffsetFetchResponse>(new OffsetFetchRequest { GroupId = "g", Topics = null }, version: 7);
        Assert.Equal(3, Assert.Single(Assert.Single(fetched.Topics).Partitions).CommittedOffset);
    }

    [Fact]
    public void An_assignor_that_nobody_else_knows_is_inconsistent()
    {
        JoinAlone(_cluster, "g", out _, out _);
        ModelClient client = new(_cluster, Coordinator);
        JoinGroupRequest join = Join("");
        join.Protocols = [new() { Name = "other" }];

        Assert.Equal(KafkaErrorCode.InconsistentGroupProtocol, client.Ask<JoinGroupResponse>(join).ErrorCode);
    }

    /// <summary>Joins an empty group and takes all of it.</summary>
    internal static string JoinAlone(TestCluster cluster, string group, out string member, out int generation, ModelClient? client = null)
    {
        client ??= new ModelClient(cluster, cluster.Model.CoordinatorOf(group)!.Id);
        JoinGroupRequest join = Join("");
        join.GroupId = group;
        join.MemberId = client.Ask<JoinGroupResponse>(join).MemberId;
        JoinGroupResponse joined = client.Ask<JoinGroupResponse>(join);
        (member, generation) = (joined.MemberId, joined.GenerationId);
        SyncGroupRequest sync = Sync(member, generation);
        sync.GroupId = group;
        sync.Assignments = [new() { MemberId = member, Assignment = [0] }];
        Assert.Equal(KafkaErrorCode.None, client.Ask<SyncGroupResponse>(sync).ErrorCode);
        return member;
    }

    private int Coordinator => _cluster.Model.CoordinatorOf("g")!.Id;

    private static JoinGroupRequest Join(string member) => new()
    {
        GroupId = "g",
        MemberId = member,
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 60_000,
        ProtocolType = "consumer",
        Protocols = [new() { Name = "range", Metadata = [1, 2] }],
    };

    private static SyncGroupRequest Sync(string member, int generation) => new()
    {
        GroupId = "g",
        MemberId = member,
        GenerationId = generation,
        ProtocolType = "consumer",
        ProtocolName = "range",
    };

    private static KafkaErrorCode Beat(ModelClient client, string member, int generation) =>
        client.Ask<HeartbeatResponse>(new HeartbeatRequest { GroupId = "g", MemberId = member, GenerationId = generation }).ErrorCode;

    private static KafkaErrorCode Commit(ModelClient client, string member, int generation, long offset) =>
        client.Ask<OffsetCommitResponse>(new OffsetCommitRequest
        {
            GroupId = "g",
            MemberId = member,
            GenerationIdOrMemberEpoch = generation,
            Topics = [new() { Name = "t", Partitions = [new() { Index = 0, CommittedOffset = offset }] }],
        }).Topics[0].Partitions[0].ErrorCode;
}
