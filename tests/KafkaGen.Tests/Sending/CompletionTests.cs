using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>The pooled completions behind <c>ProduceAsync</c>.</summary>
public sealed class CompletionTests : ClusterTest
{
    [Fact]
    public async Task A_second_await_of_one_result_fails_loudly()
    {
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();
        ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Number("a", 1), Cancelled);

        await answer;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await answer);
    }

    [Fact]
    public async Task Continuations_do_not_run_on_the_delivery_thread_and_do_not_delay_each_other()
    {
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();
        using ManualResetEventSlim release = new();
        TaskCompletionSource<string?> blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task BlockAsync()
        {
            await producer.ProduceAsync(new Number("a", 1), Cancelled).ConfigureAwait(false);
            blocked.SetResult(Thread.CurrentThread.Name);
            release.Wait(Bound, Cancelled);
        }

        Task blocking = BlockAsync();
        string? thread = await blocked.Task.WaitAsync(Bound, Cancelled);
        for (int i = 0; i < 100; i++)
        {
            await producer.ProduceAsync(new Number("a", i), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        Assert.DoesNotContain("delivery", thread ?? "", StringComparison.Ordinal);
        release.Set();
        await blocking.WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task A_million_results_that_nobody_awaits_leave_memory_flat()
    {
        const int Warm = 100_000;
        const int Records = 1_000_000;
        Kafka.CreateTopic("points", partitions: 4);
        KafkaGenClient client = Connect();
        ITopicProducer<Point> producer = client.GetProducer<Point>();

        await DiscardAsync(Warm);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await DiscardAsync(Records);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        // An operation that stayed behind would hold 100 bytes and more; the rest of the process may hold a few megabytes more or fewer.
        Assert.True(grown < 16L * Records, $"{grown} bytes stayed behind");
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));

        async Task DiscardAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                // Room is waited for by the side door, so that the results themselves can be discarded.
                while (client.BufferedRecords > 50_000)
                {
                    await producer.FlushAsync(Cancelled);
                }

                _ = producer.ProduceAsync(new Point(i, i), CancellationToken.None);
            }

            await producer.FlushAsync(Cancelled);
        }
    }
}
