using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Replicas, leaders and what a crash takes.</summary>
public sealed class ReplicationTests
{
    [Fact]
    public void Acks_all_waits_for_the_replicas_in_sync()
    {
        TestCluster cluster = Delayed();
        ModelClient leader = cluster.Leader("t");

        leader.Send(cluster.ProduceRequest("t", Batch.Of("a")));
        Assert.Equal(0, leader.AnswerCount);
        cluster.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(KafkaErrorCode.None, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(1, cluster.Partition("t").HighWatermark);
    }

    [Fact]
    public void Acks_1_does_not_wait_and_a_lost_leader_takes_the_record_along()
    {
        TestCluster cluster = Delayed();

        Assert.Equal(KafkaErrorCode.None, cluster.Produce("t", Batch.Of("a"), acks: 1).ErrorCode);
        cluster.Do(model => model.StopBroker(1));

        Assert.Equal(2, cluster.Partition("t").Leader);
        Assert.Empty(cluster.Values("t"));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void What_a_client_sent_before_it_left_may_still_be_carried_out(bool carriesOut, int appended)
    {
        TestCluster cluster = Delayed();
        ModelClient leader = cluster.Leader("t");
        leader.Send(cluster.ProduceRequest("t", Batch.Of("a")));
        leader.Send(cluster.ProduceRequest("t", Batch.Of("b")));

        leader.Leave(carriesOut);
        cluster.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(appended, cluster.Partition("t").Log.End);
        Assert.Equal(0, leader.AnswerCount);
        Assert.Empty(cluster.Model.Broker(1).Connections);
    }

    [Fact]
    public void A_replica_that_lags_behind_nobody_stays_in_sync()
    {
        TestCluster cluster = new();
        Lag(cluster, cluster.Create("t"), 1);
        cluster.Do(model => model.StopBroker(1));
        Assert.Null(cluster.Partition("t").Leader);

        cluster.Advance(TimeSpan.FromMinutes(1));
        cluster.Do(model => model.StartBroker(1));

        Assert.Equal(1, cluster.Partition("t").Leader);
    }

    [Fact]
    public void A_wait_for_replicas_ends_with_the_requests_timeout()
    {
        TestCluster cluster = new();
        Lag(cluster, cluster.Create("t", replicas: 2), 2);
        ModelClient leader = cluster.Leader("t");
        ProduceRequest request = cluster.ProduceRequest("t", Batch.Of("a"));
        request.TimeoutMs = 1000;

        leader.Send(request);
        cluster.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, leader.AnswerCount);
        cluster.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(KafkaErrorCode.RequestTimedOut, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(1, cluster.Partition("t").Log.End);
    }

    [Fact]
    public void One_follower_that_has_the_record_is_not_all_of_them()
    {
        TestCluster cluster = Delayed();
        Lag(cluster, cluster.Partition("t"), 3);
        ModelClient leader = cluster.Leader("t");

        leader.Send(cluster.ProduceRequest("t", Batch.Of("a")));
        cluster.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 0), (cluster.Partition("t").ReplicaOn(2)!.End, cluster.Partition("t").HighWatermark));
        Assert.Equal(0, leader.AnswerCount);
        cluster.Do(model => model.Replicator.SetLagging(cluster.Partition("t"), cluster.Partition("t").ReplicaOn(3)!, lagging: false));

        Assert.Equal(KafkaErrorCode.None, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public void A_follower_that_lags_leaves_and_the_rest_acknowledges()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t", replicas: 2);
        Lag(cluster, partition, 2);
        ModelClient leader = cluster.Leader("t");
        ProduceRequest request = cluster.ProduceRequest("t", Batch.Of("a"));
        request.TimeoutMs = 60_000;

        leader.Send(request);
        cluster.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(KafkaErrorCode.None, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(1, partition.InSyncCount);
        cluster.Do(model => model.Replicator.SetLagging(partition, partition.ReplicaOn(2)!, lagging: false));
        Assert.Equal(2, partition.InSyncCount);
    }

    [Fact]
    public void Too_few_replicas_refuse_acks_all_before_and_after_the_append()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t", replicas: 2, configuration: ("min.insync.replicas", "2"));
        Lag(cluster, partition, 2);
        ModelClient leader = cluster.Leader("t");
        ProduceRequest request = cluster.ProduceRequest("t", Batch.Of("a"));
        request.TimeoutMs = 60_000;

        leader.Send(request);
        cluster.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(KafkaErrorCode.NotEnoughReplicasAfterAppend, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(KafkaErrorCode.NotEnoughReplicas, cluster.Produce("t", Batch.Of("b")).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, cluster.Produce("t", Batch.Of("c"), acks: 1).ErrorCode);
    }

    [Fact]
    public void A_leader_that_moves_answers_who_waits()
    {
        TestCluster cluster = Delayed();
        ModelClient leader = cluster.Leader("t");

        leader.Send(cluster.ProduceRequest("t", Batch.Of("a")));
        cluster.Do(model => model.Replicator.SetLeader(cluster.Partition("t"), 2));

        Assert.Equal(KafkaErrorCode.NotLeaderForPartition, leader.Next<ProduceResponse>().Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(0, cluster.Partition("t").Log.End);
    }

    [Fact]
    public void Without_another_replica_a_partition_waits_for_its_broker_and_keeps_its_records()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        cluster.Produce("t", Batch.Of("a"));

        cluster.Do(model => model.StopBroker(1));
        MetadataResponse without = cluster.Client(2).Ask<MetadataResponse>(new MetadataRequest { Topics = null });
        cluster.Do(model => model.StartBroker(1));

        Assert.Equal((-1, KafkaErrorCode.LeaderNotAvailable), (without.Topics[0].Partitions[0].LeaderId, without.Topics[0].Partitions[0].ErrorCode));
        Assert.Equal([2, 3], without.Brokers.Select(broker => broker.NodeId));
        Assert.Equal(["a"], cluster.Values("t"));
    }

    [Fact]
    public void A_crash_takes_the_tail_that_was_not_flushed()
    {
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, FlushOnAppend = false });
        cluster.Create("t");
        cluster.Produce("t", Batch.Idempotent(7, 0, 0, "flushed"));
        cluster.Do(model => model.Flush(1));
        cluster.Produce("t", Batch.Idempotent(7, 0, 1, "lost"));

        cluster.Do(model => model.StopBroker(1, loseUnflushed: true));
        cluster.Do(model => model.StartBroker(1));

        Assert.Equal(["flushed"], cluster.Values("t"));
        Assert.Equal(1, cluster.Produce("t", Batch.Idempotent(7, 0, 1, "again")).BaseOffset);
    }

