namespace KafkaGen.SimulationTests;

/// <summary>A few hundred seeds of trouble. <c>./build.sh simulate</c> runs as many as one likes.</summary>
public sealed class RandomTests
{
    private const int Seeds = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    [InlineData(2_001)]
    [InlineData(3_001)]
    [InlineData(4_001)]
    [InlineData(5_001)]
    [InlineData(6_001)]
    [InlineData(7_001)]
    public void Nothing_is_lost_doubled_reordered_or_mislabelled(int first)
    {
        long records = 0;
        for (int seed = first; seed < first + Seeds; seed++)
        {
            // It throws a message with the seed and the command that repeats it.
            records += RandomRun.Run(seed).Ledger.Acknowledged;
        }

        Assert.True(records > Seeds * 50, $"Only {records} records were acknowledged, too few to show anything.");
    }
}
