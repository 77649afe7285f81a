using System.Net.Sockets;
using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Faults as a real client meets them, and bytes that are no requests.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_answer_does_not_double_an_idempotent_record()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("once", partitions: 1);
        using IDisposable fault = kafka.AddFault(KafkaFault.CloseAfter(KafkaApiKey.Produce) with { Topic = "once" });
        using IProducer<string, string> producer = Producer(kafka, idempotent: true);

        await producer.ProduceAsync("once", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled);

        EmbeddedRecord stored = Assert.Single(kafka.ReadRecords("once"));
        Assert.Equal(("v", 0L, 0), (stored.ValueText, stored.Offset, stored.Sequence));
        Assert.True(stored.ProducerId >= 0);
    }

    [Fact]
    public async Task A_lost_answer_doubles_the_record_of_a_producer_without_idempotence()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("twice", partitions: 1);
        kafka.AddFault(KafkaFault.CloseAfter(KafkaApiKey.Produce));
        using IProducer<string, string> producer = Producer(kafka, idempotent: false);

        await producer.ProduceAsync("twice", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.Equal(2, (await kafka.WaitForRecordsAsync("twice", 2, s_bound, Cancelled)).Count);
    }

    [Fact]
    public async Task A_refused_request_is_not_carried_out()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("refused", partitions: 1);
        kafka.AddFault(KafkaFault.Refuse(KafkaApiKey.Produce, KafkaErrorCode.TopicAuthorizationFailed));
        using IProducer<string, string> producer = Producer(kafka, idempotent: false);

        ProduceException<string, string> refused = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync("refused", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled));

        Assert.Equal(ErrorCode.TopicAuthorizationFailed, refused.Error.Code);
        Assert.Empty(kafka.ReadRecords("refused"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000", "TLS")]
    [InlineData("\u0000\u0000\u0000\u0008\u0000\u0003\u0000\u0009abcd", "request header")]
    [InlineData("\u007f\u007f\u007f\u007f\u0000\u0003", "are allowed")]
    public async Task Bytes_that_are_no_request_close_their_connection_with_a_reason_and_harm_nobody(string bytes, string reason)
    {
        TaskCompletionSource<string> logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.Log = message => logged.TrySetResult(message);
        });
        string[] address = kafka.BootstrapServers.Split(':');
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture), Cancelled);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(bytes), Cancelled);

        Assert.Contains(reason, await logged.Task.WaitAsync(s_bound, Cancelled), StringComparison.Ordinal);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Cancelled).AsTask().WaitAsync(s_bound, Cancelled));
        using IProducer<string, string> producer = Producer(kafka, idempotent: true);
        await producer.ProduceAsync("t", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled);
    }

    [Fact]
    public async Task A_plain_client_on_a_TLS_port_is_told_of_in_the_log()
    {
        TaskCompletionSource<string> logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.UseTls = true;
            options.Log = message => logged.TrySetResult(message);
        });
        using IProducer<string, string> producer = Producer(kafka, idempotent: false);

        Assert.Contains("TLS handshake failed", await logged.Task.WaitAsync(s_bound, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delayed_request_keeps_its_records()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("delayed", partitions: 1);
        TimeSpan delay = TimeSpan.FromMilliseconds(300);
        kafka.AddFault(KafkaFault.DelayRequest(KafkaApiKey.Produce, delay));
        using IProducer<string, string> producer = Producer(kafka, idempotent: true);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Task<DeliveryResult<string, string>>[] sent =
            [.. Enumerable.Range(0, 20).Select(record => producer.ProduceAsync("delayed", new Message<string, string> { Value = $"{record}" }, Cancelled))];
        await Task.WhenAll(sent).WaitAsync(s_bound, Cancelled);

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= delay);
        Assert.Equal(Enumerable.Range(0, 20).Select(record => $"{record}"), kafka.ReadRecords("delayed").Select(record => record.ValueText));
    }

    [Fact]
    public async Task A_moved_leader_is_found_and_nothing_is_lost()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("moving", partitions: 1, replicationFactor: 3);
        using IProducer<string, string> producer = Producer(kafka, idempotent: true);
        for (int record = 0; record < 30; record++)
        {
            await producer.ProduceAsync("moving", new Message<string, string> { Value = $"{record}" }, Cancelled).WaitAsync(s_bound, Cancelled);
            kafka.SetLeader("moving", 0, (record % 3) + 1);
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(record => $"{record}"), kafka.ReadRecords("moving").Select(record => record.ValueText));
    }

    [Fact]
    public async Task Waiting_for_records_that_do_not_come_tells_how_many_there_are()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        using IProducer<string, string> producer = Producer(kafka, idempotent: true);
        Task<IReadOnlyList<EmbeddedRecord>> one = kafka.WaitForRecordsAsync("later", 1, s_bound, Cancelled);
        await producer.ProduceAsync("later", new Message<string, string> { Value = "v", Headers = [new Header("h", [1])] }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.Equal("h", Assert.Single((await one)[0].Headers).Key);
        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(
            () => kafka.WaitForRecordsAsync("later", 2, TimeSpan.FromMilliseconds(50), Cancelled));
        Assert.Contains("has 1 of 2 records", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_beyond_its_quota_is_throttled()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("limited", partitions: 1);
        kafka.SetQuota("greedy", produceBytesPerSecond: 10_000);
        using IProducer<string, byte[]> producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            ClientId = "greedy",
            LingerMs = 0,
        }).Build();
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int record = 0; record < 3; record++)
        {
            await producer.ProduceAsync("limited", new Message<string, byte[]> { Value = new byte[10_000] }, Cancelled).WaitAsync(s_bound, Cancelled);
        }

        // 30 kB at 10 kB/s, of which the first second is free and the last answer need not wait.
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(950));
    }

    private static IProducer<string, string> Producer(EmbeddedKafka kafka, bool idempotent) =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = idempotent,
            LingerMs = 0,
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 100,
        }).SetLogHandler((_, _) => { }).Build();
}
