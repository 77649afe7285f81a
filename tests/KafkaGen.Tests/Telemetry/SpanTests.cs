using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Telemetry;

public sealed class SpanTests : ClusterTest
{
    [Fact]
    public async Task A_record_has_a_span_below_the_callers_with_what_the_conventions_ask_for()
    {
        Kafka.CreateTopic("numbers", partitions: 3);
        using RecordedSpans spans = new();
        ITopicProducer<Number> producer = Connect(options => options.Properties["client.id"] = "shop").GetProducer<Number>();

        ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Number("a", 1), Cancelled);
        Assert.Same(spans.Root, Activity.Current);
        RecordMetadata place = await answer;

        Assert.Same(spans.Root, Activity.Current);
        Activity span = Assert.Single(spans.Ended);
        Assert.Equal(("send numbers", ActivityKind.Producer, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal(spans.Root.SpanId, span.ParentSpanId);
        Assert.True(span.Duration > TimeSpan.Zero);
        string[] server = Kafka.BootstrapServers.Split(':');
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "kafka",
                ["messaging.operation.name"] = "send",
                ["messaging.operation.type"] = "send",
                ["messaging.destination.name"] = "numbers",
                ["messaging.destination.partition.id"] = $"{place.Partition}",
                ["messaging.kafka.offset"] = place.Offset,
                ["messaging.kafka.message.key"] = "a",
                ["messaging.client.id"] = "shop",
                ["server.address"] = server[0],
                ["server.port"] = int.Parse(server[1], CultureInfo.InvariantCulture),
            },
            span.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task Headers_carry_the_spans_context_and_the_callers_state_and_baggage()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();
        spans.Root.AddBaggage("tenant", "acme");

        await Connect().GetProducer<Number>().ProduceAsync(
            new Number("a", 1), new ProduceOptions { Headers = [new RecordHeader("given", "by the call")] }, Cancelled);

        Dictionary<string, string> headers = HeadersOf(Assert.Single(Read("numbers", 1)));
        Assert.Equal(Assert.Single(spans.Ended).Id, headers["traceparent"]);
        Assert.Equal("vendor=1", headers["tracestate"]);
        Assert.Contains("acme", headers["baggage"], StringComparison.Ordinal);
        Assert.Equal("by the call", headers["given"]);
        Assert.Equal(4, headers.Count);
    }

    [Fact]
    public async Task A_context_that_the_call_gives_stays_and_is_linked_to()
    {
        const string Given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();

        await Connect().GetProducer<Number>().ProduceAsync(
            new Number("a", 1), new ProduceOptions { Headers = [new RecordHeader("traceparent", Given)] }, Cancelled);

        Assert.Equal(new() { ["traceparent"] = Given }, HeadersOf(Assert.Single(Read("numbers", 1))));
        Activity span = Assert.Single(spans.Ended);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(spans.Root.SpanId, span.ParentSpanId);
        Assert.Equal("b7ad6b7169203331", Assert.Single(span.Links).Context.SpanId.ToHexString());
    }

    [Fact]
    public async Task A_record_that_was_encoded_with_a_context_keeps_it()
    {
        const string Given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Kafka.CreateTopic("dead", partitions: 1);
        using RecordedSpans spans = new();
        EncodedRecord record = new() { Key = "k"u8.ToArray(), Value = "v"u8.ToArray(), Headers = [new RecordHeader("traceparent", Given)] };

        await Connect().ForTopic<EncodedRecord>("dead").ProduceAsync(record, Cancelled);
        await Connect().ForTopic<EncodedRecord>("dead").ProduceAsync(record with { Headers = [] }, Cancelled);

        List<ConsumeResult<byte[]?, byte[]?>> read = Read("dead", 2);
        Assert.Equal([Given, spans.Ended[1].Id], read.Select(one => HeadersOf(one)["traceparent"]));
        Assert.All(read, one => Assert.Equal(("k"u8.ToArray(), "v"u8.ToArray()), (one.Message.Key!, one.Message.Value!), RecordBytes));
        Assert.All(spans.Ended, span => Assert.Null(span.GetTagItem("messaging.kafka.message.key")));
    }

    [Fact]
    public async Task Without_propagation_no_header_is_added()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();

