using System.Text;
using KafkaGen.Accumulating;
using KafkaGen.Producing;
using KafkaGen.Sending;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;

namespace KafkaGen.Tests.Sending;

public sealed class TopicSettingsTests : ClusterTest
{
    [Fact]
    public async Task The_applications_partitioner_picks_the_partition_of_every_path()
    {
        Kafka.CreateTopic("regions", partitions: 4);
        KafkaGenClient client = Connect();
        IKeyedTopicProducer<string, Region> producer = client.GetKeyedProducer<string, Region>();

        RecordMetadata one = await producer.ProduceAsync(new Region("3"), Cancelled);
#pragma warning disable KG0312 // another test produces records without a key
        RecordMetadata deleted = await producer.ProduceTombstoneAsync("1", cancellationToken: Cancelled);
#pragma warning restore KG0312
        ProduceBatchResult many = await producer.ProduceManyAsync([new Region("2"), new Region("0"), new Region("1a")], cancellationToken: Cancelled);
        Assert.True(producer.TryEnqueue(new Region("2b")));
        await client.FlushAsync(Cancelled);

        Assert.Equal((3, 1), (one.Partition, deleted.Partition));
        Assert.Equal([2, 0, 1], many.Results.Select(result => result.Metadata.Partition));
        Assert.Equal("2b", Read("regions", 6).Where(record => record.Partition == 2).Select(record => Encoding.UTF8.GetString(record.Message.Key!)).Last());
    }

    [Fact]
    public async Task The_applications_partitioner_is_not_asked_without_a_key_or_with_a_partition()
    {
        Kafka.CreateTopic("regions", partitions: 4);
        ITopicProducer<Region> producer = Connect().GetProducer<Region>();

        RecordMetadata withoutKey = await producer.ProduceAsync(new Region(null), Cancelled);
        RecordMetadata named = await producer.ProduceAsync(new Region("x"), new ProduceOptions { Partition = 2 }, Cancelled);

        Assert.InRange(withoutKey.Partition, 0, 3);
        Assert.Equal(2, named.Partition);
    }

    [Fact]
    public async Task What_the_applications_partitioner_throws_fails_the_record()
    {
        Kafka.CreateTopic("regions", partitions: 4);
        KafkaGenClient client = Connect();
        ITopicProducer<Region> producer = client.GetProducer<Region>();

        CustomPartitionerException waiting = await Assert.ThrowsAsync<CustomPartitionerException>(
            async () => await producer.ProduceAsync(new Region("x"), Cancelled));
        CustomPartitionerException atOnce = await Assert.ThrowsAsync<CustomPartitionerException>(
            async () => await producer.EnqueueAsync(new Region("x"), cancellationToken: Cancelled));
        ProduceBatchResult batch = await producer.ProduceManyAsync([new Region("x"), new Region("1")], cancellationToken: Cancelled);

        Assert.All([waiting, atOnce], error => Assert.IsType<NotSupportedException>(error.InnerException));
        Assert.Contains(nameof(ByFirstByte), atOnce.Message, StringComparison.Ordinal);
        Assert.Equal(1, batch.FailedCount);
        Assert.Equal(0, client.BufferedRecords);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("/")]
    public async Task A_partition_that_does_not_exist_fails_the_record_and_names_the_partitioner(string code)
    {
        Kafka.CreateTopic("regions", partitions: 4);

        CustomPartitionerException error = await Assert.ThrowsAsync<CustomPartitionerException>(
            async () => await Connect().GetProducer<Region>().ProduceAsync(new Region(code), Cancelled));

        Assert.Contains("the topic has 4", error.Message, StringComparison.Ordinal);
        Assert.Equal(RecordPersistence.NotPersisted, error.Status);
    }

