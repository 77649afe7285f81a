using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Sending.Brain;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>Topics that come, grow, move and go, and answers about them that are old or incomplete.</summary>
public sealed class TopicScenarios
{
    [Fact]
    public void Answers_without_partitions_during_a_rolling_restart_change_nothing()
    {
        var stage = Stage.Open(partitions: 3, replicas: 3);
        stage.Warm();
        MetadataFilter metadata = stage.Simulation.Network.Metadata;
        long end = metadata.EmptyUntil = stage.Now + 10_000;
        List<int> records = [stage.Append(partition: 1), stage.Append(partition: 2)];

        for (int index = 0; metadata.Emptied < 3; index++)
        {
            if (index % 25 == 0)
            {
                // The broker that does not lead any more names the one that does, and the sender asks for the rest.
                int next = (LeaderOf(0) % 3) + 1;
                stage.Simulation.Change("a leader moves", () => stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(0), next));
            }

            Assert.True(stage.Now < end, $"there were {metadata.Emptied} answers without partitions");
            records.Add(stage.Append(partition: index % 3));
            stage.Run(20);
        }

        records.AddRange([stage.Append(partition: 0), stage.Append(partition: 1), stage.Append(partition: 2)]);
        stage.RunUntilAnswered();

        Assert.True(stage.Now < end, "they were answered when answers had partitions again");
        AssertNothingChanged();
        Assert.All(records, record => stage.Acknowledged(record));
        stage.Finish();

        void AssertNothingChanged()
        {
            Assert.Equal(3, stage.Sender.Queues.Length);
            Assert.All(stage.Sender.Partitions, (partition, index) => Assert.Equal(LeaderOf(index), partition.Leader));
        }

