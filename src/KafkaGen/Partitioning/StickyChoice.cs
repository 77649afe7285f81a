using KafkaGen.Accumulating;

namespace KafkaGen.Partitioning;

/// <summary>
/// The partitions of a topic's records without a key (KIP-794): all go to one partition until about a batch's bytes went there, then to another.
/// The choice is random; partitions with short queues are taken more often, so that a slow broker gets fewer records, and those without a leader are left out.
/// </summary>
/// <param name="bytes">After how many bytes another partition is chosen; less than 1 is 1.</param>
/// <param name="random">A number from 0 on that is less than the given one, which is 1 or more. Any number of threads may call it at a time.</param>
internal sealed class StickyChoice(int bytes, Func<int, int> random)
{
    // The current partition in the upper 24 bits, and in the lower 40 the bytes that went there: one addition counts a record and tells where it
    // belongs. Sizes are integers, so more than 500 threads would have to pass the bound by 2 GiB at once to overflow into the partition.
    private const int BytesBits = 40;
    private const ulong BytesMask = (1UL << BytesBits) - 1;

    // No topic has a partition with this number, so the first record moves on from it.
    private const ulong NoPartition = ulong.MaxValue & ~BytesMask;

    private static readonly Func<int, int> s_random = Random.Shared.Next;

    private readonly ulong _bytes = (ulong)Math.Max(1, bytes);
    private ulong _stay = NoPartition;

    /// <param name="bytes">After how many bytes another partition is chosen; less than 1 is 1.</param>
    internal StickyChoice(int bytes)
        : this(bytes, s_random)
    {
    }

    /// <summary>The partition of the next record. Any number of threads may ask at a time, also with different states of the topic.</summary>
    /// <param name="queues">The topic's partitions, 1 or more.</param>
    /// <param name="size">The record's size in bytes.</param>
    internal int Next(PartitionQueue[] queues, int size)
    {
        if (queues.Length <= 1)
        {
            return 0;
        }

        while (true)
        {
            ulong stay = Interlocked.Add(ref _stay, (ulong)size);
            int partition = PartitionOf(stay);
            if (IsOver(stay, queues.Length))
            {
                MoveOn(queues);
            }

            // Otherwise there is no partition yet, or a thread that knows more partitions has chosen one that this one does not know.
            if (partition < queues.Length)
            {
                return partition;
            }
        }
    }

    private static int PartitionOf(ulong stay) => (int)(stay >> BytesBits);

    private bool IsOver(ulong stay, int partitions) => (stay & BytesMask) >= _bytes || PartitionOf(stay) >= partitions;

    // Every thread that finds the stay over takes part, and leaves when one has ended it. So no thread adds more than one record beyond the bound,
    // and none waits for another that was interrupted.
    private void MoveOn(PartitionQueue[] queues)
    {
        ulong seen = Volatile.Read(ref _stay);
        if (!IsOver(seen, queues.Length))
        {
            return;
        }

        ulong next = (ulong)Choose(queues) << BytesBits;
        while (IsOver(seen, queues.Length))
        {
            ulong current = Interlocked.CompareExchange(ref _stay, next, seen);
            if (current == seen)
            {
                return;
            }

            seen = current;
        }
    }

    // A partition's weight is what its queue is shorter than the longest, plus 1. Callers and the sender change the queues meanwhile: a weight may
    // differ between the two rounds, which shifts a chance a little.
    private int Choose(PartitionQueue[] queues)
    {
        int led = 0;
        int longest = 0;
        long lengths = 0;
        foreach (PartitionQueue queue in queues)
        {
            if (queue.HasLeader)
            {
                int length = queue.Length;
                led++;
                longest = Math.Max(longest, length);
                lengths += length;
            }
        }

        if (led == 0)
        {
            return random(queues.Length);
        }

        long weights = ((longest + 1L) * led) - lengths;
        long rest = random((int)Math.Min(weights, int.MaxValue));
        int last = 0;
        for (int partition = 0; partition < queues.Length; partition++)
        {
            PartitionQueue queue = queues[partition];
            if (queue.HasLeader)
            {
                last = partition;
                rest -= Math.Max(1, longest + 1 - queue.Length);
                if (rest < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
