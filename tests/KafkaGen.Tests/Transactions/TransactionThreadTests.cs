using KafkaGen.Transactions;

namespace KafkaGen.Tests.Transactions;

public sealed class TransactionThreadTests
{
    [Fact]
    public async Task A_thread_starts_with_its_first_call_so_that_refused_options_leave_none()
    {
        string? name = null;
        TransactionThread thread = new("transactions of refused options");
        Assert.False(thread.IsStarted);

        int answer = await thread.RunAsync(() =>
        {
            name = Thread.CurrentThread.Name;
            return 7;
        });

        Assert.Equal((7, "transactions of refused options"), (answer, name));
        Assert.True(thread.IsStarted);
        thread.Stop();
        Assert.Throws<ObjectDisposedException>(() => thread.Post(() => { }));
    }
}
