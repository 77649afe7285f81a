using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>Groups and their offsets, alone and within transactions.</summary>
internal static class GroupScenarios
{
    public static IReadOnlyDictionary<string, Action<Stage>> All { get; } = new Dictionary<string, Action<Stage>>
    {
        ["a member joins, beats, commits and leaves"] = stage =>
        {
            stage.CreateTopic("t");
            stage.AwaitCoordinator(stage.Group, type: 0);
            string member = Join(stage, "");
            Join(stage, member);
            Sync(stage, member, 1);
            Beat(stage, member, 1);
            Beat(stage, member, 2);
            Beat(stage, "somebody", 1);
            Commit(stage, member, 1, 5);
            Commit(stage, member, 2, 6);
            Commit(stage, "somebody", 1, 7);
            Commit(stage, "", -1, 8);
            FetchOffset(stage);
            stage.Say($"leave: {stage.Ask<LeaveGroupResponse>(new LeaveGroupRequest { GroupId = stage.Group, Members = [new() { MemberId = member }] }).Members[0].ErrorCode}");
            Beat(stage, member, 1);
            Commit(stage, member, 1, 9);
            Commit(stage, "", -1, 10);
            FetchOffset(stage);
        },
        ["a group that nobody is in"] = stage =>
        {
            stage.CreateTopic("t");
            stage.AwaitCoordinator(stage.Group, type: 0);
            Beat(stage, "somebody", 1);
            Sync(stage, "somebody", 1);
            Join(stage, "somebody");
            Commit(stage, "somebody", 1, 1);
            FetchOffset(stage);
            Commit(stage, "", -1, 2);
            FetchOffset(stage);
        },
        ["joining wrongly"] = stage =>
        {
            stage.AwaitCoordinator(stage.Group, type: 0);
            Join(stage, "", request => request.SessionTimeoutMs = 1);
            Join(stage, "", request => request.Protocols = []);
            Join(stage, "", request => request.ProtocolType = "");
            Join(stage, "", request => request.GroupId = "");
        },
        ["another assignor"] = stage =>
        {
            stage.AwaitCoordinator(stage.Group, type: 0);
            Join(stage, Join(stage, ""));
            Join(stage, "", request => request.Protocols = [new() { Name = "other" }]);
            Join(stage, "", request => request.ProtocolType = "connect");
        },
        ["a static member starts again"] = stage =>
        {
            stage.AwaitCoordinator(stage.Group, type: 0);
            string member = Join(stage, "", request => request.GroupInstanceId = "one");
            Sync(stage, member, 1, "one");
            string again = Join(stage, "", request => request.GroupInstanceId = "one");
            Sync(stage, again, 1, "one");
            Beat(stage, member, 1, "one");
            Beat(stage, again, 1, "one");
        },
        ["offsets of a transaction, version 1"] = stage => Transaction(stage, producer =>
        {
            TxnCommit(stage, producer, 1, version: 4);
            TxnCommit(stage, producer, 1, version: 3);
            AddGroup(stage, producer);
            TxnCommit(stage, producer, 5, version: 3);
            FetchOffset(stage);
            FetchOffset(stage, stable: true);
            stage.End(producer, commit: true);
            FetchOffset(stage, stable: true, wanted: 5);
            AddGroup(stage, producer);
            TxnCommit(stage, producer, 9, version: 3);
            stage.End(producer, commit: false);
            FetchOffset(stage, stable: true, wanted: 5);
        }),
        ["offsets of a transaction, version 2"] = stage => Transaction(stage, producer =>
        {
            TxnCommit(stage, producer, 5, version: 5);
            EndTxnResponse ended = stage.End(producer, commit: true, version: 5);
            FetchOffset(stage, stable: true, wanted: 5);
            TxnCommit(stage, producer, 6, version: 5);
            TxnCommit(stage, (ended.ProducerId, ended.ProducerEpoch), 7, version: 5);
            stage.End((ended.ProducerId, ended.ProducerEpoch), commit: false, version: 5);
            FetchOffset(stage, stable: true, wanted: 5);
        }),
        ["offsets of a zombie consumer"] = stage => Transaction(stage, producer =>
        {
            string member = Join(stage, "");
            Join(stage, member);
            Sync(stage, member, 1);
            AddGroup(stage, producer);
            TxnCommit(stage, producer, 1, version: 4, request => (request.GenerationId, request.MemberId) = (0, member));
            TxnCommit(stage, producer, 1, version: 4, request => (request.GenerationId, request.MemberId) = (1, "somebody"));
            TxnCommit(stage, producer, 1, version: 4, request => (request.GenerationId, request.MemberId) = (1, member));
            TxnCommit(stage, producer, 1, version: 4);
        }),
        ["offsets of a fenced producer"] = stage => Transaction(stage, producer =>
        {
            AddGroup(stage, producer);
            TxnCommit(stage, producer, 1, version: 4);
            stage.Init(transactional: true);
            TxnCommit(stage, producer, 2, version: 4);
            AddGroup(stage, producer);
            AddGroup(stage, producer, version: 1);
        }),
        ["offsets of partitions that do not exist"] = stage =>
        {
            stage.CreateTopic("t");
            stage.AwaitCoordinator(stage.Group, type: 0);
            OffsetCommitResponse answer = stage.Ask<OffsetCommitResponse>(
                new OffsetCommitRequest
                {
                    GroupId = stage.Group,
                    GenerationIdOrMemberEpoch = -1,
                    Topics =
                    [
                        new() { Name = stage.Name("missing"), Partitions = [new() { CommittedOffset = 1 }] },
                        new() { Name = stage.Name("t"), Partitions = [new() { CommittedOffset = 1 }, new() { Index = 7, CommittedOffset = 1 }] },
                        new() { Name = stage.Name("long"), Partitions = [new() { CommittedMetadata = new string('x', 5_000) }] },
                    ],
                },
                version: 8);
            foreach (OffsetCommitResponse.Topic topic in answer.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
            {
                stage.Say($"commit {topic.Name.Split('-')[0]}: {string.Join(", ", topic.Partitions.OrderBy(one => one.Index).Select(one => $"{one.Index} {one.ErrorCode}"))}");
            }

            FetchOffset(stage);
        },
        ["a static member leaves by its name"] = stage =>
        {
            stage.AwaitCoordinator(stage.Group, type: 0);
            string member = Join(stage, "", request => request.GroupInstanceId = "one");
            Sync(stage, member, 1, "one");
            Leave(stage, "", "two");
            Leave(stage, "somebody", "one");
            Leave(stage, "", "one");
            Beat(stage, member, 1, "one");
            Leave(stage, member, null);
        },
        ["a group goes on to its next generation"] = stage =>
        {
            stage.CreateTopic("t");
            stage.AwaitCoordinator(stage.Group, type: 0);
            string member = Join(stage, "");
            Join(stage, member);
            Commit(stage, member, 1, 1);
            Sync(stage, member, 1);
            Sync(stage, member, 1);
            Join(stage, member);
            Beat(stage, member, 1);
            Commit(stage, member, 1, 2);
            Sync(stage, member, 1);
            Sync(stage, member, 2);
            Beat(stage, member, 1);
            Beat(stage, member, 2);
            Commit(stage, member, 1, 3);
            Commit(stage, member, 2, 4);
            FetchOffset(stage);
        },
    };

    private static void Leave(Stage stage, string member, string? instance)
    {
        LeaveGroupResponse answer = stage.Ask<LeaveGroupResponse>(
            new LeaveGroupRequest { GroupId = stage.Group, Members = [new() { MemberId = member, GroupInstanceId = instance }] });
        stage.Say($"leave: {answer.ErrorCode}, {answer.Members[0].ErrorCode}");
    }

    private static void Transaction(Stage stage, Action<(long ProducerId, short Epoch)> scenario)
    {
        stage.CreateTopic("t");
        stage.AwaitCoordinator(stage.Group, type: 0);
        scenario(stage.Init(transactional: true));
    }

    private static string Join(Stage stage, string member, Action<JoinGroupRequest>? change = null)
    {
        JoinGroupRequest request = new()
        {
            GroupId = stage.Group,
            MemberId = member,
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = 10_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [0, 0] }],
        };
        change?.Invoke(request);
        JoinGroupResponse answer = stage.Ask<JoinGroupResponse>(request);
        stage.Say($"join: {answer.ErrorCode}, generation {answer.GenerationId}, {answer.Members.Count} members, {(answer.Leader == answer.MemberId ? "leads" : "follows")}, skips {answer.SkipAssignment}, {answer.ProtocolType} {answer.ProtocolName}");
        return answer.MemberId;
    }

    private static void Sync(Stage stage, string member, int generation, string? instance = null)
    {
        SyncGroupResponse answer = stage.Ask<SyncGroupResponse>(new SyncGroupRequest
        {
            GroupId = stage.Group,
            MemberId = member,
            GenerationId = generation,
            GroupInstanceId = instance,
            ProtocolType = "consumer",
            ProtocolName = "range",
            Assignments = [new() { MemberId = member, Assignment = [7] }],
        });
        stage.Say($"sync: {answer.ErrorCode}, {string.Join(',', answer.Assignment)}, {answer.ProtocolType} {answer.ProtocolName}");
    }

    private static void Beat(Stage stage, string member, int generation, string? instance = null) => stage.Say(
        $"beat: {stage.Ask<HeartbeatResponse>(new HeartbeatRequest { GroupId = stage.Group, MemberId = member, GenerationId = generation, GroupInstanceId = instance }).ErrorCode}");

    private static void Commit(Stage stage, string member, int generation, long offset)
    {
        OffsetCommitResponse answer = stage.Ask<OffsetCommitResponse>(new OffsetCommitRequest
        {
            GroupId = stage.Group,
            MemberId = member,
            GenerationIdOrMemberEpoch = generation,
            Topics = [new() { Name = stage.Name("t"), Partitions = [new() { Index = 0, CommittedOffset = offset }] }],
        });
        stage.Say($"commit: {answer.Topics[0].Partitions[0].ErrorCode}");
    }

    private static void AddGroup(Stage stage, (long ProducerId, short Epoch) producer, short version = 3)
    {
        KafkaErrorCode error = default;
        Stage.Until(() =>
        {
            error = stage.Ask<AddOffsetsToTxnResponse>(
                new AddOffsetsToTxnRequest
                {
                    TransactionalId = stage.TransactionalId,
                    ProducerId = producer.ProducerId,
                    ProducerEpoch = producer.Epoch,
                    GroupId = stage.Group,
                },
                version).ErrorCode;
            return error != KafkaErrorCode.ConcurrentTransactions;
        });
        stage.Say($"add group: {error}");
    }

    private static void TxnCommit(
        Stage stage, (long ProducerId, short Epoch) producer, long offset, short version, Action<TxnOffsetCommitRequest>? change = null)
    {
        TxnOffsetCommitRequest request = new()
        {
            TransactionalId = stage.TransactionalId,
            GroupId = stage.Group,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            Topics = [new() { Name = stage.Name("t"), Partitions = [new() { Index = 0, CommittedOffset = offset }] }],
        };
        change?.Invoke(request);
        KafkaErrorCode error = default;
        Stage.Until(() =>
        {
            error = stage.Ask<TxnOffsetCommitResponse>(request, version).Topics[0].Partitions[0].ErrorCode;
            return error != KafkaErrorCode.ConcurrentTransactions;
        });
        stage.Say($"commit in transaction: {error}");
    }

    /// <summary>Says what is committed; a decided transaction's offsets come a moment after its answer.</summary>
    private static void FetchOffset(Stage stage, bool stable = false, long? wanted = null)
    {
        OffsetFetchResponse.GroupPartition found = new();
        Stage.Until(() =>
        {
            OffsetFetchResponse.Group group = stage.Ask<OffsetFetchResponse>(new OffsetFetchRequest
            {
                RequireStable = stable,
                Groups = [new() { GroupId = stage.Group, Topics = [new() { Name = stage.Name("t"), Partitions = [0] }] }],
            }).Groups[0];
            found = group.ErrorCode == KafkaErrorCode.None
                ? group.Topics[0].Partitions[0]
                : new OffsetFetchResponse.GroupPartition { ErrorCode = group.ErrorCode };
            return wanted is null || (found.ErrorCode == KafkaErrorCode.None && found.CommittedOffset == wanted);
        });
        stage.Say($"committed: {found.ErrorCode} {found.CommittedOffset} {found.CommittedLeaderEpoch} '{found.Metadata}'");
    }
}