        await Connect(options => options.PropagateTraceContext = false).GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);

        Assert.Empty(HeadersOf(Assert.Single(Read("numbers", 1))));
        Assert.Single(spans.Ended);
    }

    [Fact]
    public async Task A_span_that_is_not_sampled_leaves_the_trace_to_the_callers()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new(isSampled: false);

        await Connect().GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);

        Assert.Equal(spans.Root.Id, HeadersOf(Assert.Single(Read("numbers", 1)))["traceparent"]);
        Assert.Empty(spans.Ended);
    }

    [Fact]
    public async Task Enqueued_records_and_tombstones_have_ended_spans_when_a_flush_completes()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();
        KafkaGenClient client = Connect();
        IKeyedTopicProducer<string, Number> producer = client.GetKeyedProducer<string, Number>();

        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        Assert.True(producer.TryEnqueue(new Number("b", 2)));
        await producer.EnqueueTombstoneAsync("c", cancellationToken: Cancelled);
        await client.FlushAsync(Cancelled);

        Assert.Equal(
            [("a", 0L, null), ("b", 1L, null), ("c", 2L, true)],
            spans.Ended.Select(span => (
                (string)span.GetTagItem("messaging.kafka.message.key")!,
                (long)span.GetTagItem("messaging.kafka.offset")!,
                (bool?)span.GetTagItem("messaging.kafka.message.tombstone"))));
    }

    [Fact]
    public async Task A_batch_has_a_span_of_its_own_linked_to_one_of_each_record()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();

        ProduceBatchResult result = await Connect().GetProducer<Number>().ProduceManyAsync(
            [new Number("a", 1), new Number("b", 2)], cancellationToken: Cancelled);

        result.ThrowIfFailed();
        Activity[] created = [.. spans.Ended.Where(span => span.DisplayName == "create numbers")];
        Activity sent = Assert.Single(spans.Ended, span => span.DisplayName == "send numbers");
        Assert.Equal((3, ActivityKind.Client, 2), (spans.Ended.Count, sent.Kind, sent.GetTagItem("messaging.batch.message_count")));
        Assert.Equal(created.Select(span => span.SpanId), sent.Links.Select(link => link.Context.SpanId));
        Assert.Equal(["a", "b"], created.Select(span => span.GetTagItem("messaging.kafka.message.key")));
        Assert.All(created, span => Assert.Equal(
            (ActivityKind.Producer, "create", "create", spans.Root.SpanId),
            (span.Kind, span.GetTagItem("messaging.operation.name"), span.GetTagItem("messaging.operation.type"), span.ParentSpanId)));
        Assert.Equal(created.Select(span => span.Id), Read("numbers", 2).Select(record => HeadersOf(record)["traceparent"]));
    }

    [Fact]
    public async Task A_batch_of_which_a_record_fails_has_a_span_that_says_so()
    {
        Kafka.CreateTopic("full", partitions: 1);
        using RecordedSpans spans = new();

        ProduceBatchResult result = await Connect().GetProducer<Full>().ProduceManyAsync(
            [new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, 0), new Full(Guid.NewGuid(), null, DateTimeOffset.UtcNow, 7)], cancellationToken: Cancelled);

        Assert.Equal(1, result.FailedCount);
        Activity sent = Assert.Single(spans.Ended, span => span.DisplayName == "send full");
        Assert.Equal((ActivityStatusCode.Error, "_UNKNOWN_PARTITION"), (sent.Status, sent.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_record_that_fails_has_a_span_that_ends_with_its_error()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.TopicAuthorizationFailed);
        using RecordedSpans spans = new();

        await Assert.ThrowsAsync<KafkaGen.ProduceException>(async () => await Connect().GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled));

        Activity span = Assert.Single(spans.Ended);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("TOPIC_AUTHORIZATION_FAILED", span.GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_record_that_is_refused_has_a_span_that_ends_with_the_refusal()
    {
        using RecordedSpans spans = new();
        KafkaGenClient client = Connect();

        await Assert.ThrowsAsync<RecordTooLargeException>(
            async () => await client.GetProducer<Number>().ProduceAsync(new Number("a", 1, new string('x', 2_000_000)), Cancelled));
        await Assert.ThrowsAsync<RecordEncodingException>(async () => await client.GetProducer<Measure>().EnqueueAsync(new Measure(double.NaN), cancellationToken: Cancelled));

        Assert.Equal(
            ["MSG_SIZE_TOO_LARGE", "KafkaGen.RecordEncodingException"],
            spans.Ended.Select(span => span.GetTagItem("error.type")));
        Assert.All(spans.Ended, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
    }

    [Fact]
    public async Task Records_that_wait_for_room_have_spans_from_the_call_to_the_answer()
    {
        const int Room = 50;
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = Room);
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        // Nobody answers before all of them are there.
        await KnowAsync(producer);
        Kafka.StopBroker(1);

        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Room).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        DateTime before = DateTime.UtcNow;
        answers = [.. answers, .. Enumerable.Range(Room, Room).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        DateTime after = DateTime.UtcNow;
        Assert.Equal(Room, client.WaitingCallers);
        Kafka.StartBroker(1);
        await Task.WhenAll(answers).WaitAsync(Bound, Cancelled);

        Assert.Equal(Enumerable.Range(0, 2 * Room).Select(i => (long)i), spans.Ended.Select(span => (long)span.GetTagItem("messaging.kafka.offset")!));
        TimeSpan clock = TimeSpan.FromMilliseconds(20);
        Assert.All(spans.Ended.Skip(Room), span => Assert.InRange(span.StartTimeUtc, before - clock, after + clock));
        Assert.Equal(
            spans.Ended.Select(span => span.Id),
            Read("numbers", 2 * Room).Select(record => HeadersOf(record)["traceparent"]));
    }

    [Fact]
    public async Task Calls_that_find_no_room_have_spans_that_say_so()
    {
        using RecordedSpans spans = new();
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 1;
            options.FlushTimeout = TimeSpan.Zero;
            options.MaxBlock = TimeSpan.FromMilliseconds(50);
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await KnowAsync(producer);
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        using CancellationTokenSource giveUp = new();

        Assert.False(producer.TryEnqueue(new Number("b", 1)));
        await Assert.ThrowsAsync<ProducerQueueFullException>(async () => await producer.ProduceAsync(new Number("c", 1), Cancelled));
        ValueTask<RecordMetadata> cancelled = producer.ProduceAsync(new Number("d", 1), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        await client.DisposeAsync();

        Assert.Equal(
            ["_QUEUE_FULL", "_QUEUE_FULL", "System.OperationCanceledException", "_PURGE_QUEUE"],
            spans.Ended.Select(span => span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_transactions_records_have_spans()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using RecordedSpans spans = new();
        IKafkaTransactions transactions = Connect().OpenTransactions("spans");

        await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        await transaction.CommitAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.Equal(Assert.Single(spans.Ended).Id, HeadersOf(Assert.Single(Read("numbers", 1)))["traceparent"]);
    }

    [Fact]
    public async Task A_listener_that_blocks_holds_up_no_record_that_it_does_not_listen_to()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        Kafka.CreateTopic("points", partitions: 1);
        KafkaGenClient client = Connect();
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim released = new();
        using RecordedSpans spans = new();
        using ActivityListener blocking = new()
        {
            ShouldListenTo = source => source.Name == KafkaGenTelemetry.ActivitySourceName,
            ActivityStopped = span =>
            {
                if (span.TraceId == spans.Root.TraceId)
                {
                    entered.Set();
                    released.Wait(Bound);
                }
            },
        };
        ActivitySource.AddActivityListener(blocking);

        Task<RecordMetadata> traced = client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled).AsTask();
        Assert.True(entered.Wait(Bound, Cancelled));
        Activity.Current = null;
        await client.GetProducer<Point>().ProduceAsync(new Point(1, 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.False(traced.IsCompleted);
        released.Set();
        await traced.WaitAsync(Bound, Cancelled);
    }

    private static bool RecordBytes((byte[] Key, byte[] Value) one, (byte[] Key, byte[] Value) other) =>
        one.Key.AsSpan().SequenceEqual(other.Key) && one.Value.AsSpan().SequenceEqual(other.Value);

    private static Dictionary<string, string> HeadersOf(ConsumeResult<byte[]?, byte[]?> record) =>
        record.Message.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes()));
}
