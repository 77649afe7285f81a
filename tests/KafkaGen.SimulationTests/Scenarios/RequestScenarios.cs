using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>What goes into a request, when, and what it costs to find out.</summary>
public sealed class RequestScenarios
{
    [Fact]
    public void What_is_not_due_goes_along_with_what_is()
    {
        var stage = Stage.Open(settings => settings with { Linger = 1_000 }, partitions: 6);
        stage.Warm();
        stage.Append(partition: 0);
        stage.Run(900);
        int later = stage.Append(partition: 3);

        stage.Run(120);

        // Both are led by the same broker, and the second would have had another 880 ms.
        Assert.Equal([0, 3], Assert.Single(stage.Requests).Batches.Select(static batch => batch.Partition).Order());
        stage.Acknowledged(later);
        stage.Finish();
    }

    [Fact]
    public void What_backs_off_does_not_go_along()
    {
        var stage = Stage.Open(settings => settings with { RetryBackoff = 1_000, MaxRetryBackoff = 1_000 }, partitions: 6);
        stage.Warm();
        stage.Refuse(KafkaErrorCode.NotEnoughReplicas);
        stage.AppendBatch(partition: 0);
        stage.Run(50);
        stage.AppendBatch(partition: 3);
        stage.Run(50);

        Assert.Equal([[0], [3]], stage.Requests.Select(static request => request.Batches.Select(static batch => batch.Partition)));
        stage.RunUntilAnswered();
        stage.Finish();
    }

    [Fact]
    public void No_partition_starves_where_requests_have_no_place_for_all()
    {
        var stage = Stage.Open(settings => settings with { MaxRequestSize = 500, BatchSize = 400, MaxInFlight = 1 }, partitions: 12);
        stage.Warm();
        int leader = stage.Partition().Leader!.Value;
        for (int i = 0; i < 400; i++)
        {
            stage.Append(partition: 3 * (i % 4), size: 300);
        }

        stage.RunUntilAnswered(within: 60_000);

        // One batch fits: four partitions take turns, and none waits for more than two rounds.
        int[] order = [.. stage.Requests.Where(request => request.Broker == leader).Select(static request => Assert.Single(request.Batches).Partition)];
        Assert.Equal(400, order.Length);
        for (int i = 0; i + 8 <= order.Length - 8; i++)
        {
            Assert.Equal([0, 3, 6, 9], order[i..(i + 8)].Distinct().Order());
        }

        stage.Finish();
    }

    [Fact]
    public void Five_thousand_partitions_with_a_record_each_take_few_requests()
    {
        var stage = Stage.Open(settings => settings with { Linger = 20 }, partitions: 5_000, room: 64 * 1024 * 1024);
        for (int partition = 0; partition < 5_000; partition++)
        {
            stage.Append(partition);
        }

        stage.RunUntilAnswered();

        Assert.Equal(5_000, stage.Simulation.Ledger.Acknowledged);
        Assert.InRange(stage.Requests.Count, 3, 12);
        stage.Finish();
    }

    [Fact]
    public void Quiet_partitions_cost_nothing()
    {
        var stage = Stage.Open(partitions: 5_000, room: 64 * 1024 * 1024);
        stage.Warm();
        stage.Run(1_000);
        long before = stage.Simulation.Brain.Examined;
        for (int i = 0; i < 100; i++)
        {
            stage.Append(partition: 17);
            stage.RunUntilAnswered();
        }

        // An append, a request, an answer, and what was planned.
        Assert.InRange(stage.Simulation.Brain.Examined - before, 300, 1_000);
        stage.Finish();
    }

    [Fact]
    public void A_throttled_client_keeps_still()
    {
        var stage = Stage.Open(settings => settings with { BatchSize = 2_000 });
        stage.Warm();
        stage.Simulation.Cluster.Quotas.Set(produce: true, stage.Simulation.Network.ClientId, 1_000);
        for (int i = 0; i < 20; i++)
        {
            stage.Append(size: 500);
        }

        stage.RunUntilAnswered(within: 60_000);

        // Some 10 kB at 1 kB a second, beyond the second that is free.
        Assert.InRange(stage.Requests[^1].At - stage.Requests[0].At, 6_000, 12_000);
        Assert.Equal(21, stage.Simulation.Ledger.Acknowledged);
        Assert.Equal(0, stage.Simulation.Network.ConnectionsLost);
        stage.Finish();
    }

