using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>Connections that come and go.</summary>
public sealed class ConnectionScenarios
{
    [Fact]
    public void Closing_during_the_first_connect_answers_everything_and_leaves_no_connection()
    {
        var stage = Stage.Open();
        int record = stage.Append();
        CutAll(stage);
        stage.Simulation.Network.LongestDelay = 200;
        int before = stage.Simulation.Network.ConnectionsTried;
        stage.RunUntil(() => stage.Simulation.Network.ConnectionsTried > before);
        stage.Simulation.Brain.End(KafkaErrorCode.LocalDestroy, "the client was closed.");
        stage.Run(5_000);

        Assert.Equal((KafkaErrorCode.LocalDestroy, RecordPersistence.NotPersisted), (stage.Failed(record).Code, stage.Failed(record).Status));
        Assert.Empty(stage.Simulation.Network.Connections);
        ProduceException late = Assert.Throws<ProduceException>(() => stage.Append());
        Assert.Equal(KafkaErrorCode.LocalDestroy, late.Code);
    }

    [Fact]
    public void Closing_before_anything_is_known_ends()
    {
        var stage = Stage.Open(untilKnown: false);
        stage.Run(0);
        stage.Simulation.Brain.End(KafkaErrorCode.LocalDestroy, "the client was closed.");
        stage.Run(5_000);

        Assert.Empty(stage.Simulation.Network.Connections);
        Assert.Empty(stage.Sender.Queues);
    }

    [Fact]
    public void An_idle_connection_that_the_broker_closed_is_no_failure()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Run(600_000);
        foreach (SimulatedConnection connection in stage.Simulation.Network.Connections.ToArray())
        {
            connection.CloseByBroker();
        }

        stage.Run(10);
        Assert.Empty(stage.Simulation.Network.Connections);
        int record = stage.Append();

