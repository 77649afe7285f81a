using Confluent.Kafka;
using KafkaGen.Native;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Transactions;

public sealed class SendOffsetsTests : TransactionTest
{
    [Fact]
    public void The_bytes_of_a_consumers_group_are_where_KafkaGen_reads_them()
    {
        // A new Confluent.Kafka that keeps them elsewhere is noticed here.
        using IConsumer<byte[], byte[]> consumer = Consumer();

        byte[] bytes = ConfluentGroupMetadata.BytesOf(consumer.ConsumerGroupMetadata);

        Assert.Contains("orders-group", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offsets_are_sent_with_the_transaction()
    {
        Kafka.CreateTopic("numbers", partitions: 2);
        using IConsumer<byte[], byte[]> consumer = Consumer();
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        await transaction.SendOffsetsAsync(
            [new TopicPartitionOffset("numbers", 0, 5), new TopicPartitionOffset("numbers", 1, 0)], consumer.ConsumerGroupMetadata, Cancelled)
            .WaitAsync(Bound, Cancelled);

        await CommitAsync(transaction);
    }

    [Theory]
    [InlineData(KafkaApiKey.TxnOffsetCommit, KafkaErrorCode.IllegalGeneration, "rebalanced")]
    [InlineData(KafkaApiKey.TxnOffsetCommit, KafkaErrorCode.UnknownMemberId, "rebalanced")]
    [InlineData(KafkaApiKey.TxnOffsetCommit, KafkaErrorCode.GroupAuthorizationFailed, "kafka-acls")]
    [InlineData(KafkaApiKey.AddOffsetsToTxn, KafkaErrorCode.GroupAuthorizationFailed, "kafka-acls")]
    public async Task Offsets_that_are_refused_abort_the_transaction_with_what_to_do(KafkaApiKey request, KafkaErrorCode code, string advice)
    {
        using IConsumer<byte[], byte[]> consumer = Consumer();
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        Kafka.FailNext(request, code);

        KafkaTransactionException sent = await Assert.ThrowsAsync<KafkaTransactionException>(() => SendAsync(transaction, consumer));
        KafkaTransactionException commit = await Assert.ThrowsAsync<KafkaTransactionException>(() => CommitAsync(transaction));

        Assert.Equal((code, TransactionOutcome.Aborted), (sent.Code, sent.Outcome));
        Assert.Contains(advice, sent.Message, StringComparison.Ordinal);
        Assert.Equal(code, commit.Code);
        Assert.Equal(TransactionOutcome.Aborted, transaction.Outcome);
    }

    [Theory]
    [InlineData(KafkaErrorCode.ProducerFenced)]
    [InlineData(KafkaErrorCode.InvalidProducerEpoch)]
    public async Task A_producer_that_is_fenced_while_it_sends_offsets_is_named(KafkaErrorCode code)
    {
        using IConsumer<byte[], byte[]> consumer = Consumer();
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(KafkaApiKey.AddOffsetsToTxn, code);

        await Assert.ThrowsAsync<ProducerFencedException>(() => SendAsync(transaction, consumer));

        await transaction.DisposeAsync();
        await using KafkaTransaction next = await BeginAsync(transactions);
        await next.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await CommitAsync(next);
    }

    [Theory]
    [InlineData(KafkaErrorCode.CoordinatorLoadInProgress)]
    [InlineData(KafkaErrorCode.NotCoordinator)]
    public async Task A_passing_error_is_waited_out(KafkaErrorCode code)
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using IConsumer<byte[], byte[]> consumer = Consumer();
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);
        Kafka.FailNext(KafkaApiKey.AddOffsetsToTxn, code);
        Kafka.FailNext(KafkaApiKey.TxnOffsetCommit, code);

        await SendAsync(transaction, consumer);

        await CommitAsync(transaction);
    }

    [Fact]
    public async Task Positions_and_groups_that_are_none_are_refused()
    {
        using IConsumer<byte[], byte[]> consumer = Consumer();
        (_, IKafkaTransactions transactions) = Open();
        await using KafkaTransaction transaction = await BeginAsync(transactions);

        ArgumentException offset = await Assert.ThrowsAsync<ArgumentException>(
            () => transaction.SendOffsetsAsync([new TopicPartitionOffset("numbers", 0, Offset.Unset)], consumer.ConsumerGroupMetadata, Cancelled));
        ArgumentException partition = await Assert.ThrowsAsync<ArgumentException>(
            () => transaction.SendOffsetsAsync([new TopicPartitionOffset("numbers", Partition.Any, 1)], consumer.ConsumerGroupMetadata, Cancelled));
        ArgumentException group = await Assert.ThrowsAsync<ArgumentException>(
            () => transaction.SendOffsetsAsync([new TopicPartitionOffset("numbers", 0, 1)], new NoGroup(), Cancelled));

        Assert.Equal(("offsets", "offsets"), (offset.ParamName, partition.ParamName));
        Assert.Contains("ConsumerGroupMetadata", group.Message, StringComparison.Ordinal);
        await CommitAsync(transaction);
    }

    private static Task SendAsync(KafkaTransaction transaction, IConsumer<byte[], byte[]> consumer) =>
        transaction.SendOffsetsAsync([new TopicPartitionOffset("numbers", 0, 5)], consumer.ConsumerGroupMetadata, Cancelled).WaitAsync(Bound, Cancelled);

    private IConsumer<byte[], byte[]> Consumer() => new ConsumerBuilder<byte[], byte[]>(
        new ConsumerConfig { BootstrapServers = Kafka.BootstrapServers, GroupId = "orders-group" }).Build();

    private sealed class NoGroup : IConsumerGroupMetadata;
}
