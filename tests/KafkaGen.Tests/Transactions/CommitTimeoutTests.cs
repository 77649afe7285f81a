using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Transactions;

[Trait("Speed", "Slow")]
public sealed class CommitTimeoutTests : TransactionTest
{
    // Far from each other: an answer that a slow machine lets in before the time is over would be no timeout.
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_commit_that_timed_out_is_resumed_by_the_next_call()
    {
        KafkaTransaction transaction = await WithSlowCommitAsync();

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));
        TransactionOutcome meanwhile = transaction.Outcome;
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.AbortAsync(Cancelled));
        Kafka.SetRoundTripTime(TimeSpan.Zero);
        await CommitUntilAnsweredAsync(transaction);

        Assert.Equal((TransactionOutcome.Unknown, KafkaErrorCode.LocalTimedOut, false), (error.Outcome, error.Code, error.IsRetriable));
        Assert.Equal(TransactionOutcome.Open, meanwhile);
        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
        Assert.Single(Read("numbers", 1));
    }

    [Fact]
    public async Task Disposing_resumes_a_commit_that_timed_out()
    {
        RecordedLog log = new();
        KafkaTransaction transaction = await WithSlowCommitAsync(log: log);
        await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        await transaction.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
        await log.WaitForAsync(1101).WaitAsync(Bound, Cancelled);
        Assert.Single(log.Lines, line => line.EventId == 1101);
    }

    [Fact]
    public async Task Disposing_waits_for_a_commit_whose_caller_has_gone()
    {
        KafkaTransaction transaction = await WithSlowCommitAsync();
        using CancellationTokenSource impatient = new();
        Task commit = transaction.CommitAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);

        await transaction.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
    }

    [Fact]
    public async Task A_commit_that_is_never_answered_ends_as_unknown_and_its_producer_is_replaced()
    {
        RecordedLog log = new();
        (KafkaGenClient client, IKafkaTransactions transactions) = Open(
            options => (options.CommitTimeout, options.AbortTimeout) = (s_short, s_short),
            options => options.LoggerFactory = log);
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        IDisposable lost = Kafka.AddFault(KafkaFault.DropAnswer(KafkaApiKey.EndTxn) with { Times = null });
        using CancellationTokenSource impatient = new();
        Task commit = transaction.CommitAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(
            () => transaction.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled));

        Assert.Equal(TransactionOutcome.Unknown, error.Outcome);
        Assert.Equal(TransactionOutcome.Unknown, transaction.Outcome);
        await log.WaitForAsync(1102).WaitAsync(Bound, Cancelled);
        Assert.Single(log.Lines, line => line.EventId == 1102);
        lost.Dispose();
        await using KafkaTransaction next = await BeginAsync(transactions);
        await next.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
        await CommitAsync(next);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Records_that_are_not_acknowledged_in_time_abort_the_transaction()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.SetLeader("numbers", 0, broker: null);
        (_, IKafkaTransactions transactions) = Open(options => options.CommitTimeout = TimeSpan.FromSeconds(1));
        KafkaTransaction transaction = await BeginAsync(transactions);
        Task<RecordMetadata> record = transaction.ProduceAsync(new Number("a", 1), Cancelled).AsTask();

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        Assert.Equal((TransactionOutcome.Aborted, true), (error.Outcome, error.IsRetriable));
        Assert.Contains("1 of its records", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProduceException>(() => record);
    }

    private async Task<KafkaTransaction> WithSlowCommitAsync(RecordedLog? log = null)
    {
        (_, IKafkaTransactions transactions) = Open(
            options => options.CommitTimeout = s_short, options => options.LoggerFactory = log);
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        Kafka.SetRoundTripTime(s_slow);
        return transaction;
    }

    private static async Task CommitUntilAnsweredAsync(KafkaTransaction transaction)
    {
        while (transaction.Outcome == TransactionOutcome.Open)
        {
            try
            {
                await CommitAsync(transaction);
            }
            catch (KafkaTransactionException error) when (error.Outcome == TransactionOutcome.Unknown)
            {
                // The answer is still on its way.
            }
        }
    }
}
