using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

/// <summary>What follows an error that ends the native producer for good: here a broker that says it has lost the record before this one.</summary>
public sealed class FatalErrorTests : ClusterTest
{
    private const string NoFatalError = "Such an answer is fatal for librdkafka only: the sender in C# goes on under another epoch.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_option_every_call_fails_at_once_with_the_cause(bool hasHeader)
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        RecordedLog log = new();
        KafkaGenClient client = Connect(options => options.LoggerFactory = log);
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await FailAsync(producer);

        ProduceException refused = await RefusedAsync(producer, hasHeader ? new ProduceOptions { Headers = [new RecordHeader("h", "1")] } : default);

        Assert.True(refused.IsFatal);
        Assert.Equal((KafkaErrorCode.LocalFatal, RecordPersistence.NotPersisted), (refused.Code, refused.Status));
        Assert.Contains("OutOfOrderSequenceNumber", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("RecreateAfterFatalError", refused.Reason, StringComparison.Ordinal);
        await client.DisposeAsync();
        Assert.Contains(log.Lines, line => line.EventId == 1003);
    }

    [Fact]
    public async Task With_the_option_a_new_producer_takes_over_and_every_call_is_answered()
    {
        Assert.SkipWhen(OwnSender.IsChosen, NoFatalError);
        const int Callers = 8;
        const int PerCaller = 400;
        Kafka.CreateTopic("numbers", partitions: 2);
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.RecreateAfterFatalError = true;
            options.Properties["batch.num.messages"] = "20";
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        int acknowledged = 0;
        int failed = 0;
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < PerCaller; i++)
            {
                if (caller == 0 && i % 100 == 50)
                {
                    Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.OutOfOrderSequenceNumber);
                }

                try
                {
                    await producer.ProduceAsync(new Number($"{caller}", i), Cancelled);
                    Interlocked.Increment(ref acknowledged);
                }
                catch (ProduceException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }))];
        await Task.WhenAll(callers).WaitAsync(Bound, Cancelled);
        RecordMetadata last = await producer.ProduceAsync(new Number("last", 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(Callers * PerCaller, acknowledged + failed);
        Assert.True(failed > 0, "no fatal error was met");
        Assert.True(acknowledged > failed, $"{acknowledged} acknowledged, {failed} failed");
        Assert.Equal("numbers", last.Topic);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
        await client.DisposeAsync();
        Assert.Contains(log.Lines, line => line.EventId == 1010);
        Assert.DoesNotContain(log.Lines, line => line.EventId == 1003);
    }

    [Fact]
    public async Task Calls_that_wait_for_the_new_producer_keep_their_order()
    {
        const int Records = 2_000;
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options =>
        {
            options.RecreateAfterFatalError = true;
            options.Properties["linger.ms"] = "0";
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await FailAsync(producer);

        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        foreach (Task<RecordMetadata> answer in answers)
        {
            await Record.ExceptionAsync(() => answer.WaitAsync(Bound, Cancelled));
        }

        long[] offsets = [.. answers.Where(answer => answer.IsCompletedSuccessfully).Select(answer => answer.Result.Offset)];
        Assert.NotEmpty(offsets);
        Assert.Equal(offsets.Order(), offsets);
    }

    [Fact]
    public async Task Disposing_while_a_new_producer_is_made_answers_every_call()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.RecreateAfterFatalError = true);
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.OutOfOrderSequenceNumber);

        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, 500).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        foreach (Task<RecordMetadata> answer in answers)
        {
            Exception? error = await Record.ExceptionAsync(() => answer.WaitAsync(Bound, Cancelled));
            Assert.True(error is null or ProduceException or ObjectDisposedException, $"{error}");
        }
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_brokers_that_are_gone_when_the_new_producer_takes_over()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options =>
        {
            options.RecreateAfterFatalError = true;
            options.FlushTimeout = TimeSpan.FromMilliseconds(500);
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await FailAsync(producer);
        Kafka.StopBroker(1);
        Task<RecordMetadata> waiting = producer.ProduceAsync(new Number("a", 2), Cancelled).AsTask();

        // Half of the time that a warm-up without brokers takes.
        await client.DisposeAsync().AsTask().WaitAsync(Bound / 2, Cancelled);

        Exception? error = await Record.ExceptionAsync(() => waiting.WaitAsync(Bound, Cancelled));
        Assert.True(error is ProduceException or ObjectDisposedException, $"{error}");
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_caller_that_stays_in_the_failed_producer()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.RecreateAfterFatalError = true;
            options.FlushTimeout = TimeSpan.Zero;
            options.LoggerFactory = log;
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 0), Cancelled);
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        HookedMemory memory = new(() =>
        {
            inside.Set();
            leave.Wait(CancellationToken.None);
        });
        Task stuck = memory.ProduceAsync(producer);
        Assert.True(inside.Wait(Bound, Cancelled));
        try
        {
            await FailAsync(producer);

            await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
        }
        finally
        {
            leave.Set();
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stuck.WaitAsync(Bound, Cancelled));
        Assert.Contains(log.Lines, line => line.EventId == 1006);
    }

    private async Task FailAsync(ITopicProducer<Number> producer)
    {
        Assert.SkipWhen(OwnSender.IsChosen, NoFatalError);
        await producer.ProduceAsync(new Number("a", 0), Cancelled);
        Kafka.FailNext(KafkaApiKey.Produce, KafkaErrorCode.OutOfOrderSequenceNumber);
        await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(new Number("a", 1), Cancelled));
    }

    private static async Task<ProduceException> RefusedAsync(ITopicProducer<Number> producer, ProduceOptions options) =>
        await Assert.ThrowsAsync<ProduceException>(async () => await producer.ProduceAsync(new Number("a", 2), options, Cancelled));
}
