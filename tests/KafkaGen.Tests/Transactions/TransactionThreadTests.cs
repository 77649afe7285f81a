using KafkaGen.Transactions;

namespace KafkaGen.Tests.Transactions;

public sealed class TransactionThreadTests
{
    [Fact]
    public async Task Calls_run_on_a_thread_of_that_name_until_it_is_stopped()
    {
        string? name = null;
        TransactionThread thread = new("transactions of checkout");

        int answer = await thread.RunAsync(() =>
        {
            name = Thread.CurrentThread.Name;
            return 7;
        });

        Assert.Equal((7, "transactions of checkout"), (answer, name));
        thread.Stop();
        Assert.Throws<ObjectDisposedException>(() => thread.Post(() => { }));
    }
}
