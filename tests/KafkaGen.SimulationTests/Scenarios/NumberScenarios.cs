using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>Sequence numbers and epochs: what is sent again, in which order, and when numbers are given anew.</summary>
public sealed class NumberScenarios
{
    [Fact]
    public void Batches_behind_a_refused_one_are_sent_again_in_their_order()
    {
        var stage = Stage.Open(replicas: 3);
        stage.Warm();
        int place = 0;
        stage.Refuse(KafkaErrorCode.NotEnoughReplicas, when: _ => place++ == 0);
        int[] records = [.. Enumerable.Range(0, 5).Select(_ => stage.AppendBatch())];

        stage.RunUntilAnswered();

        Assert.Equal([1, 2, 3, 4, 5], stage.Log()[1..].Select(static batch => batch.BaseSequence));
        Assert.Equal(records.Select((_, index) => 1L + index), records.Select(record => stage.Acknowledged(record).Offset));

        // The first alone, and behind it the others, under the numbers that they had.
        Assert.Equal([1, 2, 3, 4, 5], stage.Batches.Skip(5).Select(static batch => batch.Sequence).Distinct());
        Assert.All(stage.Batches, static batch => Assert.Equal(0, batch.Epoch));
        stage.Finish();
    }

    [Fact]
    public void A_retry_is_answered_before_anything_overtakes_it()
    {
        var stage = Stage.Open(replicas: 3);
        stage.Warm();
        int place = 0;
        stage.Refuse(KafkaErrorCode.NotEnoughReplicas, times: 3, when: _ => place++ is 0 or 5 or 6);
        for (int i = 0; i < 5; i++)
        {
            stage.AppendBatch();
        }

        stage.RunUntilAnswered();

        // Twice more the first is refused, and nothing else is sent meanwhile.
        Assert.Equal([1, 1, 1], stage.Batches.Skip(5).Take(3).Select(static batch => batch.Sequence));
        stage.Finish();
    }

    [Fact]
    public void No_more_is_sent_behind_an_unanswered_batch_than_a_broker_remembers()
    {
        var stage = Stage.Open();
        stage.Warm();
        int place = 0;
        stage.Fault(FaultKind.RefuseAfter, KafkaErrorCode.Unknown, when: _ => place++ == 0);
        int first = stage.AppendBatch();
        for (int i = 0; i < 12; i++)
        {
            stage.AppendBatch();
        }

        // The first is stored and answered with an error, the four behind it are acknowledged; then its repetition is lost.
        stage.RunUntil(() => stage.Simulation.Ledger.Acknowledged == 5);
        stage.Fault(FaultKind.DropAnswer);
        stage.RunUntilAnswered(within: 60_000);

        Assert.Equal(1, stage.Acknowledged(first).Offset);
        Assert.Equal(0, stage.Simulation.Ledger.Failed);
        stage.Finish();
    }

    [Fact]
    public void A_batch_that_was_stored_before_its_error_is_stored_once_and_acknowledged_where_it_is()
    {
        foreach (KafkaErrorCode error in new[] { KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.NotEnoughReplicasAfterAppend, KafkaErrorCode.KafkaStorageError, KafkaErrorCode.RequestTimedOut, KafkaErrorCode.Unknown })
        {
            var stage = Stage.Open();
            stage.Warm();
            stage.Fault(FaultKind.RefuseAfter, error);
            int record = stage.AppendBatch();

            stage.RunUntilAnswered();

            Assert.Equal(1, stage.Acknowledged(record).Offset);
            Assert.Equal(2, stage.Requests.Count);
            stage.Finish();
        }
    }

    [Fact]
    public void Duplicate_sequence_number_is_success_at_an_unknown_offset()
    {
        var stage = Stage.Open();
        stage.Fault(FaultKind.RefuseAfter, KafkaErrorCode.DuplicateSequenceNumber);
        int record = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Equal(-1, stage.Acknowledged(record).Offset);
        stage.Finish();
    }

