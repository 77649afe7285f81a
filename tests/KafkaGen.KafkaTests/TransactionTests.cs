using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>What consumers see of transactions.</summary>
public sealed class TransactionTests(ThreeNodes nodes)
{
    private const string Text = "A text that says the same thing again, the same thing again, the same thing again.";
    private static readonly string[] s_three = ["tx.zstd", "tx.gzip", "tx.plain"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_transaction_writes_three_contracts_with_three_codecs_and_all_or_nothing_is_seen()
    {
        const int Each = 100;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        foreach (string topic in s_three)
        {
            await kafka.CreateNamedTopicAsync(topic, partitions: 2);
        }

        await using KafkaGenClient client = Connect(kafka);
        IKafkaTransactions transactions = client.OpenTransactions("three");

        await using (KafkaTransaction aborted = await transactions.BeginAsync(Cancelled))
        {
            await ProduceAsync(aborted, -Each);
            await FlushAsync(aborted);
        }

        await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled);
        await ProduceAsync(transaction, Each);
        await FlushAsync(transaction);
        int storedBefore = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadUncommitted, s_three).Count;
        int seenBefore = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, s_three).Count;
        await transaction.CommitAsync(Cancelled);
        List<ConsumeResult<byte[], byte[]>> seenAfter = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, s_three);

        Assert.Equal((6 * Each, 0), (storedBefore, seenBefore));
        Assert.Equal(3 * Each, seenAfter.Count);
        Assert.All(seenAfter, record => Assert.DoesNotContain("\"id\":-", System.Text.Encoding.UTF8.GetString(record.Message.Value), StringComparison.Ordinal));
        Dictionary<string, List<StoredBatch>> stored = [];
        foreach (string topic in s_three)
        {
            stored[topic] = [.. (await kafka.ReadBatchesAsync(topic)).Where(batch => !batch.IsControl)];
        }

        Assert.Equal(["zstd", "gzip", "none"], s_three.Select(topic => Assert.Single(stored[topic].Select(batch => batch.Codec).Distinct())));
        Assert.All(stored.Values.SelectMany(batches => batches), batch => Assert.True(batch.IsTransactional));
        Assert.Single(stored.Values.SelectMany(batches => batches).Select(batch => batch.ProducerId).Distinct());

        static async Task ProduceAsync(KafkaTransaction transaction, int ids)
        {
            for (int id = 1; id <= Math.Abs(ids); id++)
            {
                await transaction.EnqueueAsync(new ZstdInTransaction(id * Math.Sign(ids), Text), cancellationToken: Cancelled);
                await transaction.EnqueueAsync(new GzipInTransaction(id * Math.Sign(ids), Text), cancellationToken: Cancelled);
                await transaction.EnqueueAsync(new PlainInTransaction(id * Math.Sign(ids), Text), cancellationToken: Cancelled);
            }
        }

        static async Task FlushAsync(KafkaTransaction transaction)
        {
            await transaction.GetProducer<ZstdInTransaction>().FlushAsync(Cancelled);
            await transaction.GetProducer<GzipInTransaction>().FlushAsync(Cancelled);
            await transaction.GetProducer<PlainInTransaction>().FlushAsync(Cancelled);
        }
    }

    [Fact]
    public async Task Transactions_of_a_pool_run_at_the_same_time_and_end_each_by_itself()
    {
        const int Transactions = 40;
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("tx.pool", partitions: 3);
        await using KafkaGenClient client = Connect(kafka);
        IKafkaTransactions transactions = client.OpenTransactions("pool", options => options.PoolSize = 4);

        await Task.WhenAll(Enumerable.Range(0, Transactions).Select(RunAsync));
        List<ConsumeResult<byte[], byte[]>> seen = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.pool");

        Assert.Equal(
            Enumerable.Range(0, Transactions).Where(number => number % 3 != 0).SelectMany(number => Enumerable.Repeat($"{number}", 10)).Order(StringComparer.Ordinal),
            seen.Select(record => System.Text.Encoding.UTF8.GetString(record.Message.Key)).Order(StringComparer.Ordinal));

        async Task RunAsync(int number)
        {
            await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled);
            for (int record = 0; record < 10; record++)
            {
                await transaction.EnqueueAsync(new PooledInTransaction($"{number}", record), cancellationToken: Cancelled);
            }

            if (number % 3 != 0)
            {
                await transaction.CommitAsync(Cancelled);
            }
        }
    }

    [Fact]
    public async Task A_second_producer_of_an_id_fences_the_first_which_is_told_so()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("tx.fenced", partitions: 1);
        await using KafkaGenClient first = Connect(kafka);
        await using KafkaGenClient second = Connect(kafka);
        IKafkaTransactions firstTransactions = first.OpenTransactions("fencing");
        KafkaTransaction committing = await firstTransactions.BeginAsync(Cancelled);
        await committing.ProduceAsync(new FencedInTransaction("first, committing"), Cancelled);

        await using KafkaTransaction later = await second.OpenTransactions("fencing").BeginAsync(Cancelled);
        await later.ProduceAsync(new FencedInTransaction("second"), Cancelled);
        ProducerFencedException commit = await Assert.ThrowsAsync<ProducerFencedException>(() => committing.CommitAsync(Cancelled));
        await later.CommitAsync(Cancelled);
        await later.DisposeAsync();
        await committing.DisposeAsync();

        Assert.Equal("fencing-0", commit.TransactionalId);
        Assert.False(commit.IsRetriable);
        Assert.Equal(["second"], Seen());

        // Whoever begins next takes the id back.
        await using KafkaTransaction back = await firstTransactions.BeginAsync(Cancelled);
        await back.ProduceAsync(new FencedInTransaction("first, again"), Cancelled);
        await back.CommitAsync(Cancelled);
        Assert.Equal(["second", "first, again"], Seen());

        List<string> Seen() => [.. TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.fenced")
            .Select(record => System.Text.Encoding.UTF8.GetString(record.Message.Key))];
    }

    [Fact]
    public async Task A_producer_that_is_fenced_while_it_produces_is_told_so_by_its_commit()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("tx.fenced-while-producing", partitions: 1);
        await using KafkaGenClient first = Connect(kafka);
        await using KafkaGenClient second = Connect(kafka);
        KafkaTransaction producing = await first.OpenTransactions("fencing-while-producing").BeginAsync(Cancelled);
        await producing.ProduceAsync(new FencedWhileProducing("first"), Cancelled);
        await using KafkaTransaction later = await second.OpenTransactions("fencing-while-producing").BeginAsync(Cancelled);

        await Assert.ThrowsAsync<KafkaGen.ProduceException>(async () => await producing.ProduceAsync(new FencedWhileProducing("first"), Cancelled));
        ProducerFencedException commit = await Assert.ThrowsAsync<ProducerFencedException>(() => producing.CommitAsync(Cancelled));

        Assert.Equal(TransactionOutcome.Aborted, commit.Outcome);
        Assert.Equal(TransactionOutcome.Aborted, producing.Outcome);
        Assert.Empty(TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.fenced-while-producing"));
    }

    [Fact]
    public async Task A_transaction_that_is_open_for_too_long_is_ended_by_its_coordinator_and_named()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("tx.too-long", partitions: 1);
        await using KafkaGenClient client = Connect(kafka);
        IKafkaTransactions transactions = client.OpenTransactions("too-long", options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        KafkaTransaction forgotten = await transactions.BeginAsync(Cancelled);
        await forgotten.ProduceAsync(new TooLongInTransaction("forgotten"), Cancelled);
        await client.GetProducer<TooLongInTransaction>().ProduceAsync(new TooLongInTransaction("behind it"), Cancelled);

        // A reader stands before the open transaction until the coordinator, which looks every 10 s, has ended it.
        List<ConsumeResult<byte[], byte[]>> seen = [];
        while (seen.Count == 0)
        {
            seen = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.too-long");
        }

        ProducerFencedException error = await Assert.ThrowsAsync<ProducerFencedException>(() => forgotten.CommitAsync(Cancelled));
        await forgotten.DisposeAsync();
        await using KafkaTransaction next = await transactions.BeginAsync(Cancelled);
        await next.ProduceAsync(new TooLongInTransaction("next"), Cancelled);
        await next.CommitAsync(Cancelled);

        Assert.Equal("behind it"u8, Assert.Single(seen).Message.Key);
        Assert.Contains("transaction.timeout.ms (1000 ms)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_the_broker_refuses_fails_the_commit_and_not_the_next_transaction()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        await kafka.CreateNamedTopicAsync("tx.refused", partitions: 1, new Dictionary<string, string> { ["max.message.bytes"] = "2000" });
        await using KafkaGenClient client = Connect(kafka);
        IKafkaTransactions transactions = client.OpenTransactions("refused");
        await using (KafkaTransaction first = await transactions.BeginAsync(Cancelled))
        {
            await first.ProduceAsync(new RefusedInTransaction("first", ""), Cancelled);
            await first.CommitAsync(Cancelled);
        }

        await using (KafkaTransaction refused = await transactions.BeginAsync(Cancelled))
        {
            await refused.EnqueueAsync(new RefusedInTransaction("large", new string('x', 5_000)), cancellationToken: Cancelled);
            KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => refused.CommitAsync(Cancelled));
            Assert.Equal((TransactionOutcome.Aborted, KafkaErrorCode.MsgSizeTooLarge), (error.Outcome, error.Code));
        }

        await using KafkaTransaction next = await transactions.BeginAsync(Cancelled);
        await next.ProduceAsync(new RefusedInTransaction("next", ""), Cancelled);
        await next.CommitAsync(Cancelled);

        Assert.Equal(
            ["first", "next"],
            TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.refused")
                .Select(record => System.Text.Encoding.UTF8.GetString(record.Message.Key)));
    }

    private static KafkaGenClient Connect(KafkaCluster kafka) => KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
}

[KafkaTopic("tx.zstd"), Compression(CompressionCodec.Zstd)]
public sealed record ZstdInTransaction([PartitionKey] int Id, string Text);

[KafkaTopic("tx.gzip"), Compression(CompressionCodec.Gzip)]
public sealed record GzipInTransaction([PartitionKey] int Id, string Text);

[KafkaTopic("tx.plain")]
public sealed record PlainInTransaction([PartitionKey] int Id, string Text);

[KafkaTopic("tx.pool")]
public sealed record PooledInTransaction([PartitionKey] string Transaction, int Number);

[KafkaTopic("tx.fenced")]
public sealed record FencedInTransaction([PartitionKey] string By);

[KafkaTopic("tx.fenced-while-producing")]
public sealed record FencedWhileProducing([PartitionKey] string By);

[KafkaTopic("tx.too-long")]
public sealed record TooLongInTransaction([PartitionKey] string Key);

[KafkaTopic("tx.refused")]
public sealed record RefusedInTransaction([PartitionKey] string Key, string Text);
