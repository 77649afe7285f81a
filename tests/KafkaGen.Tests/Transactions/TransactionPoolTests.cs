using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Transactions;

public sealed class TransactionPoolTests : TransactionTest
{
    [Fact]
    public async Task As_many_transactions_run_at_a_time_as_the_pool_has_producers()
    {
        (_, IKafkaTransactions transactions) = Open(options => options.PoolSize = 3);
        KafkaTransaction[] open = [await BeginAsync(transactions), await BeginAsync(transactions), await BeginAsync(transactions)];

        Task<KafkaTransaction> fourth = transactions.BeginAsync(Cancelled).AsTask();

        Assert.Equal(["checkout-0", "checkout-1", "checkout-2"], open.Select(transaction => transaction.TransactionalId).Order());
        Assert.False(fourth.IsCompleted);
        foreach (KafkaTransaction transaction in open)
        {
            await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        }

        await CommitAsync(open[1]);
        await using KafkaTransaction begun = await fourth.WaitAsync(Bound, Cancelled);
        Assert.Equal(open[1].TransactionalId, begun.TransactionalId);
        await open[0].DisposeAsync();
        await open[2].DisposeAsync();
    }

    [Fact]
    public async Task Callers_get_a_producer_in_their_sequence_and_may_stop_waiting()
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction current = await BeginAsync(transactions);
        using CancellationTokenSource impatient = new();
        Task<KafkaTransaction> first = transactions.BeginAsync(Cancelled).AsTask();
        Task<KafkaTransaction> gone = transactions.BeginAsync(impatient.Token).AsTask();
        Task<KafkaTransaction> last = transactions.BeginAsync(Cancelled).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.WaitAsync(Bound, Cancelled));
        await current.DisposeAsync();
        KafkaTransaction second = await first.WaitAsync(Bound, Cancelled);
        Assert.False(last.IsCompleted);
        await second.DisposeAsync();

        await using KafkaTransaction third = await last.WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task A_pool_without_a_free_producer_says_so_after_MaxBlock()
    {
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.MaxBlock = TimeSpan.FromSeconds(2));
        await using KafkaTransaction forgotten = await BeginAsync(transactions);

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => BeginAsync(transactions));

        Assert.Contains("PoolSize", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsRetriable);
    }

    [Fact]
    public async Task A_coordinator_that_does_not_answer_fails_the_begin_and_not_the_next_one()
    {
        Kafka.StopBroker(1);
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.MaxBlock = TimeSpan.FromSeconds(2));
        using CancellationTokenSource impatient = new();

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => BeginAsync(transactions));
        Task<KafkaTransaction> gone = transactions.BeginAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Kafka.StartBroker(1);
        KafkaTransaction? begun = null;
        for (int tries = 0; begun is null && tries < 20; tries++)
        {
            try
            {
                begun = await BeginAsync(transactions);
            }
            catch (KafkaTransactionException again) when (again.IsRetriable)
            {
                // librdkafka's reconnect.backoff.max.ms is 10 s.
            }
        }

        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
        Assert.Contains(Kafka.BootstrapServers, error.Message, StringComparison.Ordinal);
        await using KafkaTransaction transaction = begun!;
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await CommitAsync(transaction);
    }

    [Fact]
    public void Two_pools_of_one_id_are_refused()
    {
        (KafkaGenClient client, _) = Open();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => client.OpenTransactions("checkout"));

        Assert.Contains("'checkout'", error.Message, StringComparison.Ordinal);
        Assert.Equal("refund", client.OpenTransactions("refund").TransactionalId);
    }
}