    [Fact]
    public void Only_the_partition_with_a_gap_takes_a_new_epoch()
    {
        var stage = Stage.Open(partitions: 2);
        stage.Warm();
        stage.Fault(FaultKind.DropAnswer, when: request => request.Broker.Id == stage.Partition(1).Leader);
        int unanswered = stage.AppendBatch(partition: 1);
        stage.Run(50);
        stage.Refuse(KafkaErrorCode.InvalidRecord, when: request => request.Broker.Id == stage.Partition(0).Leader);
        int refused = stage.AppendBatch(partition: 0);
        int next = stage.AppendBatch(partition: 0);

        stage.RunUntilAnswered(within: 60_000);

        Assert.Equal(RecordPersistence.NotPersisted, stage.Failed(refused).Status);
        stage.Acknowledged(unanswered);
        stage.Acknowledged(next);
        Assert.All(stage.Batches.Where(static batch => batch.Partition == 1), static batch => Assert.Equal(0, batch.Epoch));
        SentBatch renumbered = stage.Batches.Last(static batch => batch.Partition == 0);
        Assert.Equal((1, 0), ((int)renumbered.Epoch, renumbered.Sequence));
        stage.Finish();
    }

    [Fact]
    public void After_the_last_epoch_comes_another_producer_id()
    {
        var stage = Stage.Open(settings => settings with { LastEpoch = 2 });
        for (int i = 0; i < 4; i++)
        {
            stage.Warm();
            stage.Refuse(KafkaErrorCode.InvalidRecord);
            stage.AppendBatch();
            stage.AppendBatch();
            stage.RunUntilAnswered();
        }

        stage.Warm();

        (long, short)[] identities = [.. stage.Log().Select(static batch => (batch.ProducerId, batch.ProducerEpoch)).Distinct()];
        Assert.Equal([0, 1, 2, 0, 1], identities.Select(static identity => (int)identity.Item2));
        Assert.Equal(2, identities.Select(static identity => identity.Item1).Distinct().Count());
        stage.Finish();
    }

    [Fact]
    public void Behind_the_largest_sequence_number_comes_0()
    {
        var stage = Stage.Open(settings => settings with { FirstPosition = int.MaxValue - 2 });
        stage.Warm();
        stage.Append();
        stage.Append();
        stage.Append();
        stage.Fault(FaultKind.CloseAfter);
        stage.AppendBatch();
        int behind = stage.AppendBatch();

        stage.RunUntilAnswered();

        // The second batch spans the end of the numbers; it is sent twice and stored once.
        Assert.Equal([int.MaxValue - 2, int.MaxValue - 1, 2], stage.Log().Select(static batch => batch.BaseSequence));
        Assert.Equal(5, stage.Acknowledged(behind).Offset);
        Assert.Equal(2, stage.Batches.Count(static batch => batch.Sequence == int.MaxValue - 1));
        stage.Finish();
    }

