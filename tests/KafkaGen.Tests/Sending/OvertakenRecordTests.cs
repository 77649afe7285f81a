using System.Text;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

/// <summary>Records that librdkafka acknowledges without an offset: stored before, or never.</summary>
[Trait("Speed", "Slow")]
public sealed class OvertakenRecordTests : ClusterTest
{
    [Fact]
    public async Task A_record_that_a_later_one_has_overtaken_is_not_acknowledged()
    {
        Assert.SkipWhen(OwnSender.IsChosen, "With the sender in C# no record overtakes another: until the leader has acknowledged one, only one batch is on the wire.");
        (ITopicProducer<Number> producer, KafkaGenClient client) = await StartAsync();

        // What a broker does that does not lead the partition yet when the first batch comes, and does when the second one comes.
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.None);
        (Task<RecordMetadata> first, Task<RecordMetadata> second) = ProduceTwo(producer);

        RecordMetadata stored = await second.WaitAsync(Bound, Cancelled);
        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => first.WaitAsync(Bound, Cancelled));

        Assert.Equal(0, stored.Offset);
        Assert.Equal((KafkaErrorCode.OutOfOrderSequenceNumber, RecordPersistence.PossiblyPersisted), (error.Code, error.Status));
        Assert.Contains("most likely the record is not stored", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"value\":2", Encoding.UTF8.GetString(Assert.Single(Read("numbers", 1)).Message.Value!), StringComparison.Ordinal);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_record_that_a_later_one_has_overtaken_is_believed_where_the_broker_knows_the_producer()
    {
        (ITopicProducer<Number> producer, KafkaGenClient client) = await StartAsync();
        await producer.ProduceAsync(new Number("a", 0), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        // Such a broker has the first one: it is only that too few replicas had it in time.
        Kafka.AddFault(KafkaFault.RefuseAfter(KafkaApiKey.Produce, KafkaErrorCode.RequestTimedOut));
        (Task<RecordMetadata> first, Task<RecordMetadata> second) = ProduceTwo(producer);

        // The sender in C# sends the first one again, and the broker tells where it is.
        Assert.Equal(OwnSender.IsChosen ? 1 : -1, (await first.WaitAsync(Bound, Cancelled)).Offset);
        Assert.Equal(2, (await second.WaitAsync(Bound, Cancelled)).Offset);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_record_that_was_stored_before_is_acknowledged_without_an_offset()
    {
        (ITopicProducer<Number> producer, KafkaGenClient client) = await StartAsync();
        RecordMetadata before = await producer.ProduceAsync(new Number("a", 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Kafka.AddFault(KafkaFault.RefuseAfter(KafkaApiKey.Produce, KafkaErrorCode.DuplicateSequenceNumber));
        RecordMetadata repeated = await producer.ProduceAsync(new Number("a", 2), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        RecordMetadata after = await producer.ProduceAsync(new Number("a", 3), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal((0, -1), (before.Offset, repeated.Offset));
        Assert.True(after.Offset > 0);
        await client.DisposeAsync();
    }

    // Both lie ready when the broker starts, and no answer comes for a while: librdkafka has long written the second request when it reads the answer to the first.
    private (Task<RecordMetadata> First, Task<RecordMetadata> Second) ProduceTwo(ITopicProducer<Number> producer)
    {
        Kafka.StopBroker(1);
        Task<RecordMetadata> first = producer.ProduceAsync(new Number("a", 1), Cancelled).AsTask();
        Task<RecordMetadata> second = producer.ProduceAsync(new Number("a", 2), Cancelled).AsTask();
        Kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(500));
        Kafka.StartBroker(1);
        return (first, second);
    }

    // One record a batch.
    private async Task<(ITopicProducer<Number> Producer, KafkaGenClient Client)> StartAsync()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["linger.ms"] = "0";
            options.Properties["batch.num.messages"] = "1";
        });
        ITopicProducer<Point> warmUp = client.GetProducer<Point>();
        await warmUp.ProduceAsync(new Point(1, 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        return (client.GetProducer<Number>(), client);
    }
}
