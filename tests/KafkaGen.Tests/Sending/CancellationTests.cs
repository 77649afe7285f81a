using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

public sealed class CancellationTests : ClusterTest
{
    [Fact]
    public async Task A_token_cancelled_before_the_call_sends_nothing()
    {
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await producer.ProduceAsync(new Number("a", 1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await producer.EnqueueAsync(new Number("a", 1), cancellationToken: cancelled));

        Assert.Equal(0, client.BufferedRecords);
    }

    [Fact]
    public async Task Cancelling_an_accepted_record_ends_the_wait_and_not_the_record()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        using CancellationTokenSource source = new();

        ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Number("a", 1), source.Token);
        await source.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(1, client.BufferedRecords);

        // The late report of the first record must not answer the second one.
        ValueTask<RecordMetadata> second = producer.ProduceAsync(new Number("a", 2), Cancelled);
        Kafka.StartBroker(1);
        Assert.Equal(1, (await second.AsTask().WaitAsync(Bound, Cancelled)).Offset);
        Assert.Equal(2, Read("numbers", 2).Count);
    }

    [Fact]
    public async Task Cancelling_a_call_that_waits_for_room_takes_it_out_of_the_line()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 2);
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
        using CancellationTokenSource source = new();
        ValueTask<RecordMetadata> given = producer.ProduceAsync(new Number("a", 3), source.Token);
        ValueTask<RecordMetadata> kept = producer.ProduceAsync(new Number("a", 4), Cancelled);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await given);
        Kafka.StartBroker(1);
        await kept.AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(3, (await producer.ProduceAsync(new Number("a", 5), Cancelled)).Offset);
    }

    [Fact]
    public async Task A_token_given_to_an_enqueued_record_cancels_no_later_one()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();
        using CancellationTokenSource source = new();
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: source.Token);
        await producer.FlushAsync(Cancelled);

        // Nobody answers the later one before the token of the first is cancelled.
        Kafka.StopBroker(1);
        Task<RecordMetadata> later = producer.ProduceAsync(new Number("a", 2), Cancelled).AsTask();
        await source.CancelAsync();
        Assert.False(later.IsCompleted);
        Kafka.StartBroker(1);

        Assert.Equal(1, (await later.WaitAsync(Bound, Cancelled)).Offset);
    }

    [Fact]
    public async Task A_registration_on_a_long_lived_token_ends_with_the_record()
    {
        ITopicProducer<Number> producer = await KnowAsync(Connect().GetProducer<Number>());
        using CancellationTokenSource source = new();

        WeakReference state = await ProduceWithStateAsync(producer, source.Token);
        await producer.ProduceAsync(new Number("a", 2), Cancelled);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(state.IsAlive);
    }

    // The message must be unreachable afterwards, also through the token's registrations: nothing of the record is kept alive by them.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ProduceWithStateAsync(ITopicProducer<Number> producer, CancellationToken token)
    {
        Number message = new("a", 1, new string('x', 1000));
        WeakReference reference = new(message.Padding);
        await producer.ProduceAsync(message, token);
        return reference;
    }
}