    [Fact]
    public async Task Records_wait_for_the_number_of_partitions_and_other_topics_go_on()
    {
        Kafka.CreateTopic("regions", partitions: 4);
        Kafka.SetTopicError("regions", KafkaErrorCode.LeaderNotAvailable);
        KafkaGenClient client = Connect();
        ITopicProducer<Region> producer = client.GetProducer<Region>();

        ValueTask<RecordMetadata>[] waiting = [.. Enumerable.Range(0, 8).Select(i => producer.ProduceAsync(new Region("1", i), Cancelled))];
        Assert.True(producer.TryEnqueue(new Region("1", 8)));
        await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);
        Assert.Equal(9, client.WaitingCallers);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);

        Kafka.SetTopicError("regions", KafkaErrorCode.None);
        RecordMetadata[] places = await Task.WhenAll(waiting.Select(task => task.AsTask())).WaitAsync(Bound, Cancelled);

        Assert.All(places, place => Assert.Equal(1, place.Partition));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), places.Select(place => place.Offset));
        RecordMetadata behind = await producer.ProduceAsync(new Region("1", 9), Cancelled);
        Assert.Equal(9, behind.Offset);
    }

    [Fact]
    public async Task A_record_that_nobody_awaits_and_whose_partitions_stay_unknown_reaches_the_handler()
    {
        TaskCompletionSource<DeliveryFailure> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.MaxBlock = TimeSpan.FromMilliseconds(300);
            options.OnDeliveryFailed = failure =>
            {
                failed.TrySetResult(failure);
                return ValueTask.CompletedTask;
            };
        });

        Assert.True(client.GetProducer<Region>().TryEnqueue(new Region("1", 7)));
        await client.FlushAsync(Cancelled);

        Assert.True(failed.Task.IsCompleted, "the flush did not wait for the handler");
        DeliveryFailure failure = await failed.Task;
        Assert.Equal(("regions", KafkaErrorCode.LocalTimedOut, RecordPersistence.NotPersisted), (failure.Topic, failure.Error.Code, failure.Error.Status));
        Assert.Equal("1"u8, failure.Record.Key!.Value.Span);
        Assert.Null(failure.Record.Partition);
    }

    [Fact]
    public async Task TryEnqueue_does_not_say_that_the_buffer_is_full_while_those_who_waited_for_the_number_of_partitions_go_on()
    {
        Kafka.CreateTopic("regions", partitions: 4);
        Kafka.SetTopicError("regions", KafkaErrorCode.LeaderNotAvailable);
        KafkaGenClient client = Connect();
        TopicProducer<Region> producer = (TopicProducer<Region>)client.GetProducer<Region>();
        using ManualResetEventSlim goOn = new();
        TaskCompletionSource served = new(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Lane.Transport.Line.OnTried = outcome =>
        {
            if (outcome == SendOutcome.Done && served.TrySetResult())
            {
                goOn.Wait(Bound, CancellationToken.None);
            }
        };
        Assert.True(producer.TryEnqueue(new Region("1", 0)));
        Assert.True(producer.TryEnqueue(new Region("1", 1)));
        Kafka.SetTopicError("regions", KafkaErrorCode.None);
        await served.Task.WaitAsync(Bound, Cancelled);

        Assert.True(producer.TryEnqueue(new Region("1", 2)));

        goOn.Set();
        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        Assert.Equal(3, Read("regions", 3).Count);
        Assert.False(producer.Lane.IsCatchingUp);
    }

    [Fact]
    public async Task A_number_of_partitions_that_stays_unknown_fails_the_record_after_MaxBlock()
    {
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.MaxBlock = TimeSpan.FromMilliseconds(300);
        });

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await client.GetProducer<Region>().ProduceAsync(new Region("1"), Cancelled));

        Assert.Equal(KafkaErrorCode.LocalTimedOut, error.Code);
        Assert.True(error.IsRetriable);
        Assert.Contains("its partitions were not known within MaxBlock (300 ms)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_ends_the_wait_for_the_number_of_partitions()
    {
        KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";

            // The sender in C# goes on looking for the partitions meanwhile.
            options.FlushTimeout = OwnSender.IsChosen ? TimeSpan.FromMilliseconds(300) : options.FlushTimeout;
        });
        Task<RecordMetadata> waiting = client.GetProducer<Region>().ProduceAsync(new Region("1"), Cancelled).AsTask();

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public async Task A_topic_has_the_partitioner_of_its_contract_and_others_keep_the_clusters()
    {
        const int Partitions = 7;
        Kafka.CreateTopic("crc", Partitions);
        Kafka.CreateTopic("numbers", Partitions);
        KafkaGenClient client = Connect();
        string[] keys = [.. Enumerable.Range(0, 50).Select(i => $"key-{i}")];

        foreach (string key in keys)
        {
            RecordMetadata crc = await client.GetProducer<Crc>().ProduceAsync(new Crc(key), Cancelled);
            Assert.Equal((int)(Crc32(key) % Partitions), crc.Partition);
        }

        ProduceBatchResult murmur = await client.GetProducer<Number>().ProduceManyAsync(
            [.. keys.Select(key => new Number(key, 1))], cancellationToken: Cancelled);
        Assert.Contains(
            murmur.Results.Zip(keys),
            pair => pair.First.Metadata.Partition != (int)(Crc32(pair.Second) % Partitions));
    }

    // The reflected polynomial of zlib, which librdkafka's consistent partitioner uses.
    private static uint Crc32(string key)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in Encoding.UTF8.GetBytes(key))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }

    [Fact]
    public async Task A_topic_has_the_message_timeout_of_its_options()
    {
        KafkaGenClient client = Connect(options => options.Topic("numbers").MessageTimeout = TimeSpan.FromMilliseconds(1200));
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            async () => await producer.ProduceAsync(new Number("a", 1), Cancelled));

        Assert.Equal(KafkaErrorCode.LocalMsgTimedOut, error.Code);
        Assert.Contains("1200 ms", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, 1)]
    [InlineData(true, 60_000, 0)]
    [InlineData(false, null, 0)]
    public async Task Topics_that_give_up_after_different_times_are_warned_of_once(bool idempotent, int? clusterTimeout, int warnings)
    {
        Assert.SkipWhen(OwnSender.IsChosen, "What the warning is about, numbers of one topic that are lost for others, is librdkafka's.");
        RecordedLog log = new();
        await using (KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = Kafka.BootstrapServers;
            options.LoggerFactory = log;
            options.Properties["enable.idempotence"] = idempotent ? "true" : "false";
            options.Properties["message.timeout.ms"] = $"{clusterTimeout ?? 300_000}";
            options.Topic("points").MessageTimeout = TimeSpan.FromSeconds(60);
            options.Topic("visits").MessageTimeout = TimeSpan.FromSeconds(60);
        }))
        {
            client.GetProducer<Number>();
            client.GetProducer<Point>();
            client.GetProducer<Visit>();
            client.GetProducer<Number>();
        }

        RecordedLog.Line[] told = [.. log.Lines.Where(line => line.EventId == 1012)];
        Assert.Equal(warnings, told.Length);
        Assert.All(told, line => Assert.StartsWith("Records of the topic points are given up after 60000 ms, those of numbers after 300000 ms.", line.Text, StringComparison.Ordinal));
    }
}
