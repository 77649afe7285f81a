using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Transactions of both versions: what is decided, who is fenced, and what readers see.</summary>
public sealed class TransactionTests
{
    private const string Id = "tx";
    private readonly TestCluster _cluster = new();

    public TransactionTests() => _cluster.Create("t", partitions: 2);

    private ModelClient Coordinator => _cluster.Coordinator(Id);

    [Fact]
    public void A_commit_shows_its_records_and_an_open_transaction_holds_back_what_is_behind_it()
    {
        (long producer, short epoch) = Init();
        Add(producer, epoch);
        Send(producer, epoch, 0, "in transaction");
        _cluster.Produce("t", Batch.Of("behind"));

        Assert.Empty(_cluster.Values("t", committed: true));
        Assert.Equal(["in transaction", "behind"], _cluster.Values("t"));
        Assert.Equal(KafkaErrorCode.None, End(producer, epoch, commit: true));

        Assert.Equal(["in transaction", "behind"], _cluster.Values("t", committed: true));
        Assert.Equal(3, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void Records_of_an_aborted_transaction_are_named_as_void()
    {
        (long producer, short epoch) = Init();
        Add(producer, epoch);
        Send(producer, epoch, 0, "aborted");
        End(producer, epoch, commit: false);
        Add(producer, epoch);
        Send(producer, epoch, 1, "committed");
        End(producer, epoch, commit: true);

        FetchResponse.AbortedTransaction aborted = Assert.Single(_cluster.Fetch("t", committed: true).AbortedTransactions!);

        Assert.Equal((producer, 0), (aborted.ProducerId, aborted.FirstOffset));
        Assert.Equal(["committed"], _cluster.Values("t", committed: true));
        Assert.Empty(_cluster.Fetch("t", offset: 2, committed: true).AbortedTransactions!);
    }

    [Fact]
    public void A_batch_whose_partition_is_not_in_the_transaction_is_refused()
    {
        (long producer, short epoch) = Init();

        Assert.Equal(
            KafkaErrorCode.TransactionAbortable,
            _cluster.Produce("t", Batch.Transactional(producer, epoch, 0, "a"), version: 11, transactionalId: Id).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.InvalidTxnState,
            _cluster.Produce("t", Batch.Transactional(producer, epoch, 0, "a"), version: 10, transactionalId: Id).ErrorCode);
    }

    [Fact]
    public void A_second_producer_fences_the_first_and_aborts_what_it_left()
    {
        (long producer, short epoch) = Init();
        Add(producer, epoch);
        Send(producer, epoch, 0, "zombie");

        Assert.Equal(KafkaErrorCode.ConcurrentTransactions, AskInit().ErrorCode);
        InitProducerIdResponse second = AskInit();

        Assert.Equal((KafkaErrorCode.None, producer), (second.ErrorCode, second.ProducerId));
        Assert.True(second.ProducerEpoch > epoch);
        Assert.Equal(KafkaErrorCode.ProducerFenced, End(producer, epoch, commit: true));
        Assert.Equal(KafkaErrorCode.ProducerFenced, AskAdd(producer, epoch));
        Assert.Equal(KafkaErrorCode.InvalidProducerEpoch, AskAdd(producer, epoch, version: 1));
        Assert.Equal(
            KafkaErrorCode.InvalidProducerEpoch,
            _cluster.Produce("t", Batch.Transactional(producer, epoch, 1, "zombie"), version: 11, transactionalId: Id).ErrorCode);
        Assert.Empty(_cluster.Values("t", committed: true));
    }

    [Fact]
    public void A_transaction_that_takes_too_long_is_aborted_and_its_producer_fenced()
    {
        (long producer, short epoch) = Init(timeoutMs: 10_000);
        Add(producer, epoch);
        Send(producer, epoch, 0, "late");
        _cluster.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(KafkaErrorCode.ProducerFenced, End(producer, epoch, commit: true));
        Assert.Empty(_cluster.Values("t", committed: true));
        Assert.Equal(2, _cluster.Partition("t").LastStableOffset);
    }

    [Theory]
    [InlineData(1, KafkaErrorCode.ProducerFenced)]
    [InlineData(2, KafkaErrorCode.None)]
    public void A_producer_that_was_too_slow_gets_the_next_epoch_under_version_2_alone(short transactionVersion, KafkaErrorCode expected)
    {
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, TransactionVersion = transactionVersion });
        cluster.Create("t");
        ModelClient client = cluster.Client();
        InitProducerIdRequest init = new() { TransactionalId = Id, TransactionTimeoutMs = 10_000 };
        InitProducerIdResponse first = client.Ask<InitProducerIdResponse>(init);
        client.Ask<AddPartitionsToTxnResponse>(AddRequest(first.ProducerId, first.ProducerEpoch), version: 3);
        cluster.Advance(TimeSpan.FromSeconds(10));
        (init.ProducerId, init.ProducerEpoch) = (first.ProducerId, first.ProducerEpoch);

        InitProducerIdResponse next = client.Ask<InitProducerIdResponse>(init);

        Assert.Equal(expected, next.ErrorCode);
        Assert.Equal(expected == KafkaErrorCode.None ? first.ProducerEpoch + 1 : -1, next.ProducerEpoch);
    }

