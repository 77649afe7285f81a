using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>Timeouts, and clocks that do what clocks do.</summary>
public sealed class TimeScenarios
{
    [Fact]
    public void A_record_that_was_never_sent_expires_as_not_persisted()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 2_000 });
        stage.Simulation.Change("all brokers stop", () => stage.Simulation.Cluster.Brokers.ToList().ForEach(broker => stage.Simulation.Cluster.StopBroker(broker.Id)));
        int record = stage.Append();

        stage.Run(1_990);
        Assert.False(stage.Simulation.Ledger.IsAnswered(record));
        stage.Run(20);

        Assert.Equal((RecordPersistence.NotPersisted, KafkaErrorCode.LocalMsgTimedOut), (stage.Failed(record).Status, stage.Failed(record).Code));
        stage.Finish();
    }

    [Fact]
    public void An_answer_that_comes_after_its_record_expired_counts_for_the_numbers_and_for_nobody_else()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 1_000, RequestTimeout = 30_000 });
        stage.Warm();
        stage.Fault(FaultKind.DelayAnswer, delay: 1_500);
        int record = stage.AppendBatch();
        stage.Run(1_200);
        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(record).Status);
        Assert.True(stage.Simulation.Room.Taken > 0, "A request that is on the wire still reads its memory.");

        // It is appended while nobody knows whether the first is stored, and goes on under its numbers when that is known.
        int next = stage.AppendBatch();
        stage.Run(200);
        Assert.Single(stage.Requests);
        stage.RunUntilAnswered();

        Assert.Equal(2, stage.Acknowledged(next).Offset);
        Assert.Equal((0, 2), stage.Batches.Select(static batch => ((int)batch.Epoch, batch.Sequence)).Last());
        Assert.Equal(0, stage.Simulation.Room.Taken);
        stage.Finish();
    }

    [Fact]
    public void A_record_that_expired_and_was_never_answered_leaves_its_partition_with_a_new_epoch()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 1_000, RequestTimeout = 2_000 });
        stage.Warm();
        stage.Fault(FaultKind.DropRequest);
        int record = stage.AppendBatch();
        stage.Run(1_500);
        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(record).Status);
        int next = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Equal(1, stage.Acknowledged(next).Offset);
        Assert.Equal((1, 0), stage.Batches.Select(static batch => ((int)batch.Epoch, batch.Sequence)).Last());
        stage.Finish();
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_by_an_hour_delays_nothing()
    {
        var stage = Stage.Open(settings => settings with { Linger = 50, DeliveryTimeout = 2_000 });
        stage.Warm();
        long before = stage.Simulation.Clock.WallMilliseconds;
        int first = stage.Append();
        stage.Simulation.Clock.Shift = -3_600_000;
        int second = stage.Append();

        stage.Run(100);

        // Both in one batch, the second with a time before the first.
        Assert.Equal(1, stage.Acknowledged(first).Offset);
        Assert.Equal(2, stage.Acknowledged(second).Offset);
        Assert.Equal(before - 3_600_000, stage.Acknowledged(second).Timestamp.ToUnixTimeMilliseconds());
        Assert.Single(stage.Requests);
        stage.Finish();
    }

    [Fact]
    public void A_laptop_that_slept_for_ten_minutes_gives_up_what_is_old_and_goes_on()
    {
        var stage = Stage.Open(settings => settings with { Linger = 1_000 }, partitions: 2);
        stage.Warm();
        stage.Fault(FaultKind.DropAnswer);
        int onWire = stage.AppendBatch(partition: 0);
        stage.Run(100);
        int lingering = stage.Append(partition: 1);
        stage.Simulation.Suspend(600_000);
        stage.Run(0);

        Assert.Equal(RecordPersistence.PossiblyPersisted, stage.Failed(onWire).Status);
        Assert.Equal(RecordPersistence.NotPersisted, stage.Failed(lingering).Status);
        int[] next = [stage.AppendBatch(partition: 0), stage.AppendBatch(partition: 1)];
        stage.RunUntilAnswered();
        Assert.All(next, record => stage.Acknowledged(record));
        stage.Finish();
    }

    [Fact]
    public void Records_have_the_times_that_their_callers_gave_them()
    {
        var stage = Stage.Open(settings => settings with { Linger = 50 });
        long time = VirtualClock.Start.ToUnixTimeMilliseconds();
        int[] records = [stage.Append(timestamp: time), stage.Append(timestamp: time), stage.Append(timestamp: time - 5_000), stage.Append(timestamp: time)];

        stage.RunUntilAnswered();

        Assert.Equal([0L, 0, -5_000, 0], records.Select(record => stage.Acknowledged(record).Timestamp.ToUnixTimeMilliseconds() - time));
        stage.Finish();
    }

    [Fact]
    public void Topics_with_the_brokers_time_answer_with_it()
    {
        var stage = Stage.Open(configuration: ("message.timestamp.type", "LogAppendTime"));
        stage.Simulation.Cluster.ClockShift = TimeSpan.FromMinutes(5);
        int record = stage.AppendBatch();

        stage.RunUntilAnswered();

        Assert.Equal(RecordTimestampType.LogAppendTime, stage.Acknowledged(record).TimestampType);
        Assert.InRange(stage.Acknowledged(record).Timestamp, VirtualClock.Start.AddMinutes(5), VirtualClock.Start.AddMinutes(6));
        stage.Finish();
    }
}
