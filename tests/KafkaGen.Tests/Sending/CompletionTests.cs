using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

/// <summary>The pooled completions behind <c>ProduceAsync</c>.</summary>
public sealed class CompletionTests : ClusterTest
{
    [Fact]
    public async Task A_second_await_of_one_result_fails_loudly()
    {
        Assert.SkipWhen(OwnSender.IsChosen, "The completions of librdkafka's records are pooled. Those of the sender in C# are not, and may be awaited again.");
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();
        ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Number("a", 1), Cancelled);

        await answer;

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await answer);
        Assert.Contains("awaited twice", error.Message, StringComparison.Ordinal);
        Assert.Contains("AsTask()", error.Message, StringComparison.Ordinal);
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
}
