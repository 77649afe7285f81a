using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Transactions;

/// <summary>Each error that a request of a transaction can meet.</summary>
[Trait("Speed", "Slow")]
public sealed class TransactionErrorTests : TransactionTest
{
    [Theory]
    [InlineData(KafkaErrorCode.TransactionalIdAuthorizationFailed, "kafka-acls")]
    [InlineData(KafkaErrorCode.ClusterAuthorizationFailed, "IDEMPOTENT_WRITE")]
    [InlineData(KafkaErrorCode.InvalidTransactionTimeout, "transaction.max.timeout.ms")]
    public async Task An_id_that_the_coordinator_refuses_fails_the_begin_with_what_to_do(KafkaErrorCode code, string advice)
    {
        KafkaGenClient client = await ConnectAndProduceAsync();
        Kafka.FailNext(KafkaApiKey.InitProducerId, code);
        IKafkaTransactions transactions = client.OpenTransactions("checkout");

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => BeginAsync(transactions));

        Assert.Equal((code, TransactionOutcome.Aborted, false), (error.Code, error.Outcome, error.IsRetriable));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaErrorCode.ProducerFenced)]
    [InlineData(KafkaErrorCode.InvalidProducerEpoch)]
    public async Task A_producer_that_is_fenced_while_it_starts_says_so(KafkaErrorCode code)
    {
        KafkaGenClient client = await ConnectAndProduceAsync();
        Kafka.FailNext(KafkaApiKey.InitProducerId, code);
        IKafkaTransactions transactions = client.OpenTransactions("checkout");

        ProducerFencedException error = await Assert.ThrowsAsync<ProducerFencedException>(() => BeginAsync(transactions));

        Assert.Equal(TransactionOutcome.Aborted, error.Outcome);
        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaErrorCode.CoordinatorNotAvailable)]
    [InlineData(KafkaErrorCode.NotCoordinator)]
    [InlineData(KafkaErrorCode.CoordinatorLoadInProgress)]
    [InlineData(KafkaErrorCode.ConcurrentTransactions)]
    [InlineData(KafkaErrorCode.LocalTransport)]
    public async Task A_passing_error_is_waited_out(KafkaErrorCode code)
    {
        KafkaGenClient client = await ConnectAndProduceAsync();
        Kafka.FailNext(KafkaApiKey.InitProducerId, code, code);
        IKafkaTransactions transactions = client.OpenTransactions("checkout");
        Kafka.FailNext(KafkaApiKey.AddPartitionsToTxn, code);
        Kafka.FailNext(KafkaApiKey.EndTxn, code, code);

        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaErrorCode.TopicAuthorizationFailed)]
    [InlineData(KafkaErrorCode.UnknownProducerId)]
    [InlineData(KafkaErrorCode.InvalidProducerIdMapping)]
    public async Task Partitions_that_are_refused_abort_the_transaction_at_once(KafkaErrorCode code)
    {
        // So long that a commit which waited for one of them would miss its bound.
        (_, IKafkaTransactions transactions) = Open(options =>
            (options.CommitTimeout, options.TransactionTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)));
        KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(KafkaApiKey.AddPartitionsToTxn, code);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        Assert.Equal((code, TransactionOutcome.Aborted), (error.Code, error.Outcome));
        Assert.Equal(TransactionOutcome.Aborted, transaction.Outcome);
        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaApiKey.AddPartitionsToTxn, KafkaErrorCode.ProducerFenced)]
    [InlineData(KafkaApiKey.AddPartitionsToTxn, KafkaErrorCode.InvalidProducerEpoch)]
    [InlineData(KafkaApiKey.Produce, KafkaErrorCode.InvalidProducerEpoch)]
    public async Task A_producer_that_is_fenced_while_it_produces_is_named_and_replaced(KafkaApiKey request, KafkaErrorCode code)
    {
        RecordedLog log = new();
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.LoggerFactory = log);
        KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(request, code);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        ProducerFencedException error = await Assert.ThrowsAsync<ProducerFencedException>(() => CommitAsync(transaction));

        Assert.Equal((TransactionOutcome.Aborted, "checkout-0"), (error.Outcome, error.TransactionalId));
        Assert.Contains("transaction.timeout.ms", error.Message, StringComparison.Ordinal);
        await UseAsync(transactions);
        await Connect().FlushAsync(Cancelled);
        Assert.DoesNotContain(log.Lines, line => line.EventId == 1003);
    }

    [Theory]
    [InlineData(KafkaErrorCode.ProducerFenced)]
    [InlineData(KafkaErrorCode.InvalidProducerEpoch)]
    public async Task A_producer_that_is_fenced_while_it_commits_does_not_know_the_outcome(KafkaErrorCode code)
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        Kafka.FailNext(KafkaApiKey.EndTxn, code);

        ProducerFencedException error = await Assert.ThrowsAsync<ProducerFencedException>(() => CommitAsync(transaction));
        await transaction.DisposeAsync();

        Assert.Equal((TransactionOutcome.Unknown, TransactionOutcome.Unknown), (error.Outcome, transaction.Outcome));
        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaErrorCode.InvalidTxnState, TransactionOutcome.Unknown)]
    [InlineData(KafkaErrorCode.InvalidProducerIdMapping, TransactionOutcome.Aborted)]
    [InlineData(KafkaErrorCode.UnknownProducerId, TransactionOutcome.Aborted)]
    public async Task A_commit_that_the_coordinator_refuses_fails_with_its_code(KafkaErrorCode code, TransactionOutcome outcome)
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        Kafka.FailNext(KafkaApiKey.EndTxn, code);

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        Assert.Equal((code, outcome), (error.Code, error.Outcome));
        Assert.Equal(outcome, transaction.Outcome);
        await UseAsync(transactions);
    }

    [Theory]
    [InlineData(KafkaErrorCode.ProducerFenced)]
    [InlineData(KafkaErrorCode.InvalidTxnState)]
    [InlineData(KafkaErrorCode.UnknownProducerId)]
    public async Task An_abort_that_the_coordinator_refuses_does_not_throw_and_the_next_transaction_runs(KafkaErrorCode code)
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        Kafka.FailNext(KafkaApiKey.EndTxn, code);

        await transaction.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(TransactionOutcome.Aborted, transaction.Outcome);
        await UseAsync(transactions);
    }

    [Fact]
    public async Task Records_after_a_failed_one_are_refused_with_its_cause()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.InvalidRecord);
        await Assert.ThrowsAsync<ProduceException>(async () => await transaction.ProduceAsync(new Number("a", 1), Cancelled));

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(async () => await transaction.ProduceAsync(new Number("a", 2), Cancelled));

        Assert.Equal(KafkaErrorCode.LocalState, error.Code);
        Assert.Contains("can only be aborted", error.Message, StringComparison.Ordinal);
        Assert.Contains("InvalidRecord", error.Message, StringComparison.Ordinal);
    }

    // The client's own producer has its id, so that the next request for one is the transactions'.
    private async Task<KafkaGenClient> ConnectAndProduceAsync()
    {
        KafkaGenClient client = Connect(options => options.WarmUp = false);
        await client.GetProducer<Number>().ProduceAsync(new Number("a", 0), Cancelled);
        return client;
    }

    // The pool has one producer: whatever happened to it, the next transaction runs.
    private static async Task UseAsync(IKafkaTransactions transactions)
    {
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await CommitAsync(transaction);
        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
    }
}
