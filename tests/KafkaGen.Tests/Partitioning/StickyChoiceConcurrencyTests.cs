using KafkaGen.Accumulating;
using KafkaGen.Partitioning;

namespace KafkaGen.Tests.Partitioning;

/// <summary>One choice and several threads.</summary>
public sealed class StickyChoiceConcurrencyTests
{
    private const int Threads = 8;
    private const int Records = 10_000;
    private const int Size = 100;
    private const int Bytes = 2_000;

    [Fact]
    public void A_stay_has_its_bytes_and_at_most_a_record_of_each_thread_beyond()
    {
        // Each partition is drawn once at most, so that its bytes are those of one stay. All threads may draw when a stay ends, and one draw counts.
        // Without a leader a draw is the partition itself; the queue is the same one everywhere, as nothing else is asked of it.
        PartitionQueue queue = StickyChoiceTests.Led(0)[0];
        queue.HasLeader = false;
        PartitionQueue[] queues = [.. Enumerable.Repeat(queue, Threads * ((Threads * Records * Size / Bytes) + 1))];
        int draws = 0;
        int[][] chosen = Run(_ => queues, new StickyChoice(Bytes, _ => Interlocked.Increment(ref draws) - 1));

        int[] stays = [.. chosen.SelectMany(static mine => mine).CountBy(static partition => partition).Select(static stay => stay.Value * Size)];
        Assert.Equal(Threads * Records * Size, stays.Sum());
        Assert.All(stays, static bytes => Assert.InRange(bytes, Size, Bytes + (Threads * Size)));

        // The last one has not ended.
        Assert.InRange(stays.Count(static bytes => bytes < Bytes), 0, 1);
    }

    [Fact]
    public void Each_thread_gets_partitions_that_it_knows()
    {
        PartitionQueue[] all = StickyChoiceTests.Led(0, 0, 0, 0, 0, 0, 0, 0, 0);
        int[][] chosen = Run(thread => all[..(thread + 2)], new StickyChoice(Bytes));

        for (int thread = 0; thread < Threads; thread++)
        {
            Assert.All(chosen[thread], partition => Assert.InRange(partition, 0, thread + 1));
        }
    }

    // What each thread has got.
    private static int[][] Run(Func<int, PartitionQueue[]> queuesOf, StickyChoice choice)
    {
        using Barrier together = new(Threads);
        int[][] chosen = [.. Enumerable.Range(0, Threads).Select(static _ => new int[Records])];
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            try
            {
                PartitionQueue[] queues = queuesOf(thread);
                int[] mine = chosen[thread];
                together.SignalAndWait(TestContext.Current.CancellationToken);
                for (int i = 0; i < mine.Length; i++)
                {
                    mine[i] = choice.Next(queues, Size);
                }
            }
            catch (Exception failure)
            {
                failures[thread] = failure;
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(failures, Assert.Null);
        return chosen;
    }
}
