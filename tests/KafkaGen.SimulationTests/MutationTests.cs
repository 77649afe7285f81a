using KafkaGen.Sending.Brain;

namespace KafkaGen.SimulationTests;

/// <summary>Each rule of delivery is broken on purpose, and the simulation has to notice within a thousand seeds.</summary>
public sealed class MutationTests
{
    private const int MostSeeds = 1_000;

    /// <param name="rule">The rule.</param>
    /// <param name="first">The first seed that is tried. A seed that noticed once is a good one to begin with; after a change of the simulation others do it.</param>
    [Theory]
    [InlineData(nameof(BrokenRule.PipelineBeforeFirstAcknowledgement), 611)]
    [InlineData(nameof(BrokenRule.OutrunMemory), 1316)]
    [InlineData(nameof(BrokenRule.OvertakeRetries), 28)]
    [InlineData(nameof(BrokenRule.ConcludeAcknowledgements), 9)]
    [InlineData(nameof(BrokenRule.NewEpochForAll), 2)]
    [InlineData(nameof(BrokenRule.RenumberOnWire), 124)]
    [InlineData(nameof(BrokenRule.RenumberWhatMayBeStored), 561)]
    [InlineData(nameof(BrokenRule.RenumberRetries), 1)]
    [InlineData(nameof(BrokenRule.MiscountNumbers), 4)]
    [InlineData(nameof(BrokenRule.TakeSilenceForRefusal), 502)]
    [InlineData(nameof(BrokenRule.TakeWrongLeaderForRefusal), 693)]
    [InlineData(nameof(BrokenRule.CallExpiredOnWireNotPersisted), 1)]
    [InlineData(nameof(BrokenRule.ForgetBatchesOfLostConnections), 501)]
    [InlineData(nameof(BrokenRule.UseTwoConnections), 505)]
    [InlineData(nameof(BrokenRule.SplitWhatMayBeStored), 767)]
    [InlineData(nameof(BrokenRule.SwapHalves), 2)]
    [InlineData(nameof(BrokenRule.MatchAnswersByPlace), 502)]
    [InlineData(nameof(BrokenRule.KeepRoomOfFailures), 502)]
    [InlineData(nameof(BrokenRule.FreeMemoryOnWire), 36)]
    [InlineData(nameof(BrokenRule.FlushOnlyWhatWasSent), 501)]
    [InlineData(nameof(BrokenRule.ForgetLinger), 1)]
    public void A_broken_rule_is_noticed(string rule, int first)
    {
        BrokenRule broken = Enum.Parse<BrokenRule>(rule);
        for (int seed = first; seed < first + MostSeeds; seed++)
        {
            if (Notice(seed, broken) is { } noticed && (!IsEager(broken) || Notice(seed, BrokenRule.PipelineBeforeFirstAcknowledgement) is null))
            {
                Assert.DoesNotContain("the brain threw", noticed.Wrong[0], StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail($"{MostSeeds} seeds from {first} ran without {rule} being noticed.");
    }

    [Fact]
    public void Every_rule_is_broken_once() => Assert.Equal(
        Enum.GetNames<BrokenRule>().Where(static name => name != nameof(BrokenRule.None)).Order(StringComparer.Ordinal),
        typeof(MutationTests).GetMethod(nameof(A_broken_rule_is_noticed))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(static data => (string)((InlineDataAttribute)data).Data[0]!).Order(StringComparer.Ordinal));

    // These two also break PipelineBeforeFirstAcknowledgement, so a seed that goes wrong under that rule alone says nothing about them.
    private static bool IsEager(BrokenRule rule) => rule is BrokenRule.OvertakeRetries or BrokenRule.ConcludeAcknowledgements;

    private static SimulationException? Notice(int seed, BrokenRule broken)
    {
        try
        {
            RandomRun.Run(seed, broken);
            return null;
        }
        catch (SimulationException noticed)
        {
            return noticed;
        }
    }
}
