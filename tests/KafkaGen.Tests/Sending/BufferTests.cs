using KafkaGen.Accumulating;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

/// <summary>What happens when records come faster than the brokers take them.</summary>
public sealed class BufferTests : ClusterTest
{
    private const int SmallBuffer = 64 * 1024;
    private static readonly string s_padding = new('x', 900);

    [Fact]
    public async Task A_thousand_callers_on_a_full_buffer_all_complete_in_order_and_within_the_memory()
    {
        const int Callers = 1000;
        const int RecordsPerCaller = 5;
        Kafka.CreateTopic("numbers", partitions: 3);
        Kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(5));
        KafkaGenClient client = Connect(options => options.BufferMemory = SmallBuffer);
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        long largest = 0;
        long mostWaiting = 0;

        async Task CallAsync(int caller)
        {
            for (int i = 0; i < RecordsPerCaller; i++)
            {
                ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Number($"caller-{caller}", i, s_padding), Cancelled);
                InterlockedMax(ref largest, client.BufferedBytes);
                InterlockedMax(ref mostWaiting, client.WaitingCallers);
                await answer;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(CallAsync)).WaitAsync(Bound * 2, Cancelled);

        Assert.True(mostWaiting > Callers / 2, $"the buffer was not full: at most {mostWaiting} callers waited");
        Assert.InRange(largest, SmallBuffer / 2, SmallBuffer);
        AssertInOrder(Callers, RecordsPerCaller);
        Assert.Equal((0, 0L, 0), (client.BufferedRecords, client.BufferedBytes, client.WaitingCallers));
    }

    [Fact]
    public async Task Calls_that_do_not_await_keep_their_order_on_a_full_buffer()
    {
        const int Records = 500;
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(5));
        ITopicProducer<Number> producer = Connect(options => options.BufferMemory = SmallBuffer).GetProducer<Number>();

        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number("caller-0", i, s_padding), Cancelled).AsTask())];
        RecordMetadata[] places = await Task.WhenAll(answers).WaitAsync(Bound, Cancelled);

        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), places.Select(place => place.Offset));
        AssertInOrder(callers: 1, Records);
    }

    [Fact]
    public async Task A_batch_larger_than_the_buffer_keeps_its_sequence()
    {
        const int Records = 500;
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.SetRoundTripTime(TimeSpan.FromMilliseconds(5));
        ITopicProducer<Number> producer = Connect(options => options.BufferMemory = SmallBuffer).GetProducer<Number>();

        ProduceBatchResult result = await producer.ProduceManyAsync(
            [.. Enumerable.Range(0, Records).Select(i => new Number("caller-0", i, s_padding))], cancellationToken: Cancelled);

        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), result.Results.Select(item => item.Metadata.Offset));
        AssertInOrder(callers: 1, Records);
    }

    [Fact]
    public async Task Cancelling_a_batch_ends_its_wait_for_room()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 5;
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await producer.ProduceManyAsync(
            [.. Enumerable.Range(0, 10).Select(i => new Number("a", i))], cancellationToken: source.Token));

        Assert.Equal(5, client.BufferedRecords);
    }

    [Fact]
    public async Task Keys_and_headers_count()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.FlushTimeout = TimeSpan.Zero);
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);

        await producer.EnqueueAsync(new Number(new string('k', 5000), 1), cancellationToken: Cancelled);
        long withKey = client.BufferedBytes;
        await producer.EnqueueAsync(new Number("k", 1), new ProduceOptions { Headers = [new RecordHeader("h", new byte[7000])] }, Cancelled);
        long withHeader = client.BufferedBytes - withKey;

        // The key stands in the value, too. The sender in C# counts the pieces of memory that records are in.
        int piece = OwnSender.IsChosen ? Room.LargePiece : 0;
        Assert.InRange(withKey, 10_000, 11_000 + piece);
        Assert.InRange(withKey + withHeader, 17_000, 19_000 + piece);
        Assert.InRange(withHeader, OwnSender.IsChosen ? 0 : 7000, 8000 + piece);
        Assert.Equal(2, client.BufferedRecords);
    }

    [Fact]
    public async Task Waiting_ends_after_MaxBlock_with_an_exception_that_names_the_options()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 2;
            options.MaxBlock = TimeSpan.FromMilliseconds(300);
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
        long before = Environment.TickCount64;

        ProducerQueueFullException produce = await Assert.ThrowsAsync<ProducerQueueFullException>(
            async () => await producer.ProduceAsync(new Number("a", 3), Cancelled));
        ProducerQueueFullException enqueue = await Assert.ThrowsAsync<ProducerQueueFullException>(
            async () => await producer.EnqueueAsync(new Number("a", 4), cancellationToken: Cancelled));

        Assert.True(Environment.TickCount64 - before >= 590);
        Assert.Contains("MaxBlock (300 ms)", produce.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBufferedRecords", enqueue.Message, StringComparison.Ordinal);
        Assert.Equal(RecordPersistence.NotPersisted, produce.Status);
        Assert.Equal((2, 0), (client.BufferedRecords, client.WaitingCallers));
    }

    [Fact]
    public async Task TryEnqueue_tells_that_the_buffer_is_full()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 1;
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);

        Assert.True(producer.TryEnqueue(new Number("a", 1)));
        Assert.False(producer.TryEnqueue(new Number("a", 2)));

        Kafka.StartBroker(1);
        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        Assert.True(producer.TryEnqueue(new Number("a", 3)));
    }

    [Fact]
    public async Task More_waiting_calls_than_MaxBufferedRecords_are_refused_at_once()
    {
        ITopicProducer<Number> producer = await KnowAsync(Connect(options =>
        {
            options.MaxBufferedRecords = 1;
            options.FlushTimeout = TimeSpan.Zero;
        }).GetProducer<Number>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        ValueTask waiting = producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);

        ProducerQueueFullException error = await Assert.ThrowsAsync<ProducerQueueFullException>(
            async () => await producer.EnqueueAsync(new Number("a", 3), cancellationToken: Cancelled));

        Assert.Contains("Await", error.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        Kafka.StartBroker(1);
        await waiting.AsTask().WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task A_record_larger_than_the_buffer_or_than_message_max_bytes_fails_at_once()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.BufferMemory = SmallBuffer;
            options.Properties["message.max.bytes"] = "30000";
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        RecordTooLargeException buffer = await Assert.ThrowsAsync<RecordTooLargeException>(
            async () => await producer.ProduceAsync(new Number("a", 1, new string('x', 70_000)), Cancelled));
        RecordTooLargeException request = await Assert.ThrowsAsync<RecordTooLargeException>(
            async () => await producer.ProduceAsync(new Number("a", 1, new string('x', 40_000)), Cancelled));

        Assert.Contains("BufferMemory", buffer.Message, StringComparison.Ordinal);
        Assert.Contains("message.max.bytes allows 30000", request.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
        await producer.ProduceAsync(new Number("a", 1), Cancelled);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Volatile.Read(ref target);
        while (value > seen)
        {
            long was = Interlocked.CompareExchange(ref target, value, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }

    private void AssertInOrder(int callers, int recordsPerCaller)
    {
        ILookup<string, int> values = Read("numbers", callers * recordsPerCaller).ToLookup(
            record => System.Text.Encoding.UTF8.GetString(record.Message.Key!),
            record => System.Text.Json.JsonSerializer.Deserialize<Number>(record.Message.Value!, System.Text.Json.JsonSerializerOptions.Web)!.Value);
        Assert.Equal(callers, values.Count);
        Assert.All(values, caller => Assert.Equal(Enumerable.Range(0, recordsPerCaller), caller));
    }
}
