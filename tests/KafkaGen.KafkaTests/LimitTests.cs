using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaGen.KafkaTests.Faults;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>What brokers refuse, take away, change and slow down while a client produces.</summary>
public sealed class LimitTests(ThreeNodes nodes)
{
    private static readonly TimeSpan s_answerBound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_too_large_for_its_topic_takes_only_records_of_its_batch_with_it()
    {
        const int Small = 300;
        KafkaCluster kafka = await nodes.GetAsync();
        string topic = await kafka.CreateTopicAsync("limits.large", partitions: 1, new Dictionary<string, string> { ["max.message.bytes"] = "20000" });
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        ITopicProducer<Sized> producer = client.ForTopic<Sized>(topic);
        Sized[] messages = [.. Enumerable.Range(0, Small).Select(id => new Sized(id, id == Small / 2 ? new string('x', 50_000) : ""))];

        ProduceBatchResult batch = await producer.ProduceManyAsync(messages, cancellationToken: Cancelled);
        RecordMetadata next = await producer.ProduceAsync(new Sized(Small, ""), Cancelled);

        string[] stored = [.. TopicReader.ReadAll(kafka.BootstrapServers, topic).Select(record => Convert.ToHexString(record.Message.Key))];
        KafkaGen.ProduceException large = Assert.IsType<KafkaGen.ProduceException>(batch.Results[Small / 2].Error);
        Assert.Equal((KafkaErrorCode.MsgSizeTooLarge, RecordPersistence.NotPersisted), (large.Code, large.Status));
        Assert.Contains("max.message.bytes", large.Message, StringComparison.Ordinal);
        Assert.All(batch.Results.Where(result => result.Error is not null), result =>
            Assert.Equal(KafkaErrorCode.MsgSizeTooLarge, Assert.IsType<KafkaGen.ProduceException>(result.Error).Code));
        Assert.Equal(
            [.. Enumerable.Range(0, Small).Where(id => batch.Results[id].Error is null), Small],
            stored.Select(key => Convert.ToInt32(key, 16)));
        Assert.True(next.Offset >= 0);
    }

    [Fact]
    public async Task A_topic_that_is_deleted_under_load_leaves_no_call_unanswered_and_no_other_topic_waiting()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        string topic = await kafka.CreateTopicAsync("limits.deleted", partitions: 3);
        string other = await kafka.CreateTopicAsync("limits.kept", partitions: 3);
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.Properties["message.timeout.ms"] = "10000";
        });
        NumberedLoad load = new(client.ForTopic<Numbered>(topic), recordsPerSecond: 2_000);
        using IAdminClient admin = kafka.Admin();

        await UnderLoadAsync(load, async () =>
        {
            await Task.Delay(s_step, Cancelled);
            await admin.DeleteTopicsAsync([topic]);
            await Task.Delay(s_step, Cancelled);
            Assert.True((await client.ForTopic<Numbered>(other).ProduceAsync(new Numbered(1, 1), Cancelled)).Offset >= 0);
            await Task.Delay(s_step, Cancelled);
        });

        int acknowledged = load.Outcomes.Count(outcome => outcome.Place is not null);
        NumberedLoad.Outcome[] failed = [.. load.Outcomes.Where(outcome => outcome.Failure is not null)];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load.Outcomes.Count} produced, {acknowledged} acknowledged, {failed.Length} failed: " +
            string.Join(", ", failed.Select(outcome => $"{outcome.Failure!.Code}/{outcome.Failure.Status}").Distinct()));
        Assert.Equal(load.Outcomes.Count, acknowledged + failed.Length);
        Assert.True(acknowledged > 1_000);
    }

    [Fact]
    public async Task A_topic_that_grows_from_1_to_12_partitions_under_load_loses_and_doubles_nothing()
    {
        const int Grown = 12;
        KafkaCluster kafka = await nodes.GetAsync();
        string topic = await kafka.CreateTopicAsync("limits.grown", partitions: 1);
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.Properties["topic.metadata.refresh.interval.ms"] = "300";
        });
        NumberedLoad load = new(client.ForTopic<Numbered>(topic), recordsPerSecond: 2_000);
        using IAdminClient admin = kafka.Admin();

        await UnderLoadAsync(load, async () =>
        {
            await Task.Delay(s_step, Cancelled);
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = Grown }]);

            // Keys go to the last of the new partitions only once the client knows of all.
            while (load.LastPartition < Grown - 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
            }
        });

        List<ConsumeResult<byte[], byte[]>> stored = TopicReader.ReadGrown(kafka.BootstrapServers, topic, Grown);
        Account account = Account.Of(load.Outcomes, stored);
        Assert.Equal((0, 0, 0, 0, 0), (account.Lost, account.Doubled, account.Unanswered, account.Failed, account.Misplaced));
        Assert.Equal(Grown, stored.Select(record => record.Partition.Value).Distinct().Count());
        Assert.Equal(account.Produced, stored.Count);
    }

    [Fact]
    public async Task A_client_that_a_quota_slows_down_waits_and_loses_nothing()
    {
        const int Records = 400;
        const int Bytes = 1_000;
        KafkaCluster kafka = await nodes.GetAsync();
        string topic = await kafka.CreateTopicAsync("limits.throttled", partitions: 1);

        // Quotas count over windows of ten seconds: this lets most of the records through at once.
        await kafka.RunToolAsync(
            "kafka-configs.sh", "--bootstrap-server", kafka.BootstrapServers, "--alter", "--entity-type", "clients", "--entity-name", "throttled",
            "--add-config", $"producer_byte_rate={Records * Bytes / 12}");
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.Properties["client.id"] = "throttled";
            options.Properties["batch.size"] = "20000";
            options.Properties["max.in.flight"] = "1";
        });

        long began = Stopwatch.GetTimestamp();
        ProduceBatchResult batch = await client.ForTopic<Sized>(topic).ProduceManyAsync(
            [.. Enumerable.Range(0, Records).Select(id => new Sized(id, new string('x', Bytes)))], cancellationToken: Cancelled);
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        batch.ThrowIfFailed();
        Assert.Equal(Records, TopicReader.ReadAll(kafka.BootstrapServers, topic).Count);
        Assert.True(took > s_step, $"{Records * Bytes} bytes took {took}: the quota did not slow the client down");
    }

    private static async Task UnderLoadAsync(NumberedLoad load, Func<Task> happening)
    {
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token, s_answerBound);
        try
        {
            await happening();
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }
}

[KafkaTopic("limits.sized")]
public sealed record Sized([PartitionKey] int Id, string Text);
