using System.Collections.Concurrent;
using KafkaGen.Health;

namespace KafkaGen.Tests.Health;

public sealed class ClusterWatchTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nothing_is_asked_while_nothing_fails()
    {
        using CancellationTokenSource stopping = new();
        int asked = 0;
        ClusterWatch watch = new(isConnecting: true, _ => Answer(Interlocked.Increment(ref asked)), NotDown, NotUp, stopping.Token);

        watch.OnAnswer(brokers: 3);

        Assert.Equal((true, 3, 0), (watch.Contact.IsReachable, watch.Contact.Brokers, watch.Contact.MissingBrokers));
        Assert.Equal(0, asked);
        watch.OnError();
        await WaitAsync(() => Volatile.Read(ref asked) > 0);
    }

    [Fact]
    public async Task An_error_of_one_broker_is_no_outage_while_others_answer()
    {
        using CancellationTokenSource stopping = new();
        ClusterWatch watch = new(isConnecting: false, _ => Answer(2), NotDown, NotUp, stopping.Token);
        watch.OnAnswer(brokers: 3);

        watch.OnError();
        await WaitAsync(() => watch.Contact.Brokers == 2);

        Assert.Equal((true, 1), (watch.Contact.IsReachable, watch.Contact.MissingBrokers));
        await stopping.CancelAsync();
    }

    [Fact]
    public async Task An_outage_is_told_once_when_it_begins_and_once_when_it_ends()
    {
        using CancellationTokenSource stopping = new();
        ConcurrentQueue<string> told = [];
        bool isUp = false;
        ClusterWatch watch = new(
            isConnecting: false,
            _ => Volatile.Read(ref isUp) ? Answer(1) : new ClusterAnswer(KafkaErrorCode.LocalTransport, 0),
            () => told.Enqueue("down"),
            duration => told.Enqueue(duration >= TimeSpan.Zero ? "up" : "before it began"),
            stopping.Token);
        watch.OnAnswer(brokers: 1);

        watch.OnError();
        await WaitAsync(() => watch.Contact.IsDown);
        for (int i = 0; i < 100; i++)
        {
            watch.OnError();
        }

        Volatile.Write(ref isUp, true);
        await WaitAsync(() => watch.Contact.IsReachable == true);

        Assert.Equal(["down", "up"], told);
        await stopping.CancelAsync();
    }

    [Fact]
    public async Task A_producer_that_is_being_replaced_is_not_down()
    {
        using CancellationTokenSource stopping = new();
        int asked = 0;
        ClusterWatch watch = new(
            isConnecting: false, _ => Interlocked.Increment(ref asked) < 3 ? null : Answer(1), NotDown, NotUp, stopping.Token);

        watch.OnError();
        await WaitAsync(() => watch.Contact.IsReachable == true);

        Assert.Equal(3, asked);
        await stopping.CancelAsync();
    }

    private static ClusterAnswer? Answer(int brokers) => new ClusterAnswer(KafkaErrorCode.None, brokers);

    private static void NotDown() => Assert.Fail("The cluster is not down.");

    private static void NotUp(TimeSpan after) => Assert.Fail("The cluster was not down.");

    private static async Task WaitAsync(Func<bool> isDone)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(s_bound);
        while (!isDone())
        {
            await Task.Delay(10, bound.Token);
        }
    }
}
