namespace KafkaGen.Tests.Sending.Neutral;

/// <summary>What the sender of issue 16 must do and today's does not.</summary>
public sealed class SlowSerializerTests : ClusterTest
{
    [Fact(Skip = "B12: one thread encodes all records that wait for room, so that a serializer which blocks holds up all topics. The sender in C# encodes by topic.")]
    public async Task A_serializer_that_blocks_holds_up_its_own_topic_alone()
    {
        Kafka.CreateTopic("sealed", partitions: 1);
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.StopBroker(1);
        using ManualResetEventSlim ever = new();
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 4);
        ITopicProducer<Contracts.Number> numbers = client.GetProducer<Contracts.Number>();
        ITopicProducer<EncodedRecord> slow = client.ForTopic<EncodedRecord>("slow");
        while (numbers.TryEnqueue(new Contracts.Number("a", 0)))
        {
            // Until the buffer is full.
        }

        Task blocked = slow.EnqueueAsync(
            new EncodedRecord { Value = "1"u8.ToArray() }, new ProduceOptions { Headers = new BlockingHeaders(ever) }, Cancelled).AsTask();
        Task next = numbers.EnqueueAsync(new Contracts.Number("a", 1), cancellationToken: Cancelled).AsTask();
        Kafka.StartBroker(1);
        await next.WaitAsync(Bound, Cancelled);

        ever.Set();
        await blocked.WaitAsync(Bound, Cancelled);
    }

    // Read by the call itself first, which then finds no room.
    private sealed class BlockingHeaders(ManualResetEventSlim ever) : IReadOnlyList<RecordHeader>
    {
        private readonly int _caller = Environment.CurrentManagedThreadId;

        public int Count => 1;

        public RecordHeader this[int index] => new("h", "1");

        public IEnumerator<RecordHeader> GetEnumerator()
        {
            if (Environment.CurrentManagedThreadId != _caller)
            {
                ever.Wait();
            }

            yield return this[0];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
