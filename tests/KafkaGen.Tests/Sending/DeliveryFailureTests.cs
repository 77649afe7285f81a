using System.Text;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

public sealed class DeliveryFailureTests : ClusterTest
{
    [Fact]
    public async Task An_enqueued_record_that_fails_reaches_the_handler_as_it_was_sent()
    {
        Kafka.CreateTopic("full", partitions: 4);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.InvalidRecord);
        List<DeliveryFailure> failures = [];
        KafkaGenClient client = Connect(options => options.OnDeliveryFailed = failure =>
        {
            failures.Add(failure);
            return ValueTask.CompletedTask;
        });
        Full message = new(Guid.NewGuid(), "acme", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), 2);

        await client.GetProducer<Full>().EnqueueAsync(message, new ProduceOptions { Headers = [new RecordHeader("more", "m")] }, Cancelled);
        await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        DeliveryFailure failure = Assert.Single(failures);
        Assert.Equal("full", failure.Topic);
        Assert.Equal(KafkaErrorCode.InvalidRecord, failure.Error.Code);
        Assert.Equal(message.Id.ToString(), Encoding.UTF8.GetString(failure.Record.Key!.Value.Span));
        Assert.Contains($"\"id\":\"{message.Id}\"", Encoding.UTF8.GetString(failure.Record.Value!.Value.Span), StringComparison.Ordinal);
        Assert.Equal(["type", "tenant", "more"], failure.Record.Headers.Select(header => header.Name));
        Assert.Equal("acme"u8, failure.Record.Headers[1].Value.Span);
        Assert.Equal(message.At, failure.Record.Timestamp);
        Assert.Equal(2, failure.Record.Partition);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
    }

    [Fact]
    public async Task A_handler_may_enqueue_although_the_buffer_is_full_of_failures()
    {
        const int Records = 50;
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("points", partitions: 1);
        Kafka.SetLeader("numbers", 0, broker: null);
        ITopicProducer<Point>? deadLetters = null;
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = Records;
            options.Properties["message.timeout.ms"] = "1000";
            options.OnDeliveryFailed = async failure => await deadLetters!.EnqueueAsync(new Point(1, 1));
        });
        deadLetters = client.GetProducer<Point>();
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        int failing = 0;
        while (producer.TryEnqueue(new Number("a", failing)))
        {
            failing++;
        }

        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await deadLetters.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.True(failing > Records / 3);
        Assert.Equal(failing, Read("points", failing).Count);
    }

    [Fact]
    public async Task A_failed_record_goes_to_a_dead_letter_topic_as_it_was()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("numbers.dead", partitions: 1);
        ITopicProducer<EncodedRecord>? deadLetters = null;
        KafkaGenClient client = Connect(options => options.OnDeliveryFailed = async failure =>
            await deadLetters!.EnqueueAsync(failure.Record with { Partition = null }));
        deadLetters = client.ForTopic<EncodedRecord>("numbers.dead");
        await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.InvalidRecord);

        await client.GetProducer<Number>().EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
        await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> record = Assert.Single(Read("numbers.dead", 1));
        Assert.Equal("a"u8, record.Message.Key!);
        Assert.Equal("""{"key":"a","value":2,"padding":""}"""u8, record.Message.Value!);
    }

    [Fact]
    public async Task An_encoded_record_without_a_value_is_a_tombstone()
    {
        ITopicProducer<EncodedRecord> producer = Connect().ForTopic<EncodedRecord>("numbers");

        await producer.ProduceAsync(new EncodedRecord { Key = "a"u8.ToArray() }, Cancelled);
        await producer.ProduceAsync(
            new EncodedRecord { Key = ReadOnlyMemory<byte>.Empty, Value = ReadOnlyMemory<byte>.Empty, Headers = [new RecordHeader("h", "v")] }, Cancelled);

        List<Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>> records = Read("numbers", 2);
        Assert.Null(records.Single(record => record.Message.Key!.Length == 1).Message.Value);
        Assert.Equal([], records.Single(record => record.Message.Key!.Length == 0).Message.Value!);
    }

    [Fact]
    public async Task Encoded_records_take_the_compression_of_the_topic_and_have_none_of_their_own()
    {
        KafkaGenClient client = Connect();

        await client.ForTopic<EncodedRecord>("full").ProduceAsync(new EncodedRecord { Value = "{}"u8.ToArray() }, Cancelled);
        await client.GetProducer<Full>().ProduceAsync(new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, null), Cancelled);

        KafkaContractException error = Assert.Throws<KafkaContractException>(client.GetProducer<EncodedRecord>);
        Assert.Contains("ForTopic", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_handler_throws_is_logged_and_the_next_failure_is_handled()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        RecordedLog log = new();
        int calls = 0;
        await using (KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.Properties["message.timeout.ms"] = "500";
            options.OnDeliveryFailed = _ => ++calls == 1 ? throw new InvalidOperationException("handler") : ValueTask.CompletedTask;
        }))
        {
            await KnowAsync(client.GetProducer<Number>());
            Kafka.StopBroker(1);
            await client.GetProducer<Number>().EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
            await client.GetProducer<Number>().EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
            await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        Assert.Equal(2, calls);
        Assert.Single(log.Lines, line => line.EventId == 1008);
    }

    [Fact]
    public async Task Records_left_at_shutdown_reach_the_handler()
    {
        int calls = 0;
        KafkaGenClient client = Connect(options =>
        {
            options.FlushTimeout = TimeSpan.Zero;
            options.OnDeliveryFailed = _ =>
            {
                calls++;
                return ValueTask.CompletedTask;
            };
        });
        await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        for (int i = 0; i < 10; i++)
        {
            await client.GetProducer<Number>().EnqueueAsync(new Number("a", i), cancellationToken: Cancelled);
        }

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(10, calls);
    }
}
