using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>A topic whose brokers do not answer must not take the buffer from the others.</summary>
[Trait("Speed", "Slow")]
public sealed class StuckTopicTests : ClusterTest
{
    private const int Records = 1000;

    [Fact]
    public async Task A_topic_without_a_leader_leaves_room_for_a_healthy_one()
    {
        (KafkaGenClient client, ITopicProducer<Number> stuck, ITopicProducer<Point> healthy) = await ConnectAsync();

        int accepted = 0;
        while (stuck.TryEnqueue(new Number("a", accepted)))
        {
            accepted++;
        }

        Assert.InRange(accepted, Records / 3, (Records / 2) + 1);
        for (int i = 0; i < 2 * Records; i++)
        {
            await healthy.ProduceAsync(new Point(i, i), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        Assert.Equal(accepted, client.BufferedRecords);
    }

    [Fact]
    public async Task Callers_that_wait_on_a_stuck_topic_do_not_hold_up_the_others_and_keep_their_order()
    {
        (KafkaGenClient client, ITopicProducer<Number> stuck, ITopicProducer<Point> healthy) = await ConnectAsync();
        Task<RecordMetadata>[] pushed = [.. Enumerable.Range(0, Records).Select(i => stuck.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        Assert.True(client.WaitingCallers > Records / 3);

        ValueTask<ProduceBatchResult> batch = healthy.ProduceManyAsync([.. Enumerable.Range(0, Records).Select(i => new Point(i, i))], cancellationToken: Cancelled);
        Assert.True((await batch.AsTask().WaitAsync(Bound, Cancelled)).IsSuccess);
        Assert.DoesNotContain(pushed, answer => answer.IsCompleted);

        Kafka.SetLeader("numbers", 0, broker: 1);
        RecordMetadata[] places = await Task.WhenAll(pushed).WaitAsync(Bound, Cancelled);
        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), places.Select(place => place.Offset));
    }

    [Fact]
    public async Task Callers_that_wait_on_a_stuck_topic_give_up_after_MaxBlock()
    {
        (_, ITopicProducer<Number> stuck, ITopicProducer<Point> healthy) = await ConnectAsync(maxBlock: TimeSpan.FromMilliseconds(500));
        while (stuck.TryEnqueue(new Number("a", 0)))
        {
        }

        await Assert.ThrowsAsync<ProducerQueueFullException>(async () => await stuck.ProduceAsync(new Number("a", 1), Cancelled));

        await healthy.ProduceAsync(new Point(1, 1), Cancelled);
    }

    private async Task<(KafkaGenClient Client, ITopicProducer<Number> Stuck, ITopicProducer<Point> Healthy)> ConnectAsync(TimeSpan? maxBlock = null)
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("points", partitions: 1);
        Kafka.SetLeader("numbers", 0, broker: null);
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = Records;
            options.MaxBlock = maxBlock ?? options.MaxBlock;
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Point> healthy = client.GetProducer<Point>();
        await healthy.ProduceAsync(new Point(0, 0), Cancelled);
        return (client, await KnowAsync(client.GetProducer<Number>()), healthy);
    }
}
