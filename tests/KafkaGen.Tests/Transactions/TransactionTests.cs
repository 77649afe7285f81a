using System.Collections;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Transactions;

public sealed class TransactionTests : TransactionTest
{
    [Fact]
    public async Task After_the_end_both_ways_of_producing_answer_through_the_task()
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        ITopicProducer<Number> producer = transaction.GetProducer<Number>();
        await transaction.AbortAsync(Cancelled);

        ValueTask[] answers =
        [
            new(transaction.ProduceAsync(new Number("a", 1), Cancelled).AsTask()),
            transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled),
            new(producer.ProduceAsync(new Number("a", 1), Cancelled).AsTask()),
            producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled),
        ];

        foreach (ValueTask answer in answers)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(answer.AsTask);
        }
    }

    [Fact]
    public async Task Records_of_several_contracts_are_committed_together()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("full", partitions: 1);
        Kafka.CreateTopic("visits.audit", partitions: 1);
        Kafka.CreateTopic("tenant-42.points", partitions: 1);
        (_, IKafkaTransactions transactions) = Open();

        await using KafkaTransaction transaction = await BeginAsync(transactions);
        RecordMetadata place = await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        await transaction.EnqueueAsync(new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, null), cancellationToken: Cancelled);
        await transaction.GetProducer<Visit>("audit").EnqueueAsync(new Visit("/"), cancellationToken: Cancelled);
        await transaction.ForTopic<Point>("tenant-42.points").EnqueueAsync(new Point(1, 2), cancellationToken: Cancelled);
        await CommitAsync(transaction);

        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
        Assert.Equal("checkout-0", transaction.TransactionalId);
        Assert.Equal(("numbers", 0L), (place.Topic, place.Offset));
        Assert.All(["numbers", "full", "visits.audit", "tenant-42.points"], topic => Assert.Single(Read(topic, 1)));
    }

    [Fact]
    public async Task Tombstones_are_part_of_the_transaction()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open();

        await using KafkaTransaction transaction = await BeginAsync(transactions);
        IKeyedTopicProducer<string, Number> producer = transaction.GetKeyedProducer<string, Number>();
        await producer.ProduceAsync(new Number("a", 1), Cancelled);
        await producer.EnqueueTombstoneAsync("a", cancellationToken: Cancelled);
        await CommitAsync(transaction);

        Assert.Equal("numbers", producer.Topic);
        Assert.Equal([false, true], Read("numbers", 2).Select(record => record.Message.Value is null));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await producer.ProduceTombstoneAsync("a", cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_transaction_that_is_disposed_without_a_commit_is_aborted_and_frees_its_producer()
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);

        await transaction.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
        await using KafkaTransaction next = await BeginAsync(transactions);
        await next.ProduceAsync(new Number("a", 2), Cancelled);
        await CommitAsync(next);

        Assert.Equal(TransactionOutcome.Aborted, transaction.Outcome);
        Assert.Equal(TransactionOutcome.Committed, next.Outcome);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_begun_does_not_hold_up_the_commit()
    {
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);

        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await transaction.GetProducer<Number>().ProduceManyAsync(new Uncountable(), cancellationToken: Cancelled));
        await CommitAsync(transaction);

        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
    }

    [Fact]
    public async Task A_transaction_that_has_ended_takes_no_more_records()
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        ITopicProducer<Number> producer = transaction.GetProducer<Number>();
        await CommitAsync(transaction);
        await using KafkaTransaction next = await BeginAsync(transactions);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.ProduceAsync(new Number("a", 1), Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await producer.ProduceAsync(new Number("a", 1), Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await producer.ProduceManyAsync([new Number("a", 1)], cancellationToken: Cancelled));
        Assert.Throws<InvalidOperationException>(() => producer.TryEnqueue(new Number("a", 1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.AbortAsync(Cancelled));
    }

    [Fact]
    public async Task A_producer_interface_produces_in_the_transaction()
    {
        Kafka.CreateTopic("visits", partitions: 1);
        Kafka.CreateTopic("visits.archive", partitions: 1);
        ServiceCollection services = new();
        services.AddSingleton(new Sealing("wax"));
        services.AddKafkaGen(Kafka.BootstrapServers).AddKafkaGenTransactions("checkout");
        await using ServiceProvider provider = services.BuildServiceProvider();
        KafkaTransaction transaction = await BeginAsync(provider.GetRequiredService<IKafkaTransactions>());
        IVisits visits = transaction.Implement<IVisits>();

        await visits.VisitedAsync(new Visit("/"), Cancelled);
        await visits.ArchivedAsync(new Visit("/"), 2026, "me");
        await CommitAsync(transaction);

        Assert.Equal("/"u8, Assert.Single(Read("visits", 1)).Message.Key!);
        Assert.Single(Read("visits.archive", 1));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await visits.VisitedAsync(new Visit("/"), Cancelled));
        Assert.Throws<InvalidOperationException>(transaction.Implement<IVisits>);
    }

    [Fact]
    public async Task A_commit_may_be_asked_for_twice_but_not_after_an_abort()
    {
        (_, IKafkaTransactions transactions) = Open();
        KafkaTransaction committed = await BeginAsync(transactions);
        await CommitAsync(committed);
        await CommitAsync(committed);
        await committed.DisposeAsync();
        KafkaTransaction aborted = await BeginAsync(transactions);
        await aborted.AbortAsync(Cancelled).WaitAsync(Bound, Cancelled);
        await aborted.AbortAsync(Cancelled);

        await Assert.ThrowsAsync<InvalidOperationException>(() => aborted.CommitAsync(Cancelled));
    }

    [Fact]
    public async Task An_aborted_transaction_fails_its_unanswered_records_as_aborted()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.Properties["linger.ms"] = "20000");
        KafkaTransaction transaction = await BeginAsync(transactions);
        Task<RecordMetadata> record = transaction.ProduceAsync(new Number("a", 1), Cancelled).AsTask();

        await transaction.AbortAsync(Cancelled).WaitAsync(Bound, Cancelled);

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => record.WaitAsync(Bound, Cancelled));
        Assert.Equal(KafkaErrorCode.LocalPurgeQueue, error.Code);
        Assert.Contains("its transaction, of 'checkout-0', was aborted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_fails_makes_the_commit_fail_with_its_cause()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        bool handled = false;
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.OnDeliveryFailed = _ =>
        {
            handled = true;
            return ValueTask.CompletedTask;
        });
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.InvalidRecord);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        Assert.Equal((TransactionOutcome.Aborted, KafkaErrorCode.InvalidRecord), (error.Outcome, error.Code));
        Assert.Equal(KafkaErrorCode.InvalidRecord, Assert.IsType<ProduceException>(error.InnerException).Code);
        Assert.Equal(TransactionOutcome.Aborted, transaction.Outcome);
        Assert.False(handled, "the failure was told to OnDeliveryFailed, too");
        await using KafkaTransaction next = await BeginAsync(transactions);
        await next.ProduceAsync(new Number("a", 2), Cancelled);
        await CommitAsync(next);
    }

    [Fact]
    public async Task A_message_that_cannot_be_encoded_leaves_the_transaction_as_it_was()
    {
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);

        await Assert.ThrowsAsync<RecordEncodingException>(async () => await transaction.EnqueueAsync(new Measure(double.NaN), cancellationToken: Cancelled));
        await transaction.EnqueueAsync(new Number("instead", 1), cancellationToken: Cancelled);

        await CommitAsync(transaction);
        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
    }

    [Fact]
    public async Task A_commit_waits_for_callers_that_wait_for_room()
    {
        const int Records = 500;
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.BufferMemory = 64 * 1024);
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Task[] calls = [.. Enumerable.Range(0, Records).Select(i => transaction.EnqueueAsync(new Number("a", i, new string('x', 1000)), cancellationToken: Cancelled).AsTask())];
        Assert.Contains(calls, call => !call.IsCompleted);

        await CommitAsync(transaction);

        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        Assert.Equal(Records, Read("numbers", Records).Count);
    }

    [Fact]
    public async Task An_abort_fails_callers_that_wait_for_room()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open(configureClient: options =>
        {
            options.BufferMemory = 64 * 1024;
            options.Properties["linger.ms"] = "20000";
        });
        KafkaTransaction transaction = await BeginAsync(transactions);
        Task[] calls = [.. Enumerable.Range(0, 200).Select(i => transaction.EnqueueAsync(new Number("a", i, new string('x', 1000)), cancellationToken: Cancelled).AsTask())];
        Task<ProduceBatchResult> batch = transaction.GetProducer<Number>()
            .ProduceManyAsync([.. Enumerable.Range(0, 200).Select(i => new Number("b", i, new string('x', 1000)))], cancellationToken: Cancelled).AsTask();

        await transaction.AbortAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.All(calls, call => Assert.True(call.IsCompleted));
        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => calls[^1]);
        Assert.Contains("was aborted", error.Message, StringComparison.Ordinal);
        Assert.Equal(200, (await batch.WaitAsync(Bound, Cancelled)).FailedCount);
        await using KafkaTransaction next = await BeginAsync(transactions);
        await next.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await CommitAsync(next);
    }

    [Fact]
    public async Task A_record_whose_wait_for_room_was_cancelled_makes_the_commit_fail()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        (_, IKafkaTransactions transactions) = Open(configureClient: options => options.BufferMemory = 64 * 1024);
        using CancellationTokenSource impatient = new();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Task[] calls = [.. Enumerable.Range(0, 200).Select(i => transaction.EnqueueAsync(new Number("a", i, new string('x', 1000)), cancellationToken: impatient.Token).AsTask())];

        await impatient.CancelAsync();

        Assert.Contains(calls, call => call.IsCanceled);
        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));
        Assert.IsType<OperationCanceledException>(error.InnerException);
        Assert.Equal(TransactionOutcome.Aborted, error.Outcome);
    }

    [Fact]
    public async Task Closing_the_client_ends_an_open_transaction()
    {
        (KafkaGenClient client, IKafkaTransactions transactions) = Open();
        KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        Task<KafkaTransaction> waiting = transactions.BeginAsync(Cancelled).AsTask();

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transaction.ProduceAsync(new Number("a", 1), Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transaction.CommitAsync(Cancelled));
        await transaction.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transactions.BeginAsync(Cancelled));
        Assert.Throws<ObjectDisposedException>(() => client.OpenTransactions("other"));
    }

    private sealed class Uncountable : IReadOnlyList<Number>
    {
        public int Count => throw new NotSupportedException("not known");

        public Number this[int index] => throw new NotSupportedException();

        public IEnumerator<Number> GetEnumerator() => Enumerable.Empty<Number>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
