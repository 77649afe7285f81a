namespace KafkaGen.SimulationTests;

/// <summary>A seed that failed has to fail again.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_is_the_same_run_to_the_last_answer()
    {
        for (int seed = 500; seed < 530; seed++)
        {
            Simulation first = RandomRun.Run(seed, isTraced: true);
            Simulation second = RandomRun.Run(seed, isTraced: true);

            Assert.Equal(first.Trace, second.Trace);
            Assert.Equal(first.Turns, second.Turns);
            Assert.Equal(first.Brain.Examined, second.Brain.Examined);
            Assert.Equal(first.Ledger.Answers(), second.Ledger.Answers());
        }
    }

    [Fact]
    public void Another_seed_is_another_run() => Assert.NotEqual(RandomRun.Run(1, isTraced: true).Trace, RandomRun.Run(2, isTraced: true).Trace);
}
