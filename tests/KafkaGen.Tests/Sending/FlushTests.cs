using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

public sealed class FlushTests : ClusterTest
{
    [Fact]
    public async Task Flush_waits_for_what_came_before_and_cuts_the_linger_short()
    {
        Kafka.CreateTopic("numbers", partitions: 1);

        // So long that nothing but the flush can send the records within the bound.
        KafkaGenClient client = Connect(options => options.Properties["linger.ms"] = "180000");
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, 100).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];

        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(0, client.BufferedRecords);
        await Task.WhenAll(answers).WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task Flush_does_not_wait_for_silence()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task steady = Task.Run(
            async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    await producer.EnqueueAsync(new Number("a", i), cancellationToken: CancellationToken.None);
                }
            },
            Cancelled);

        for (int i = 0; i < 5; i++)
        {
            await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        await stop.CancelAsync();
        await steady.WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task Flush_of_one_topic_does_not_wait_for_another()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("points", partitions: 1);
        Kafka.SetLeader("points", 0, broker: null);
        KafkaGenClient client = Connect(options => options.FlushTimeout = TimeSpan.Zero);
        await client.GetProducer<Point>().EnqueueAsync(new Point(1, 1), cancellationToken: Cancelled);
        await client.GetProducer<Number>().EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        await client.GetProducer<Number>().FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(1, client.BufferedRecords);
    }

    [Fact]
    public async Task Flush_waits_also_for_calls_that_wait_for_room()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 2);
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, 4).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];

        // The line's bound is two, so the last two wait.
        Task flush = producer.FlushAsync(Cancelled).AsTask();
        Assert.False(flush.IsCompleted);
        Kafka.StartBroker(1);
        await flush.WaitAsync(Bound, Cancelled);

        Assert.Equal([0L, 1, 2, 3], (await Task.WhenAll(answers).WaitAsync(Bound, Cancelled)).Select(place => place.Offset));
    }

    [Fact]
    public async Task Cancelling_a_flush_ends_the_wait_only()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.FlushTimeout = TimeSpan.Zero);
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await producer.FlushAsync(source.Token));

        Assert.Equal(1, client.BufferedRecords);
    }
}