        // No backoff: an exchange of versions, and the record.
        stage.RunUntil(() => stage.Simulation.Ledger.IsAnswered(record), within: 40);
        stage.Acknowledged(record);
        Assert.DoesNotContain(stage.Simulation.Trace, static line => line.Contains(nameof(BrainNoteKind.Disconnected), StringComparison.Ordinal));
        stage.Finish();
    }

    [Fact]
    public void A_connection_that_was_given_up_is_told_of_once_and_by_its_reason()
    {
        var stage = Stage.Open(settings => settings with { RequestTimeout = 1_000, DeliveryTimeout = 1_500 });
        stage.Warm();
        stage.Fault(FaultKind.DropRequest, times: 2);
        int record = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Contains("it did not answer a Produce request within request.timeout.ms", stage.Failed(record).Reason, StringComparison.Ordinal);
        Assert.Single(stage.Simulation.Trace, static line => line.Contains(nameof(BrainNoteKind.RequestTimedOut), StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Simulation.Trace, static line => line.Contains(nameof(BrainNoteKind.Disconnected), StringComparison.Ordinal));
        stage.Finish();
    }

    [Fact]
    public void A_broker_that_is_down_is_tried_at_growing_intervals()
    {
        const int First = 100;
        const int Largest = 2_000;
        var stage = Stage.Open(settings => settings with { ReconnectBackoff = First, MaxReconnectBackoff = Largest }, untilKnown: false);

        // The other brokers go on to say that it leads; otherwise nobody would want to connect to it.
        MetadataResponse? known = null;
        stage.Simulation.Network.Metadata.Change = answer => known ??= answer;
        stage.RunUntil(() => stage.Sender.Queues.Length == 1);
        stage.Warm();
        int leader = stage.Partition().Leader!.Value;
        List<long> tried = [];
        stage.Simulation.Network.Connecting = link =>
        {
            if (link.Node == leader)
            {
                tried.Add(stage.Now);
            }
        };
        stage.Simulation.Change("the leader stops", () => stage.Simulation.Cluster.StopBroker(leader));
        stage.Run(10);
        int record = stage.Append();
        stage.Run(20_000);

        // Each begins with the refusal, which takes a few milliseconds to arrive.
        long[] intervals = [.. tried.Zip(tried.Skip(1), static (one, next) => next - one)];
        Assert.All(intervals, (interval, failures) =>
        {
            double expected = Math.Min(Largest, First * Math.Pow(2, failures));
            Assert.InRange(interval, 0.8 * expected, (1.2 * expected) + stage.Simulation.Network.LongestDelay + 1);
        });
        long[] largest = [.. intervals.Skip(5)];
        Assert.InRange(largest.Length, 6, 12);
        Assert.True(largest.Max() - largest.Min() > Largest / 10, $"there is no jitter in {string.Join(", ", largest)}");

        stage.Simulation.Network.Metadata.Change = null;
        stage.Simulation.Change("it starts", () => stage.Simulation.Cluster.StartBroker(leader));
        stage.RunUntilAnswered(within: 10_000);
        stage.Acknowledged(record);
        stage.Finish();
    }

    [Fact]
    public void When_all_known_brokers_are_gone_the_first_addresses_are_tried_again()
    {
        var stage = Stage.Open(settings => settings with { Bootstrap = [("bootstrap", 1)] }, untilKnown: false);
        stage.Simulation.Network.Alias = ("bootstrap", 2);
        stage.RunUntil(() => stage.Sender.Queues.Length == 1);
        stage.Warm();
        stage.Simulation.Change("all brokers move to other addresses", () =>
        {
            foreach (BrokerNode broker in stage.Simulation.Cluster.Brokers)
            {
                stage.Simulation.Cluster.StopBroker(broker.Id);
                broker.Port += 1_000;
                stage.Simulation.Cluster.StartBroker(broker.Id);
            }
        });
        int record = stage.Append();

        stage.RunUntilAnswered(within: 20_000);

        stage.Acknowledged(record);
        stage.Finish();
    }

    [Fact]
    public void A_port_that_another_broker_has_now_gets_nothing_that_is_stored_in_the_wrong_place()
    {
        var stage = Stage.Open(partitions: 3, replicas: 3);
        stage.Warm();
        BrokerNode[] brokers = [.. stage.Simulation.Cluster.Brokers];
        stage.Simulation.Change("brokers 1 and 2 change their addresses", () =>
        {
            stage.Simulation.Cluster.StopBroker(1);
            stage.Simulation.Cluster.StopBroker(2);
            (brokers[0].Port, brokers[1].Port) = (brokers[1].Port, brokers[0].Port);
            stage.Simulation.Cluster.StartBroker(1);
            stage.Simulation.Cluster.StartBroker(2);
            for (int index = 0; index < 3; index++)
            {
                stage.Simulation.Cluster.Replicator.SetLeader(stage.Partition(index), index + 1);
            }
        });
        int[] records = [stage.Append(partition: 0), stage.Append(partition: 1), stage.Append(partition: 2)];

        stage.RunUntilAnswered();

        Assert.All(records, record => stage.Acknowledged(record));
        stage.Finish();
    }

    [Fact]
    public void A_broker_that_knows_only_the_first_version_of_ApiVersions_is_asked_in_it()
    {
        var stage = Stage.Open(untilKnown: false);
        stage.Simulation.Cluster.ApiLimits.Cap(ApiKey.ApiVersions, 0);
        stage.RunUntil(() => stage.Sender.Queues.Length == 1);
        int record = stage.Append();

        stage.RunUntilAnswered();

        stage.Acknowledged(record);
        stage.Finish();
    }

    [Theory]
    [InlineData(nameof(FaultKind.Close))]
    [InlineData(nameof(FaultKind.CloseAfter))]
    [InlineData(nameof(FaultKind.DropRequest))]
    [InlineData(nameof(FaultKind.DropAnswer))]
    public void Whatever_is_lost_on_a_connection_is_sent_again_over_the_next(string kind)
    {
        var stage = Stage.Open(settings => settings with { RequestTimeout = 1_000 });
        stage.Warm();
        stage.Fault(Enum.Parse<FaultKind>(kind));
        int[] records = [.. Enumerable.Range(0, 3).Select(_ => stage.AppendBatch())];

        stage.RunUntilAnswered();

        Assert.Equal([1L, 2, 3], records.Select(record => stage.Acknowledged(record).Offset));
        Assert.Equal(1, stage.Simulation.Network.ConnectionsLost);
        stage.Finish();
    }

    [Fact]
    public void A_request_that_arrives_after_its_repetition_is_not_stored_again()
    {
        var stage = Stage.Open();
        stage.Warm();
        stage.Simulation.Network.LongestLateness = 2_000;
        for (int i = 0; i < 50; i++)
        {
            stage.AppendBatch();
            stage.Run(2);
            CutAll(stage);
            stage.RunUntilAnswered();
        }

        stage.Simulation.Network.LongestLateness = 0;
        Assert.Equal(51, stage.Simulation.Ledger.Acknowledged);
        stage.Finish();
    }

    private static void CutAll(Stage stage)
    {
        foreach (SimulatedConnection connection in stage.Simulation.Network.Connections.ToArray())
        {
            connection.Cut("the network cut it");
        }
    }
}
