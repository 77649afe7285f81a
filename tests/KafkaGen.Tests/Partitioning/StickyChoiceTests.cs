using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Partitioning;

namespace KafkaGen.Tests.Partitioning;

public sealed class StickyChoiceTests
{
    private const int Bytes = 1_000;

    [Fact]
    public void Records_go_to_one_partition_until_the_bytes_are_reached()
    {
        Queue<int> draws = new([2, 0, 2, 1]);
        StickyChoice choice = new(Bytes, _ => draws.Dequeue());
        PartitionQueue[] queues = Led(0, 0, 0);

        Assert.Equal([2, 2, 2, 2], Next(choice, queues, 300, 300, 300, 300));
        Assert.Equal([0], Next(choice, queues, 5_000));
        Assert.Equal([2, 2, 1], Next(choice, queues, 999, 1, 1));
        Assert.Empty(draws);
    }

    [Fact]
    public void The_same_partition_may_be_chosen_again()
    {
        int draws = 0;
        StickyChoice choice = new(Bytes, _ => draws++ * 0);
        PartitionQueue[] queues = Led(0, 0);

        Assert.Equal([0, 0, 0, 0], Next(choice, queues, 600, 600, 600, 600));
        Assert.Equal(3, draws);
    }

    // The first is the example of KIP-794.
    [Theory]
    [InlineData(new[] { 0, 3, 1 }, new[] { 0, 0, 0, 0, 1, 2, 2, 2 })]
    [InlineData(new[] { 2, 2 }, new[] { 0, 1 })]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { -1, 1, -1, 0 }, new[] { 1, 3, 3 })]
    [InlineData(new[] { -1, 4, -1 }, new[] { 1 })]
    [InlineData(new[] { -1, -1, -1 }, new[] { 0, 1, 2 })]
    public void Partitions_with_short_queues_have_more_of_the_numbers_and_those_without_a_leader_none(int[] lengths, int[] expected)
    {
        PartitionQueue[] queues = [.. lengths.Select(static length => Partition(Math.Max(length, 0), hasLeader: length >= 0))];
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(Draw));

        int Draw(int number)
        {
            StickyChoice choice = new(Bytes, bound =>
            {
                Assert.Equal(expected.Length, bound);
                return number;
            });
            return choice.Next(queues, 1);
        }
    }

    [Fact]
    public void A_partition_is_chosen_again_once_its_leader_is_back()
    {
        List<int> bounds = [];
        StickyChoice choice = new(1, bound =>
        {
            bounds.Add(bound);
            return bound - 1;
        });
        PartitionQueue[] queues = [Partition(0, hasLeader: true), Partition(9, hasLeader: false)];

        // The record that ends a stay makes the choice for the one after it.
        Assert.Equal(0, choice.Next(queues, 1));
        queues[1].HasLeader = true;
        Assert.Equal(0, choice.Next(queues, 1));
        Assert.Equal(1, choice.Next(queues, 1));
        Assert.Equal(1, bounds[0]);
        Assert.Equal(11, bounds[^1]);
    }

    [Fact]
    public void The_only_partition_is_taken_without_a_choice()
    {
        StickyChoice choice = new(Bytes, static _ => throw new InvalidOperationException("Nothing is to be drawn."));

        Assert.Equal([0, 0, 0], Next(choice, [Partition(0, hasLeader: false)], 600, 600, 600));
    }

    [Fact]
    public void New_partitions_are_chosen_when_the_topic_has_grown()
    {
        StickyChoice choice = new(Bytes, static bound => bound - 1);

        Assert.Equal([0], Next(choice, Led(0), 2_000));
        Assert.Equal([1, 1], Next(choice, Led(0, 0), 600, 600));
        Assert.Equal([1, 1], Next(choice, Led(0, 0), 600, 600));
        Assert.Equal([1, 1, 4], Next(choice, Led(0, 0, 0, 0, 0), 600, 600, 600));
    }

    [Fact]
    public void Who_knows_fewer_partitions_gets_one_of_them_and_stays_there()
    {
        int draws = 0;
        StickyChoice choice = new(Bytes, bound =>
        {
            draws++;
            return bound - 1;
        });

        Assert.Equal([4], Next(choice, Led(0, 0, 0, 0, 0), 10));
        Assert.Equal([1, 1, 1], Next(choice, Led(0, 0), 10, 10, 10));
        Assert.Equal([1], Next(choice, Led(0, 0, 0, 0, 0), 10));
        Assert.Equal(2, draws);
    }

    [Fact]
    public void Without_a_size_each_record_has_a_choice_of_its_own()
    {
        int draws = 0;
        StickyChoice choice = new(0, bound => draws++ % bound);

        Assert.Equal([0, 1, 2, 0], Next(choice, Led(0, 0, 0), 1, 1, 1, 1));
    }

    [Fact]
    public void A_record_allocates_nothing()
    {
        StickyChoice choice = new(Bytes);
        PartitionQueue[] queues = Led(0, 3, 1);
        int others = Count(10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        others += Count(100_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(others, 1, 109_999);

        int Count(int records)
        {
            int other = 0;
            for (int i = 0; i < records; i++)
            {
                other += choice.Next(queues, 100) == 0 ? 0 : 1;
            }

            return other;
        }
    }

    /// <summary>Partitions that all have a leader, with queues of these lengths.</summary>
    internal static PartitionQueue[] Led(params int[] lengths) => [.. lengths.Select(static length => Partition(length, hasLeader: true))];

    private static PartitionQueue Partition(int length, bool hasLeader)
    {
        // A second record does not fit into a batch.
        PartitionQueue queue = new("t", 0, batchSize: 1, new Room(1024 * 1024, static () => { }), new NoClock(), static () => { }) { HasLeader = hasLeader };
        RecordBuffer buffer = new();
        buffer.BeginValue();
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(SendOutcome.Done, queue.TryAppend(new RecordShape(buffer, []), timestamp: null, ReplyTo.Nobody, wait: null, out _));
        }

        Assert.Equal(length, queue.Length);
        return queue;
    }

    private static int[] Next(StickyChoice choice, PartitionQueue[] queues, params int[] sizes) => [.. sizes.Select(size => choice.Next(queues, size))];

    private sealed class NoClock : IAccumulatorClock
    {
        public long Milliseconds => 0;

        public long WallMilliseconds => 0;
    }
}
