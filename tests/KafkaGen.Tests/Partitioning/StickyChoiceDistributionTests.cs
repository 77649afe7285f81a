using KafkaGen.Accumulating;
using KafkaGen.Partitioning;
using KafkaGen.TestKit;

namespace KafkaGen.Tests.Partitioning;

/// <summary>Where many records without a key go.</summary>
[Trait("Draws", "Random")]
public sealed class StickyChoiceDistributionTests
{
    private const int Stays = 20_000;
    private const int RecordsInStay = 5;
    private const int Size = 200;

    // Weights are what a queue is shorter than the longest, plus 1.
    [Theory]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new[] { 4, 4, 4 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 0, 3, 1 }, new[] { 4, 1, 3 })]
    [InlineData(new[] { 0, 99 }, new[] { 100, 1 })]
    public void Partitions_get_bytes_by_their_weight(int[] lengths, int[] weights)
    {
        PartitionQueue[] queues = StickyChoiceTests.Led(lengths);
        StickyChoice choice = new(Size * RecordsInStay, new Random(Seed.Value).Next);
        int[] records = new int[queues.Length];
        for (int i = 0; i < Stays * RecordsInStay; i++)
        {
            records[choice.Next(queues, Size)]++;
        }

        for (int partition = 0; partition < records.Length; partition++)
        {
            // Six standard deviations of a binomial distribution: one run in hundreds of millions is further away.
            double share = (double)weights[partition] / weights.Sum();
            double tolerance = 6 * Math.Sqrt(Stays * share * (1 - share));
            double stays = (double)records[partition] / RecordsInStay;
            Assert.True(
                Math.Abs(stays - (Stays * share)) <= tolerance,
                $"Partition {partition} was chosen {stays} times instead of {Stays * share} +- {tolerance}. {Seed.Hint}");
        }
    }
}
