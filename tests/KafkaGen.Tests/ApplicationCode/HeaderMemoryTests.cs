using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>Headers whose memory is code of the application.</summary>
public sealed class HeaderMemoryTests : ClusterTest
{
    [Fact]
    public async Task Memory_that_blocks_when_it_is_read_again_holds_up_no_other_record_of_the_partition()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        ITopicProducer<Number> producer = await KnowAsync(Connect().GetProducer<Number>());
        using ManualResetEventSlim leave = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = 0;
        HookedMemory memory = new(() =>
        {
            if (Interlocked.Increment(ref reads) > 1)
            {
                blocked.TrySetResult();
                leave.Wait(CancellationToken.None);
            }
        });
        Task stuck = memory.ProduceAsync(producer);
        try
        {
            await Task.WhenAny(stuck, blocked.Task).WaitAsync(Bound, Cancelled);

            // From a thread of its own, too: without the lock it would not come back.
            Task<RecordMetadata> other = Task.Factory.StartNew(
                () => producer.ProduceAsync(new Number("a", 2), Cancelled).AsTask(), Cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            Assert.Equal("numbers", (await other.WaitAsync(Bound, Cancelled)).Topic);
        }
        finally
        {
            leave.Set();
        }

        await stuck.WaitAsync(Bound, Cancelled);
    }
}
