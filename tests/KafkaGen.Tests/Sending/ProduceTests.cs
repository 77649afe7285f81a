using System.Text;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

public sealed class ProduceTests : ClusterTest
{
    [Fact]
    public async Task A_record_is_acknowledged_with_its_place()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();

        RecordMetadata first = await producer.ProduceAsync(new Number("a", 1), Cancelled);
        RecordMetadata second = await producer.ProduceAsync(new Number("a", 2), Cancelled);

        Assert.Equal("numbers", producer.Topic);
        Assert.Equal(("numbers", 0, 0L), (first.Topic, first.Partition, first.Offset));
        Assert.Equal(1L, second.Offset);
    }

    [Fact]
    public async Task Key_value_headers_timestamp_and_partition_arrive()
    {
        Kafka.CreateTopic("full", partitions: 4);
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        Full message = new(Guid.NewGuid(), "acme", at, 2);

        RecordMetadata metadata = await Connect().GetProducer<Full>().ProduceAsync(message, Cancelled);

        Assert.Equal(2, metadata.Partition);
        Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> record = Assert.Single(Read("full", 1));
        Assert.Equal(2, record.Partition.Value);
        Assert.Equal(message.Id.ToString(), Encoding.UTF8.GetString(record.Message.Key!));
        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(message, System.Text.Json.JsonSerializerOptions.Web),
            Encoding.UTF8.GetString(record.Message.Value!));
        Assert.Equal(
            [("type", "full"), ("tenant", "acme")],
            record.Message.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
        Assert.Equal(at.ToUnixTimeMilliseconds(), record.Message.Timestamp.UnixTimestampMs);
    }

    [Fact]
    public async Task Options_of_the_call_add_headers_and_replace_timestamp_and_partition()
    {
        Kafka.CreateTopic("full", partitions: 4);
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000);
        ProduceOptions options = new() { Headers = [new RecordHeader("trace", "t1"), new RecordHeader("empty", "")], Timestamp = at, Partition = 3 };

        await Connect().GetProducer<Full>().ProduceAsync(new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, 1), options, Cancelled);

        Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> record = Assert.Single(Read("full", 1));
        Assert.Equal(3, record.Partition.Value);
        Assert.Equal(at.ToUnixTimeMilliseconds(), record.Message.Timestamp.UnixTimestampMs);
        Assert.Equal(["type", "trace", "empty"], record.Message.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task A_contract_without_a_key_sends_none_and_a_struct_works()
    {
        await Connect().GetProducer<Point>().ProduceAsync(new Point(1, -2), Cancelled);

        Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> record = Assert.Single(Read("points", 1));
        Assert.Null(record.Message.Key!);
        Assert.Equal("""{"x":1,"y":-2}"""u8, record.Message.Value!);
    }

    [Fact]
    public async Task An_empty_key_is_a_key()
    {
        await Connect().GetProducer<Number>().ProduceAsync(new Number("", 1), Cancelled);

        Assert.Equal([], Assert.Single(Read("numbers", 1)).Message.Key!);
    }

    [Fact]
    public async Task A_batch_answers_each_record_in_sequence()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Number[] messages = [.. Enumerable.Range(0, 100).Select(i => new Number("k", i))];

        ProduceBatchResult result = await Connect().GetProducer<Number>().ProduceManyAsync(messages, cancellationToken: Cancelled);

        Assert.True(result.IsSuccess);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), result.Results.Select(item => item.Metadata.Offset));
    }

    [Fact]
    public async Task A_failed_record_of_a_batch_does_not_fail_the_others()
    {
        Measure[] messages = [new(1), new(double.NaN), new(3)];

        ProduceBatchResult result = await Connect().GetProducer<Measure>().ProduceManyAsync(messages, cancellationToken: Cancelled);

        Assert.Equal(1, result.FailedCount);
        Assert.IsType<RecordEncodingException>(result.Results[1].Error);
        Assert.Null(result.Results[2].Error);
        Assert.Throws<AggregateException>(result.ThrowIfFailed);
        Assert.Equal(2, Read("measures", 2).Count);
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_fails_and_sends_nothing()
    {
        KafkaGenClient client = Connect();

        RecordEncodingException error = await Assert.ThrowsAsync<RecordEncodingException>(
            async () => await client.GetProducer<Measure>().ProduceAsync(new Measure(double.NaN), Cancelled));

        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
    }

    [Fact]
    public async Task A_record_that_times_out_says_once_that_nobody_acknowledged_it_and_what_the_last_error_was()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.Properties["message.timeout.ms"] = "1000");
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 1), Cancelled);
        foreach (int broker in Enumerable.Range(1, Kafka.BootstrapServers.Split(',').Length))
        {
            Kafka.StopBroker(broker);
        }

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(new Number("a", 2), Cancelled));

        Assert.Equal(KafkaErrorCode.LocalMsgTimedOut, error.Code);
        Assert.Equal(2, error.Message.Split("no broker acknowledged it").Length);
        Assert.Contains("within message.timeout.ms (1000 ms); the client's last error: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_may_produce_another_while_it_is_encoded()
    {
        KafkaGenClient client = Connect();
        ITopicProducer<Number> numbers = await KnowAsync(client.GetProducer<Number>());
        ITopicProducer<Reentrant> outers = await KnowAsync(client.GetProducer<Reentrant>());
        Reentrant outer = new() { WhileEncoding = () => numbers.TryEnqueue(new Number("inner", 7)) ? 42 : 0 };

        await outers.ProduceAsync(outer, Cancelled);
        await client.FlushAsync(Cancelled);

        Assert.Equal("""{"value":42}"""u8, Assert.Single(Read("reentrant", 1)).Message.Value!);
        Assert.Equal("inner"u8, Assert.Single(Read("numbers", 1)).Message.Key!);
    }

    [Fact]
    public async Task A_null_message_is_refused()
    {
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await producer.ProduceAsync(null!, Cancelled));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await producer.ProduceManyAsync([null!], cancellationToken: Cancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_partition_that_does_not_exist_fails_the_record(bool withHeaders)
    {
        Kafka.CreateTopic("numbers", partitions: 2);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 1), Cancelled);
        ProduceOptions options = new() { Partition = 17, Headers = withHeaders ? [new RecordHeader("h", "v")] : null };

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await producer.ProduceAsync(new Number("a", 2), options, Cancelled));

        Assert.Equal(KafkaErrorCode.LocalUnknownPartition, error.Code);
        Assert.Equal(RecordPersistence.NotPersisted, error.Status);
        Assert.Contains("numbers", error.Message, StringComparison.Ordinal);
        await producer.ProduceAsync(new Number("a", 3), Cancelled);
        Assert.Equal(0, client.BufferedRecords);
    }

    [Fact]
    public async Task A_negative_partition_is_refused()
    {
        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await Connect().GetProducer<Number>().ProduceAsync(new Number("a", 1), new ProduceOptions { Partition = -1 }, Cancelled));

        Assert.Contains("-1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-62135596800000)]
    public async Task A_timestamp_that_was_never_set_is_refused(long timestamp)
    {
        RecordEncodingException error = await Assert.ThrowsAsync<RecordEncodingException>(async () => await Connect().GetProducer<Full>().ProduceAsync(
            new Full(Guid.NewGuid(), null, DateTimeOffset.FromUnixTimeMilliseconds(timestamp), null), Cancelled));

        Assert.Contains("[KafkaTimestamp]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_latest_timestamp_is_answered()
    {
        // Kafka 4 takes records of the next hour, unless it is told otherwise.
        Kafka.CreateTopic("full", 1, 1, new Dictionary<string, string> { ["message.timestamp.after.max.ms"] = $"{long.MaxValue}" });
        RecordMetadata place = await Connect().GetProducer<Full>().ProduceAsync(new Full(Guid.NewGuid(), null, DateTimeOffset.MaxValue, null), Cancelled);

        Assert.Equal("full", place.Topic);
    }

    [Fact]
    public async Task A_header_without_a_name_is_refused()
    {
        ITopicProducer<Number> producer = Connect().GetProducer<Number>();

        await Assert.ThrowsAsync<RecordEncodingException>(
            async () => await producer.ProduceAsync(new Number("a", 1), new ProduceOptions { Headers = [default] }, Cancelled));
    }

    [Fact]
    public async Task A_broker_error_fails_the_record_with_its_code()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.TopicAuthorizationFailed);

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await Connect().GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled));

        Assert.Equal(KafkaErrorCode.TopicAuthorizationFailed, error.Code);
        Assert.False(error.IsRetriable);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_named()
    {
        Kafka.SetTopicError("numbers", KafkaErrorCode.UnknownTopicOrPart);
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["topic.metadata.propagation.max.ms"] = "100";
            options.Properties["message.timeout.ms"] = "5000";
            options.MaxBlock = TimeSpan.FromSeconds(5);
        });

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled));

        Assert.True(
            OwnSender.IsChosen ? error.Code is KafkaErrorCode.LocalTimedOut : error.Code is KafkaErrorCode.LocalUnknownTopic or KafkaErrorCode.UnknownTopicOrPart or KafkaErrorCode.LocalMsgTimedOut, error.Message);
        Assert.Contains(OwnSender.IsChosen ? "topic 'numbers' does not exist" : "numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_broker_is_named_when_the_record_times_out()
    {
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties["message.timeout.ms"] = "1500";
            options.MaxBlock = TimeSpan.FromMilliseconds(1500);
        });

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled));

        // The sender in C# accepts no record of a topic whose partitions it does not know: MaxBlock ends the wait for them.
        Assert.Equal(OwnSender.IsChosen ? KafkaErrorCode.LocalTimedOut : KafkaErrorCode.LocalMsgTimedOut, error.Code);
        Assert.True(error.IsRetriable);
        Assert.Equal(RecordPersistence.NotPersisted, error.Status);
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }
}