    [Fact]
    public void A_broker_that_stopped_reading_does_not_keep_the_others()
    {
        var stage = Stage.Open(partitions: 3);
        stage.Warm();
        int stuck = stage.Partition(0).Leader!.Value;
        stage.Simulation.Network.Pause(stuck, 20_000);
        int held = stage.AppendBatch(partition: 0);
        for (int i = 0; i < 100; i++)
        {
            int record = stage.Append(partition: 1 + (i % 2));
            stage.RunUntil(() => stage.Simulation.Ledger.IsAnswered(record), within: 50);
        }

        Assert.False(stage.Simulation.Ledger.IsAnswered(held));
        stage.RunUntilAnswered(within: 60_000);
        stage.Acknowledged(held);
        stage.Finish();
    }

    [Fact]
    public void A_record_of_acks_0_is_done_when_it_is_written()
    {
        var stage = Stage.Open(settings => settings with { Acks = 0, IsIdempotent = false });
        stage.Simulation.Ledger.MayDouble = true;
        int[] records = [.. Enumerable.Range(0, 10).Select(_ => stage.AppendBatch())];

        stage.RunUntilAnswered();

        Assert.All(records, record => Assert.Equal(-1, stage.Acknowledged(record).Offset));
        Assert.All(stage.Batches, static batch => Assert.Equal((-1L, -1), (batch.ProducerId, batch.Sequence)));
        Assert.Equal(10, stage.Partition().Log.End);
        stage.Finish();
    }

    [Fact]
    public void A_record_of_acks_0_is_done_while_an_earlier_request_has_no_answer()
    {
        var stage = Stage.Open(settings => settings with { Acks = 0, IsIdempotent = false, MetadataMaxAge = 5_000 }, partitions: 3);
        stage.Simulation.Ledger.MayDouble = true;
        stage.Warm();

        // With the first connection gone, the cluster is asked for over one that records go over, too, and the answer takes a second.
        SimulatedConnection[] first = [.. stage.Simulation.Network.Connections.Where(static connection => connection.Link.IsBootstrap)];
        Assert.NotEmpty(first);
        foreach (SimulatedConnection connection in first)
        {
            connection.CloseByBroker();
        }

        stage.Run(50);
        int lost = stage.Simulation.Network.ConnectionsLost;
        bool isAsked = false;
        stage.Simulation.Change("an answer about the cluster is late", () => stage.Simulation.Cluster.Faults.Add(new Fault(FaultKind.DelayAnswer)
        {
            Api = Protocol.ApiKey.Metadata,
            Delay = TimeSpan.FromSeconds(1),
            When = _ => isAsked = true,
        }));
        stage.RunUntil(() => isAsked, within: 20_000);
        int[] records = [stage.Append(partition: 0), stage.Append(partition: 1), stage.Append(partition: 2)];

        stage.RunUntilAnswered(within: 50);

        Assert.All(records, record => stage.Acknowledged(record));
        stage.Run(2_000);
        Assert.Equal(lost, stage.Simulation.Network.ConnectionsLost);
        stage.Finish();
    }

    [Fact]
    public void Without_idempotence_the_order_is_kept_by_sending_one_batch_at_a_time()
    {
        var stage = Stage.Open(settings => settings with { IsIdempotent = false });
        stage.Simulation.Ledger.MayDouble = true;
        stage.Warm();
        stage.Fault(FaultKind.CloseAfter);
        int[] records = [.. Enumerable.Range(0, 3).Select(_ => stage.AppendBatch())];

        stage.RunUntilAnswered();

        // The first was stored, and is stored again.
        Assert.Equal([2L, 3, 4], records.Select(record => stage.Acknowledged(record).Offset));
        stage.Finish();
    }
}