    [Fact]
    public void Only_a_replica_in_sync_becomes_leader_unless_the_topic_allows_others()
    {
        TestCluster cluster = new();
        Partition strict = cluster.Create("strict", replicas: 2);
        Partition lax = cluster.Create("lax", replicas: 2, configuration: ("unclean.leader.election.enable", "true"));
        Lag(cluster, strict, 2);
        Lag(cluster, lax, 2);
        cluster.Advance(TimeSpan.FromSeconds(30));
        cluster.Produce("strict", Batch.Of("a"));
        cluster.Produce("lax", Batch.Of("a"));

        cluster.Do(model => model.StopBroker(1));

        Assert.Null(strict.Leader);
        Assert.Equal(2, lax.Leader);
        Assert.Equal(0, lax.Log.End);
    }

    [Fact]
    public void The_end_of_a_leaders_epoch_is_known()
    {
        TestCluster cluster = new();
        cluster.Create("t", replicas: 3);
        cluster.Produce("t", Batch.Of("a", "b"));
        cluster.Do(model => model.Replicator.SetLeader(cluster.Partition("t"), 2));
        cluster.Produce("t", Batch.Of("c"));

        OffsetForLeaderEpochResponse.Partition ended = cluster.Leader("t").Ask<OffsetForLeaderEpochResponse>(new OffsetForLeaderEpochRequest
        {
            Topics = [new() { Name = "t", Partitions = [new() { Index = 0, LeaderEpoch = 0 }] }],
        }).Topics[0].Partitions[0];

        Assert.Equal((0, 2), (ended.LeaderEpoch, ended.EndOffset));
        FetchRequest stale = cluster.FetchRequest("t");
        stale.Topics[0].Partitions[0].CurrentLeaderEpoch = 0;
        Assert.Equal(KafkaErrorCode.FencedLeaderEpoch, cluster.Leader("t").Ask<FetchResponse>(stale).Topics[0].Partitions[0].ErrorCode);
        stale.Topics[0].Partitions[0].CurrentLeaderEpoch = 9;
        Assert.Equal(KafkaErrorCode.UnknownLeaderEpoch, cluster.Leader("t").Ask<FetchResponse>(stale).Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public void A_lost_leader_is_replaced_after_the_election_delay()
    {
        TestCluster cluster = new(() => new ClusterSettings { StartedAt = TestCluster.Start, ElectionDelay = TimeSpan.FromSeconds(9) });
        Partition partition = cluster.Create("t", replicas: 3);

        cluster.Do(model => model.StopBroker(1));
        cluster.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(1, partition.Leader);
        cluster.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, partition.Leader);
    }

    [Fact]
    public void A_leader_that_is_back_before_an_election_without_its_tail_does_not_lead()
    {
        TestCluster cluster = new(() => new ClusterSettings
        {
            StartedAt = TestCluster.Start,
            ElectionDelay = TimeSpan.FromSeconds(9),
            FlushOnAppend = false,
        });
        Partition partition = cluster.Create("t", replicas: 3);
        cluster.Produce("t", Batch.Of("acknowledged"));

        cluster.Do(model => model.StopBroker(1, loseUnflushed: true));
        cluster.Advance(TimeSpan.FromSeconds(1));
        cluster.Do(model => model.StartBroker(1));

        Assert.Equal(2, partition.Leader);
        Assert.Equal(3, partition.InSyncCount);
        Assert.Equal(["acknowledged"], cluster.Values("t"));
    }

    private static TestCluster Delayed()
    {
        TestCluster cluster = new(() => new ClusterSettings { StartedAt = TestCluster.Start, ReplicationDelay = TimeSpan.FromMilliseconds(10) });
        cluster.Create("t", replicas: 3);
        return cluster;
    }

    private static void Lag(TestCluster cluster, Partition partition, int broker) =>
        cluster.Do(model => model.Replicator.SetLagging(partition, partition.ReplicaOn(broker)!, lagging: true));
}