    [Fact]
    public void A_leader_that_lost_records_is_given_a_new_epoch()
    {
        var stage = Stage.Open(settings => settings with { MetadataMaxAge = 1_000 }, replicas: 2, configuration: ("min.insync.replicas", "1"));
        stage.Warm();
        int follower = stage.Partition().Replicas.First(replica => replica.Broker != stage.Partition().Leader).Broker;
        stage.Simulation.Change("the follower copies nothing more", () => stage.Simulation.Cluster.Replicator.SetLagging(stage.Partition(), stage.Partition().ReplicaOn(follower)!, lagging: true));
        stage.Run(40_000);
        int lost = stage.AppendBatch();
        stage.RunUntilAnswered();
        stage.Simulation.Ledger.MayLose = true;
        stage.Simulation.Change("it leads all the same", () => stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(), follower));
        stage.Run(1_500);
        int next = stage.AppendBatch();
        int later = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Equal(1, stage.Acknowledged(lost).Offset);
        Assert.Equal([1L, 2L], new[] { stage.Acknowledged(next).Offset, stage.Acknowledged(later).Offset });
        Assert.Equal([0, 1, 1], stage.Log().Select(static batch => (int)batch.ProducerEpoch));
        stage.Finish();
    }

    [Fact]
    public void A_broker_that_forgot_the_producer_is_given_a_new_epoch()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Refuse(KafkaErrorCode.UnknownProducerId);
        int record = stage.AppendBatch();

        stage.RunUntilAnswered();

        stage.Acknowledged(record);
        Assert.Equal((1, 0), stage.Batches.Select(static batch => ((int)batch.Epoch, batch.Sequence)).Last());
        stage.Finish();
    }

    [Fact]
    public void What_may_be_stored_at_a_broker_that_forgot_the_producer_is_not_sent_again()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Fault(FaultKind.CloseAfter);
        stage.Refuse(KafkaErrorCode.UnknownProducerId);
        int record = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(record).Status);
        int next = stage.AppendBatch();
        stage.RunUntilAnswered();
        stage.Acknowledged(next);
        stage.Finish();
    }

    [Fact]
    public void A_restarted_leader_that_remembers_one_batch_doubles_nothing()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Fault(FaultKind.DelayAnswer, times: 4, delay: 10_000);
        int[] records = [.. Enumerable.Range(0, 4).Select(_ => stage.AppendBatch())];
        stage.RunUntil(() => stage.Log().Count == 5);
        int leader = stage.Partition().Leader!.Value;
        stage.Simulation.Change("the leader stops", () => stage.Simulation.Cluster.StopBroker(leader));
        stage.Simulation.Change("and starts", () => stage.Simulation.Cluster.StartBroker(leader));
        stage.Simulation.Ledger.MayForget = true;

        stage.RunUntilAnswered(within: 60_000);

        // It knows the last again, and says of the others only that they are out of order.
        Assert.All(records[..^1], record => Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(record).Status));
        Assert.Equal(4, stage.Acknowledged(records[^1]).Offset);
        stage.Warm();
        stage.Finish();
    }

    [Fact]
    public void An_acknowledgement_is_never_concluded_from_a_later_one()
    {
        var stage = Stage.Open();
        stage.Warm();
        int place = 0;
        stage.Fault(FaultKind.RefuseAfter, KafkaErrorCode.RequestTimedOut, when: _ => place++ == 0);
        int first = stage.AppendBatch();
        int second = stage.AppendBatch();

        stage.RunUntil(() => stage.Simulation.Ledger.IsAnswered(second));

        Assert.False(stage.Simulation.Ledger.IsAnswered(first));
        stage.RunUntilAnswered();
        Assert.Equal(1, stage.Acknowledged(first).Offset);
        stage.Finish();
    }

    [Fact]
    public void Nothing_is_pipelined_before_a_leader_knows_the_producer()
    {
        var stage = Stage.Open();
        stage.Fault(FaultKind.DelayAnswer, delay: 1_000);
        for (int i = 0; i < 3; i++)
        {
            stage.AppendBatch();
        }

        stage.Run(500);
        Assert.Single(stage.Requests);
        stage.RunUntilAnswered();
        Assert.Equal([0, 1, 2], stage.Log().Select(static batch => batch.BaseSequence));
        stage.Finish();
    }

    [Fact]
    public void A_new_leader_is_sent_nothing_while_the_old_one_has_a_batch()
    {
        var stage = Stage.Open(replicas: 3);
        stage.Warm();
        int old = stage.Partition().Leader!.Value;
        stage.Fault(FaultKind.DelayAnswer, delay: 2_000);
        stage.AppendBatch();
        stage.Run(20);
        stage.Simulation.Change("the leader moves", () => stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(), 1 + (old % 3)));
        int second = stage.AppendBatch();
        stage.Run(1_000);

        Assert.All(stage.Requests, request => Assert.Equal(old, request.Broker));
        stage.RunUntilAnswered();
        Assert.Equal(1 + (old % 3), stage.Requests[^1].Broker);
        stage.Acknowledged(second);
        stage.Finish();
    }
}
