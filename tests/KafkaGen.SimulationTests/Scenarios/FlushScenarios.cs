using KafkaGen.Accumulating;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>A flush waits for what was appended before it: for all of it, and for nothing else.</summary>
public sealed class FlushScenarios
{
    [Fact]
    public void Flush_under_constant_load_ends()
    {
        var stage = Stage.Open(settings => settings with { Linger = 50 });
        void Load()
        {
            stage.Append();
            stage.Simulation.In(1, Load);
        }

        Load();
        stage.Run(100);
        FlushOperation flush = stage.Simulation.Flush();
        stage.RunUntil(() => flush.Task.IsCompleted, within: 100);

        Assert.True(stage.Simulation.Ledger.Open > 0, "The load has ended, too.");
    }

    [Fact]
    public void Flush_sends_what_is_open_and_leaves_later_records_to_their_linger()
    {
        var stage = Stage.Open(settings => settings with { Linger = 60_000 });
        int before = stage.Append();
        FlushOperation flush = stage.Simulation.Flush();
        int after = stage.Append();

        stage.RunUntil(() => flush.Task.IsCompleted);

        stage.Acknowledged(before);
        stage.Run(1_000);
        Assert.False(stage.Simulation.Ledger.IsAnswered(after));
        stage.Run(60_000);
        stage.Acknowledged(after);
        stage.Finish();
    }

    [Fact]
    public void Flush_of_nothing_ends_at_once() => Assert.True(Stage.Open().Simulation.Flush().Task.IsCompleted);

    [Fact]
    public void Callers_that_flush_whenever_they_are_answered_do_no_harm()
    {
        var stage = Stage.Open(settings => settings with { Linger = 60_000 }, partitions: 3);
        List<FlushOperation> flushes = [stage.Simulation.Flush()];
        int answered = 0;
        stage.Simulation.Turned = () =>
        {
            int count = stage.Simulation.Ledger.Acknowledged;
            if (count > answered && flushes.Count < 100)
            {
                answered = count;
                stage.Append(count % 3);
                flushes.Add(stage.Simulation.Flush());
            }
        };
        stage.AppendBatch();

        stage.RunUntil(() => flushes.Count == 100, within: 60_000);
        stage.Finish();

        Assert.All(flushes, static flush => Assert.True(flush.Task.IsCompleted));
    }

    [Fact]
    public void Flush_waits_for_both_halves_of_a_batch_that_was_too_large()
    {
        var stage = Stage.Open(settings => settings with { Linger = 60_000 }, configuration: ("max.message.bytes", "600"));
        for (int i = 0; i < 10; i++)
        {
            stage.Append(size: 100);
        }

        FlushOperation flush = stage.Simulation.Flush();
        stage.RunUntil(() => flush.Task.IsCompleted);

        Assert.Equal(10, stage.Simulation.Ledger.Acknowledged);
        stage.Finish();
    }

    [Fact]
    public void Flush_ends_when_its_records_are_given_up()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 2_000 });
        stage.Fault(FaultKind.DropRequest);
        stage.Append();
        FlushOperation flush = stage.Simulation.Flush();

        stage.Run(1_900);
        Assert.False(flush.Task.IsCompleted);
        stage.Run(200);

        Assert.True(flush.Task.IsCompleted);
        stage.Finish();
    }
}
