using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Transactions;

/// <summary>Allocations are counted for the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class TransactionAllocationTests : TransactionTest
{
    private const int Records = 5_000;

    [Fact]
    public async Task A_record_in_a_transaction_allocates_nothing_on_the_callers_thread()
    {
        Kafka.CreateTopic("points", partitions: 1);

        // None is answered before the flush, so that both rounds have as many in flight and the second finds every slot made.
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.Properties["linger.ms"] = "20000");
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Enqueue(transaction);
        await transaction.GetProducer<Point>().FlushAsync(Cancelled);

        long allocated = Enqueue(transaction);
        await CommitAsync(transaction);

        Assert.Equal(0, allocated);
    }

    private static long Enqueue(KafkaTransaction transaction)
    {
        // Makes the buffer of this thread, which need not be that of the round before.
        Assert.True(transaction.EnqueueAsync(new Point(0, 0), cancellationToken: CancellationToken.None).IsCompletedSuccessfully);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++)
        {
            ValueTask enqueued = transaction.EnqueueAsync(new Point(i, i), cancellationToken: CancellationToken.None);
            Assert.True(enqueued.IsCompletedSuccessfully);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
