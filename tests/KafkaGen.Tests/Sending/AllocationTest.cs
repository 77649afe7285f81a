using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>A test that counts what records allocate. Nothing else may run in the process meanwhile: its collection is <see cref="AlonePerProcess"/>.</summary>
public abstract class AllocationTest : ClusterTest
{
    protected const int Warm = 5_000;
    protected const int Records = 5_000;

    /// <summary>What the process has allocated so far, less what its broker has.</summary>
    protected long TotalAllocated() => GC.GetTotalAllocatedBytes(precise: true) - Kafka.AllocatedBytes;

    /// <summary>A producer that has sent some records already.</summary>
    protected ITopicProducer<Point> Producer()
    {
        Kafka.CreateTopic("points", partitions: 1);
        ITopicProducer<Point> producer = Connect(options => options.Properties["linger.ms"] = "0").GetProducer<Point>();

        // Several at once, so that the pool holds a spare: the delivery thread may still hold the last operation when the next record comes.
        ValueTask<RecordMetadata>[] several = [.. Enumerable.Range(0, 16).Select(i => producer.ProduceAsync(new Point(i, i), CancellationToken.None))];
        Array.ForEach(several, static answer => answer.AsTask().Wait());
        return producer;
    }

    /// <summary>What the caller's thread allocates for <see cref="Records"/> records that it produces and awaits, after <see cref="Warm"/> others.</summary>
    protected static long AllocatedByCaller(ITopicProducer<Point> producer)
    {
        Produce(Warm);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Produce(Records);
        return GC.GetAllocatedBytesForCurrentThread() - before;

        // On one thread from the call to the result: a continuation may run on a thread that has no encoding buffer yet.
        void Produce(int count)
        {
            for (int i = 0; i < count; i++)
            {
                ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Point(i, i), CancellationToken.None);
                while (!answer.IsCompleted)
                {
                    Thread.Yield();
                }

                _ = answer.Result;
            }
        }
    }

    /// <summary>What all threads allocate for <see cref="Records"/> records that are enqueued, after <see cref="Warm"/> others.</summary>
    protected async Task<long> AllocatedByEnqueuedAsync(ITopicProducer<Point> producer)
    {
        await EnqueueAsync(Warm);
        long before = TotalAllocated();
        await EnqueueAsync(Records);
        return TotalAllocated() - before;

        async Task EnqueueAsync(int count)
        {
            // In rounds, so that no run has more records in flight than the pool knows from the one before.
            const int Round = 500;
            for (int sent = 0; sent < count; sent += Round)
            {
                for (int i = 0; i < Round; i++)
                {
                    await producer.EnqueueAsync(new Point(i, i), cancellationToken: CancellationToken.None);
                }

                await producer.FlushAsync(CancellationToken.None);
            }
        }
    }
}