        int LeaderOf(int index) => stage.Partition(index).Leader!.Value;
    }

    [Fact]
    public void A_topic_that_is_opened_while_an_answer_is_on_its_way_is_asked_for_next()
    {
        var stage = Stage.Open(untilKnown: false);
        stage.Simulation.CreateTopic("late", partitions: 1, replicas: 1);
        TopicSender? late = null;
        stage.Simulation.Network.Metadata.Change = answer =>
        {
            late ??= stage.Simulation.Brain.OpenTopic("late");
            return answer;
        };

        stage.RunUntil(() => late?.Queues.Length == 1);

        stage.Finish();
    }

    [Fact]
    public void A_partition_without_a_leader_is_asked_for_however_many_answers_have_no_partitions()
    {
        var stage = Stage.Open(partitions: 3);
        stage.Warm();
        stage.Simulation.Change("broker 3 stops", () => stage.Simulation.Cluster.StopBroker(3));
        int record = stage.Append(partition: 2);
        stage.Run(1_000);
        stage.Simulation.Network.Metadata.EmptyUntil = stage.Now + 10_000;
        stage.Run(10_000);
        stage.Simulation.Change("broker 3 starts", () => stage.Simulation.Cluster.StartBroker(3));

        stage.RunUntilAnswered();

        stage.Acknowledged(record);
        stage.Finish();
    }

    [Fact]
    public void A_leader_without_an_address_is_waited_for()
    {
        var stage = Stage.Open(untilKnown: false, replicas: 3);
        int leader = stage.Partition().Leader!.Value;
        stage.Simulation.Network.Metadata.Hidden = leader;
        stage.RunUntil(() => stage.Sender.Queues.Length == 1);
        int record = stage.Append();
        stage.Run(3_000);
        Assert.Empty(stage.Requests);

        stage.Simulation.Network.Metadata.Hidden = null;
        stage.RunUntilAnswered();

        stage.Acknowledged(record);
        stage.Finish();
    }

    [Fact]
    public void An_old_answer_does_not_bring_an_old_leader_back()
    {
        var stage = Stage.Open(untilKnown: false, replicas: 3);
        MetadataResponse? old = null;
        stage.Simulation.Network.Metadata.Change = answer => old ??= answer;
        stage.RunUntil(() => stage.Sender.Queues.Length == 1);
        stage.Warm();
        stage.Simulation.Change("the leader moves", () => stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(), 2));

        // Who leads now is told with the refusal (KIP-951), and what answers about the cluster say from then on is older.
        for (int i = 0; i < 10; i++)
        {
            stage.AppendBatch();
            stage.Run(500);
        }

        Assert.Equal(0, stage.Simulation.Ledger.Open);
        Assert.Single(stage.Requests, static request => request.Broker == 1);
        stage.Finish();
    }

    [Theory]
    [InlineData(short.MaxValue)]
    [InlineData((short)12)]
    public void A_topic_that_is_deleted_and_created_again_while_batches_are_in_flight_goes_on(short produceVersion)
    {
        var stage = Stage.Open(untilKnown: false, partitions: 2);
        stage.Simulation.Cluster.ApiLimits.Cap(ApiKey.Produce, produceVersion);
        stage.RunUntil(() => stage.Sender.Queues.Length == 2);
        stage.Warm();
        for (int i = 0; i < 40; i++)
        {
            stage.Append(partition: i % 2);
            stage.Run(3);
            if (i == 20)
            {
                stage.Simulation.DeleteTopic(Simulation.TopicName);
                stage.Simulation.In(500, () => stage.Simulation.CreateTopic(Simulation.TopicName, 2, 1));
            }
        }

        stage.RunUntilAnswered(within: 60_000);
        int[] records = [stage.AppendBatch(partition: 0), stage.AppendBatch(partition: 1)];
        stage.RunUntilAnswered();

        Assert.All(records, record => stage.Acknowledged(record));
        stage.Finish();
    }

    [Fact]
    public void Nothing_is_written_by_mistake_to_a_topic_that_has_another_ones_name()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Simulation.DeleteTopic(Simulation.TopicName);
        stage.Simulation.CreateTopic(1, 1);
        int record = stage.AppendBatch();
        stage.Run(5);

        // It named the topic by its id, and was refused.
        Assert.Equal(0, stage.Partition().Log.End);
        stage.RunUntilAnswered();
        Assert.Equal(0, stage.Acknowledged(record).Offset);
        stage.Finish();
    }

    [Fact]
    public void Records_for_a_topic_that_stays_away_fail_with_the_reason()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 3_000 });
        stage.Warm();
        stage.Simulation.DeleteTopic(Simulation.TopicName);
        int record = stage.AppendBatch();

        stage.Run(4_000);

        Assert.Contains(Simulation.TopicName, stage.Failed(record).Message, StringComparison.Ordinal);
        stage.Finish();
    }

    [Fact]
    public void Records_for_a_partition_that_a_smaller_topic_does_not_have_fail_and_keep_nobody_else()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 5_000 }, partitions: 2);
        stage.Warm();
        stage.Simulation.DeleteTopic(Simulation.TopicName);
        stage.Simulation.CreateTopic(1, 1);
        stage.AppendBatch(partition: 0);
        stage.Run(3_000);
        int there = stage.AppendBatch(partition: 0);
        int gone = stage.AppendBatch(partition: 1);

        stage.RunUntilAnswered(within: 6_000);

        stage.Acknowledged(there);
        Assert.Equal(RecordPersistence.NotPersisted, stage.Failed(gone).Status);
        stage.Finish();
    }

    [Fact]
    public void A_topic_that_does_not_exist_yet_is_asked_for_until_it_does()
    {
        var stage = Stage.Open();
        Sending.Brain.TopicSender other = stage.Simulation.Brain.OpenTopic("other");
        stage.Run(3_000);
        Assert.Empty(other.Queues);

        stage.Simulation.CreateTopic("other", 2, 1);
        stage.RunUntil(() => other.Queues.Length == 2);
        Assert.True(stage.Simulation.Append(other, 1, 20));
        stage.RunUntilAnswered();

        Assert.Equal(1, stage.Simulation.Ledger.Acknowledged);
        stage.Finish();
    }

    [Fact]
    public void A_topic_that_is_opened_while_others_are_asked_about_is_asked_about_next()
    {
        var stage = Stage.Open(untilKnown: false);
        stage.Simulation.CreateTopic("other", 2, 1);
        bool isAsked = false;
        stage.Simulation.Network.Sent += (_, request) => isAsked |= request is MetadataRequest;
        stage.RunUntil(() => isAsked);
        Assert.Empty(stage.Sender.Queues);

        Sending.Brain.TopicSender other = stage.Simulation.Brain.OpenTopic("other");
        stage.RunUntil(() => other.Queues.Length == 2, within: 100);

        Assert.Single(stage.Sender.Queues);
        stage.Finish();
    }

    [Fact]
    public void Partitions_that_are_added_are_seen_and_used()
    {
        var stage = Stage.Open(settings => settings with { MetadataMaxAge = 10_000 });
        stage.Warm();
        stage.Simulation.Change("the topic grows", () => stage.Simulation.Cluster.Topics.Grow(stage.Topic, 3));
        stage.RunUntil(() => stage.Sender.Queues.Length == 3, within: 11_000);
        int record = stage.Append(partition: 2);

        stage.RunUntilAnswered();

        Assert.Equal(0, stage.Acknowledged(record).Offset);
        stage.Finish();
    }

    [Fact]
    public void A_leader_that_moves_under_load_costs_nothing()
    {
        var stage = Stage.Open(settings => settings with { BatchSize = 300 }, partitions: 3, replicas: 3, replicationDelay: TimeSpan.FromMilliseconds(3));
        stage.Warm();
        for (int i = 0; i < 600; i++)
        {
            stage.Append(partition: i % 3);
            if (i % 10 == 0)
            {
                stage.Run(5);
            }

            if (i % 60 == 0)
            {
                stage.Simulation.Change("a leader moves", () => stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(i / 60 % 3), 1 + (i / 60 % 2)));
            }
        }

        stage.RunUntilAnswered(within: 60_000);

        Assert.Equal(0, stage.Simulation.Ledger.Failed);
        stage.Finish();
    }
}
