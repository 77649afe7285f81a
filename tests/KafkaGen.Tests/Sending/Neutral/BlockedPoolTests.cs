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

    // On a thread of its own, because the test's may be one of the pool.
    private static bool EndsInTime(Action call)
    {
        Thread thread = new(() => call()) { IsBackground = true };
        thread.Start();
        return thread.Join(Bound);
    }
}