    [Fact]
    public void A_repeated_end_is_answered_like_the_first_and_another_outcome_refused()
    {
        (long producer, short epoch) = Init();
        Add(producer, epoch);
        Send(producer, epoch, 0, "a");

        Assert.Equal(KafkaErrorCode.None, End(producer, epoch, commit: true));
        Assert.Equal(KafkaErrorCode.None, End(producer, epoch, commit: true));
        Assert.Equal(KafkaErrorCode.InvalidTxnState, End(producer, epoch, commit: false));
        Assert.Equal(2, _cluster.Partition("t").Log.End);
    }

    [Fact]
    public void While_markers_are_written_the_producer_has_to_wait()
    {
        TestCluster cluster = new(() => new ClusterSettings { StartedAt = TestCluster.Start, MarkerDelay = TimeSpan.FromMilliseconds(20) });
        cluster.Create("t");
        ModelClient coordinator = cluster.Coordinator(Id);
        InitProducerIdResponse init = coordinator.Ask<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = Id, TransactionTimeoutMs = 60_000 });
        AddPartitionsToTxnRequest add = AddRequest(init.ProducerId, init.ProducerEpoch);
        coordinator.Ask<AddPartitionsToTxnResponse>(add, version: 3);
        coordinator.Ask<EndTxnResponse>(EndRequest(init.ProducerId, init.ProducerEpoch, commit: true), version: 4);

        Assert.Equal(
            KafkaErrorCode.ConcurrentTransactions,
            coordinator.Ask<AddPartitionsToTxnResponse>(add, version: 3).Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(
            KafkaErrorCode.ConcurrentTransactions,
            coordinator.Ask<EndTxnResponse>(EndRequest(init.ProducerId, init.ProducerEpoch, commit: true), version: 4).ErrorCode);
        cluster.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(KafkaErrorCode.None, coordinator.Ask<AddPartitionsToTxnResponse>(add, version: 3).Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public void Markers_reach_a_partition_that_had_no_leader_when_the_transaction_was_decided()
    {
        (long producer, short epoch) = Init();
        Add(producer, epoch);
        Send(producer, epoch, 0, "a");
        _cluster.Do(model => model.Replicator.SetLeader(_cluster.Partition("t"), null));

        Assert.Equal(KafkaErrorCode.None, End(producer, epoch, commit: true));
        Assert.Equal(KafkaErrorCode.ConcurrentTransactions, AskAdd(producer, epoch));
        _cluster.Do(model => model.Replicator.SetLeader(_cluster.Partition("t"), 1));
        _cluster.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a"], _cluster.Values("t", committed: true));
        Assert.Equal(KafkaErrorCode.None, AskAdd(producer, epoch));
    }

    [Fact]
    public void Version_2_adds_partitions_by_the_batch_and_raises_the_epoch_at_the_end()
    {
        (long producer, short epoch) = Init();

        Assert.Equal(KafkaErrorCode.None, _cluster.Produce("t", Batch.Transactional(producer, epoch, 0, "a"), transactionalId: Id).ErrorCode);
        EndTxnResponse ended = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, epoch, commit: true));

        Assert.Equal((KafkaErrorCode.None, producer, epoch + 1), (ended.ErrorCode, ended.ProducerId, (int)ended.ProducerEpoch));
        Assert.Equal(["a"], _cluster.Values("t", committed: true));

        // A record of the first transaction that comes late belongs to no other.
        Assert.Equal(
            KafkaErrorCode.InvalidProducerEpoch,
            _cluster.Produce("t", Batch.Transactional(producer, epoch, 1, "late"), transactionalId: Id).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.None, _cluster.Produce("t", Batch.Transactional(producer, ended.ProducerEpoch, 0, "b"), transactionalId: Id).ErrorCode);
    }

    [Fact]
    public void In_version_2_a_repeated_end_is_recognized_by_the_old_epoch()
    {
        (long producer, short epoch) = Init();
        _cluster.Produce("t", Batch.Transactional(producer, epoch, 0, "a"), transactionalId: Id);
        EndTxnResponse ended = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, epoch, commit: true));

        EndTxnResponse again = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, epoch, commit: true));
        EndTxnResponse next = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, ended.ProducerEpoch, commit: true));

        Assert.Equal((KafkaErrorCode.None, ended.ProducerEpoch), (again.ErrorCode, again.ProducerEpoch));
        Assert.Equal(KafkaErrorCode.InvalidTxnState, next.ErrorCode);
    }

    [Fact]
    public void In_version_2_an_abort_without_partitions_raises_the_epoch_too()
    {
        (long producer, short epoch) = Init();

        EndTxnResponse ended = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, epoch, commit: false));

        Assert.Equal((KafkaErrorCode.None, epoch + 1), (ended.ErrorCode, (int)ended.ProducerEpoch));
    }

    [Fact]
    public void A_producer_asks_for_a_raised_epoch_and_may_repeat_the_question()
    {
        (long producer, short epoch) = Init();

        InitProducerIdResponse raised = AskInit((producer, epoch));
        InitProducerIdResponse again = AskInit((producer, epoch));

        Assert.Equal((producer, epoch + 1), (raised.ProducerId, (int)raised.ProducerEpoch));
        Assert.Equal(raised.ProducerEpoch, again.ProducerEpoch);
        Assert.Equal(KafkaErrorCode.ProducerFenced, AskInit((producer, (short)(epoch - 1 + 30))).ErrorCode);
    }

    [Fact]
    public void When_epochs_are_used_up_a_new_producer_id_follows()
    {
        (long producer, short epoch) = Init();
        _cluster.Do(model => model.Transactions.Producers[Id].Epoch = short.MaxValue - 1);
        _cluster.Produce("t", Batch.Transactional(producer, short.MaxValue - 1, 0, "a"), transactionalId: Id);

        EndTxnResponse ended = Coordinator.Ask<EndTxnResponse>(EndRequest(producer, short.MaxValue - 1, commit: true));

        Assert.NotEqual(producer, ended.ProducerId);
        Assert.Equal(0, ended.ProducerEpoch);
        Assert.Equal(
            KafkaErrorCode.None,
            _cluster.Produce("t", Batch.Transactional(ended.ProducerId, 0, 0, "b"), transactionalId: Id).ErrorCode);
        Assert.Equal(ended.ProducerId, Coordinator.Ask<EndTxnResponse>(EndRequest(ended.ProducerId, 0, commit: true)).ProducerId);
        _ = epoch;
    }

    [Fact]
    public void Offsets_of_a_transaction_are_kept_when_it_commits_and_forgotten_when_not()
    {
        (long producer, short epoch) = Init();
        CommitOffset(producer, epoch, 5);

        Assert.Equal(KafkaErrorCode.UnstableOffsetCommit, FetchOffset(stable: true).ErrorCode);
        End(producer, epoch, commit: true);
        Assert.Equal(5, FetchOffset(stable: true).CommittedOffset);

        CommitOffset(producer, epoch, 9);
        End(producer, epoch, commit: false);
        Assert.Equal(5, FetchOffset(stable: true).CommittedOffset);
    }

    [Fact]
    public void Offsets_for_a_topic_that_is_deleted_meanwhile_are_not_committed_for_its_successor()
    {
        (long producer, short epoch) = Init();
        CommitOffset(producer, epoch, 5);

        _cluster.Do(model => model.Topics.Delete(model.Topics.Find("t")!));
        _cluster.Create("t");
        End(producer, epoch, commit: true);

        Assert.Equal(-1, FetchOffset(stable: true).CommittedOffset);
    }

    [Fact]
    public void Offsets_of_a_zombie_consumer_are_refused()
    {
        (long producer, short epoch) = Init();
        GroupTests.JoinAlone(_cluster, "g", out string member, out int generation);
        Coordinator.Ask<AddOffsetsToTxnResponse>(
            new AddOffsetsToTxnRequest { TransactionalId = Id, ProducerId = producer, ProducerEpoch = epoch, GroupId = "g" }, version: 3);

        Assert.Equal(KafkaErrorCode.IllegalGeneration, Commit(generation - 1, member));
        Assert.Equal(KafkaErrorCode.UnknownMemberId, Commit(generation, "somebody"));
        Assert.Equal(KafkaErrorCode.None, Commit(generation, member));

        KafkaErrorCode Commit(int committed, string by)
        {
            TxnOffsetCommitRequest request = OffsetRequest(producer, epoch, 1);
            (request.GenerationId, request.MemberId) = (committed, by);
            return _cluster.Coordinator("g").Ask<TxnOffsetCommitResponse>(request, version: 4).Topics[0].Partitions[0].ErrorCode;
        }
    }

    [Fact]
    public void A_timeout_beyond_the_brokers_bound_and_another_brokers_id_are_refused()
    {
        ModelClient other = _cluster.Client(_cluster.Model.Brokers.First(broker => broker != _cluster.Model.CoordinatorOf(Id)).Id);

        Assert.Equal(KafkaErrorCode.InvalidTransactionTimeout, AskInit(timeoutMs: 3_600_000).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.NotCoordinator,
            other.Ask<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = Id, TransactionTimeoutMs = 1000 }).ErrorCode);
    }

    private (long ProducerId, short Epoch) Init(int timeoutMs = 60_000)
    {
        InitProducerIdResponse init = AskInit(timeoutMs: timeoutMs);
        Assert.Equal(KafkaErrorCode.None, init.ErrorCode);
        return (init.ProducerId, init.ProducerEpoch);
    }

    private InitProducerIdResponse AskInit((long ProducerId, short Epoch)? present = null, int timeoutMs = 60_000) =>
        Coordinator.Ask<InitProducerIdResponse>(new InitProducerIdRequest
        {
            TransactionalId = Id,
            TransactionTimeoutMs = timeoutMs,
            ProducerId = present?.ProducerId ?? -1,
            ProducerEpoch = present?.Epoch ?? -1,
        });

    private void Add(long producer, short epoch) => Assert.Equal(KafkaErrorCode.None, AskAdd(producer, epoch));

    private KafkaErrorCode AskAdd(long producer, short epoch, short version = 3) =>
        Coordinator.Ask<AddPartitionsToTxnResponse>(AddRequest(producer, epoch), version).Topics[0].Partitions[0].ErrorCode;

    private static AddPartitionsToTxnRequest AddRequest(long producer, short epoch) => new()
    {
        TransactionalId = Id,
        ProducerId = producer,
        ProducerEpoch = epoch,
        Topics = [new() { Name = "t", Partitions = [0] }],
    };

    private static EndTxnRequest EndRequest(long producer, short epoch, bool commit) => new()
    {
        TransactionalId = Id,
        ProducerId = producer,
        ProducerEpoch = epoch,
        Committed = commit,
    };

    private void Send(long producer, short epoch, int sequence, string value) => Assert.Equal(
        KafkaErrorCode.None,
        _cluster.Produce("t", Batch.Transactional(producer, epoch, sequence, value), version: 11, transactionalId: Id).ErrorCode);

    private KafkaErrorCode End(long producer, short epoch, bool commit) =>
        Coordinator.Ask<EndTxnResponse>(EndRequest(producer, epoch, commit), version: 4).ErrorCode;

    private static TxnOffsetCommitRequest OffsetRequest(long producer, short epoch, long offset) => new()
    {
        TransactionalId = Id,
        GroupId = "g",
        ProducerId = producer,
        ProducerEpoch = epoch,
        Topics = [new() { Name = "t", Partitions = [new() { Index = 0, CommittedOffset = offset }] }],
    };

    private void CommitOffset(long producer, short epoch, long offset)
    {
        Assert.Equal(
            KafkaErrorCode.None,
            Coordinator.Ask<AddOffsetsToTxnResponse>(
                new AddOffsetsToTxnRequest { TransactionalId = Id, ProducerId = producer, ProducerEpoch = epoch, GroupId = "g" }, version: 3).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.None,
            _cluster.Coordinator("g").Ask<TxnOffsetCommitResponse>(OffsetRequest(producer, epoch, offset), version: 4)
                .Topics[0].Partitions[0].ErrorCode);
    }

    private OffsetFetchResponse.GroupPartition FetchOffset(bool stable) => _cluster.Coordinator("g").Ask<OffsetFetchResponse>(new OffsetFetchRequest
    {
        RequireStable = stable,
        Groups = [new() { GroupId = "g", Topics = [new() { Name = "t", Partitions = [0] }] }],
    }).Groups[0].Topics[0].Partitions[0];
}
