using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

[Trait("Speed", "Slow")]
public sealed class DisposeTests : ClusterTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_sends_what_was_accepted(bool synchronously)
    {
        const int Records = 1000;
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.Properties["linger.ms"] = "20000");
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];

        if (synchronously)
        {
            client.Dispose();
        }
        else
        {
            await client.DisposeAsync();
        }

        Assert.Equal(
            Enumerable.Range(0, Records).Select(i => (long)i), (await Task.WhenAll(answers).WaitAsync(Bound, Cancelled)).Select(place => place.Offset));
    }

    [Fact]
    public async Task Disposing_sends_what_was_enqueued_before_anything_was_known_of_the_topic()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect();

        Assert.True(client.GetProducer<Number>().TryEnqueue(new Number("a", 1)));
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Single(Read("numbers", 1));
    }

    [Fact]
    public async Task Records_that_cannot_be_sent_in_time_fail_and_are_logged()
    {
        const int Records = 100;
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.FlushTimeout = TimeSpan.FromMilliseconds(200);
            options.LoggerFactory = log;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        foreach (Task<RecordMetadata> answer in answers)
        {
            ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => answer.WaitAsync(Bound, Cancelled));
            Assert.Equal(KafkaErrorCode.LocalPurgeQueue, error.Code);
            Assert.Contains("FlushTimeout", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains(log.Lines, line => line.EventId == 1005 && line.Text.Contains($"{Records} records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_in_flight_when_the_time_is_up_are_possibly_persisted()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.FlushTimeout = TimeSpan.FromMilliseconds(300));
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 0), Cancelled);
        Kafka.SetRoundTripTime(TimeSpan.FromSeconds(20));
        Task<RecordMetadata> answer = producer.ProduceAsync(new Number("a", 1), Cancelled).AsTask();

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => answer.WaitAsync(Bound, Cancelled));
        Assert.Equal(RecordPersistence.PossiblyPersisted, error.Status);
    }

    [Fact]
    public async Task Callers_that_wait_for_room_are_answered()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 5;
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, 10).Select(i => producer.ProduceAsync(new Number("a", i), Cancelled).AsTask())];

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        foreach (Task<RecordMetadata> accepted in answers[..5])
        {
            await Assert.ThrowsAsync<ProduceException>(() => accepted.WaitAsync(Bound, Cancelled));
        }

        foreach (Task<RecordMetadata> waiting in answers[5..])
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Bound, Cancelled));
        }
    }

    [Fact]
    public async Task Producing_after_dispose_is_refused()
    {
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        await client.DisposeAsync();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await producer.ProduceAsync(new Number("a", 1), Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled));
        Assert.Throws<ObjectDisposedException>(() => producer.TryEnqueue(new Number("a", 1)));
        Assert.Throws<ObjectDisposedException>(client.GetProducer<Point>);
    }

    [Fact]
    public async Task Every_call_is_answered_exactly_once_when_the_client_is_disposed_under_load()
    {
        const int Callers = 8;
        Kafka.CreateTopic("numbers", partitions: 3);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 500);
        ITopicProducer<Number> producer = client.GetProducer<Number>();
        int acknowledged = 0;
        TaskCompletionSource underLoad = new(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task CallAsync(int caller)
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    await producer.ProduceAsync(new Number($"caller-{caller}", i), CancellationToken.None);
                    if (Interlocked.Increment(ref acknowledged) == 2000)
                    {
                        underLoad.SetResult();
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                // How every caller ends.
            }
        }

        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller), Cancelled))];
        await underLoad.Task.WaitAsync(Bound, Cancelled);
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
        await Task.WhenAll(callers).WaitAsync(Bound, Cancelled);

        Assert.Equal(acknowledged, Read("numbers", acknowledged).Count);
    }

    [Fact]
    public async Task Whatever_code_a_broker_answers_each_record_is_answered_once()
    {
        const int Records = 200;
        KafkaErrorCode[] codes = [.. Enum.GetValues<KafkaErrorCode>().Where(code => code > 0)];

        await Parallel.ForEachAsync(codes, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled }, async (code, cancelled) =>
        {
            await using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 1);
            kafka.CreateTopic("numbers", partitions: 2);
            kafka.FailNext(KafkaApiKey.Produce, code, code, code);
            await using KafkaGenClient client = KafkaGenClient.Create(options =>
            {
                options.BootstrapServers = kafka.BootstrapServers;
                options.Properties["retry.backoff.ms"] = "1";
                options.Properties["message.timeout.ms"] = "20000";
                options.Properties["batch.num.messages"] = "20";
            });
            ITopicProducer<Number> producer = client.GetProducer<Number>();

            int acknowledged = 0;
            int failed = 0;
            Task[] answers = [.. Enumerable.Range(0, Records).Select(async i =>
            {
                try
                {
                    await producer.ProduceAsync(new Number($"{i}", i), cancelled);
                    Interlocked.Increment(ref acknowledged);
                }
                catch (ProduceException)
                {
                    Interlocked.Increment(ref failed);
                }
            })];
            Exception? late = await Record.ExceptionAsync(() => Task.WhenAll(answers).WaitAsync(Bound, cancelled));

            Assert.True(late is null, $"{code}: {acknowledged} acknowledged, {failed} failed, {late?.Message}");
            Assert.True(acknowledged + failed == Records, $"{code}: {acknowledged} acknowledged, {failed} failed");
            Assert.True(client.BufferedRecords == 0, $"{code}: {client.BufferedRecords} records still take room");
        });
    }

    [Fact]
    public async Task Injected_errors_leave_no_call_without_an_answer()
    {
        const int Records = 5000;
        Kafka.CreateTopic("numbers", partitions: 3);
        Kafka.FailNext(
            KafkaApiKey.Produce,
            [.. Enumerable.Range(0, 40).Select(i => i % 4 == 3 ? KafkaErrorCode.InvalidRequest : KafkaErrorCode.NotEnoughReplicas)]);
        KafkaGenClient client = Connect(options =>
        {
            options.Properties["retry.backoff.ms"] = "1";
            options.Properties["batch.num.messages"] = "50";
        });
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        Task<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(new Number($"{i % 10}", i), Cancelled).AsTask())];
        await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await Task.WhenAll(answers.Select(answer => answer.ContinueWith(static _ => { }, TaskScheduler.Default))).WaitAsync(Bound, Cancelled);

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully || answer.Exception!.InnerException is ProduceException));
        Assert.Contains(answers, answer => answer.IsFaulted);
        Assert.Equal(0, client.BufferedRecords);
    }
}
