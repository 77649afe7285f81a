using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Transactions;

#pragma warning disable KG0303, xUnit1031, xUnit1051 // waits that block are the subject

namespace KafkaGen.Tests.Sending.Neutral;

/// <summary>An application that blocks all threads of its pool, as one that waits synchronously for tasks does. Of any transport.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class BlockedPoolTests : TransactionTest
{
    [Fact]
    public void Disposing_needs_no_thread_of_the_pool_and_records_are_answered_meanwhile()
    {
        const int Records = 500;
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.Properties["linger.ms"] = "1000");
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        using BlockedPool blocked = new();

        ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number("a", i)))];
        Assert.True(EndsInTime(client.Dispose), "Dispose waited for a thread of the pool");

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
    }

    [Fact]
    public void Disposing_with_an_open_transaction_and_without_brokers_needs_no_thread_of_the_pool()
    {
        (KafkaGenClient client, IKafkaTransactions transactions) = Open(configureClient: options => options.FlushTimeout = TimeSpan.FromSeconds(1));
        KafkaTransaction transaction = transactions.BeginAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled).GetAwaiter().GetResult();
        ValueTask<RecordMetadata> answer = transaction.ProduceAsync(new Number("a", 1));
        Kafka.StopBroker(1);
        using BlockedPool blocked = new();

        Assert.True(EndsInTime(client.Dispose), "Dispose waited for a thread of the pool");

        Assert.True(answer.IsCompleted);
    }

    [Fact]
    public void A_batch_is_waited_for_without_a_thread_of_the_pool()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        using BlockedPool blocked = new();

        Assert.True(EndsInTime(() => producer.ProduceManyAsync([.. Enumerable.Range(0, 10).Select(i => new Number("a", i))]).AsTask().GetAwaiter().GetResult()));
    }

    [Fact]
    public void A_batch_that_waits_for_room_is_waited_for_without_a_thread_of_the_pool()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 5);
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        using BlockedPool blocked = new();

        Assert.True(EndsInTime(() => producer.ProduceManyAsync([.. Enumerable.Range(0, 100).Select(i => new Number("a", i))]).AsTask().GetAwaiter().GetResult()));
    }

    [Fact]
    public void A_transaction_begins_without_a_thread_of_the_pool()
    {
        (_, IKafkaTransactions transactions) = Open();
        using BlockedPool blocked = new();
        KafkaTransaction? transaction = null;

        Assert.True(EndsInTime(() => transaction = transactions.BeginAsync().AsTask().GetAwaiter().GetResult()));

        Assert.NotNull(transaction);
    }

    [Fact]
    public async Task Waiting_for_a_coordinator_holds_no_thread_of_the_pool()
    {
        // More than the pool can have: if they held a thread each, the others would never run.
        using FixedPool threads = new();
        int count = threads.Count + 8;
        Kafka.StopBroker(1);
        (KafkaGenClient client, IKafkaTransactions transactions) = Open(
            options => options.PoolSize = count,
            options => (options.FlushTimeout, options.WarmUp) = (TimeSpan.Zero, false));
        Task<KafkaTransaction>[] begins = [.. Enumerable.Range(0, count).Select(_ => transactions.BeginAsync(Cancelled).AsTask())];

        Task[] others = [.. Enumerable.Range(0, count).Select(_ => Task.Run(static () => { }, Cancelled))];
        await Task.WhenAll(others).WaitAsync(Bound, Cancelled);

        Assert.All(begins, begin => Assert.False(begin.IsCompleted));
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(begins).WaitAsync(Bound, Cancelled));
    }

    // On a thread of its own, because the test's may be one of the pool.
    private static bool EndsInTime(Action call)
    {
        Thread thread = new(() => call()) { IsBackground = true };
        thread.Start();
        return thread.Join(Bound);
    }
}
