using System.Text.RegularExpressions;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Commits whose coordinator is paused or killed.</summary>
public sealed partial class TransactionFaultTests(ThreeNodes nodes)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commits_survive_a_pause_of_the_cluster_and_the_death_of_their_coordinator()
    {
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        await kafka.CreateNamedTopicAsync("tx.faults", partitions: 3);
        await using KafkaGenClient client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        IKafkaTransactions transactions = client.OpenTransactions("faults", options => options.CommitTimeout = TimeSpan.FromSeconds(2));

        await A_commit_that_timed_out_while_the_cluster_was_paused_is_resumed(kafka, transactions);
        await Transactions_go_on_when_their_coordinator_is_killed(kafka, transactions);
    }

    private static async Task A_commit_that_timed_out_while_the_cluster_was_paused_is_resumed(KafkaCluster kafka, IKafkaTransactions transactions)
    {
        await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled);
        await transaction.ProduceAsync(new FaultInTransaction(-1, 0), Cancelled);
        await SignalAllAsync(kafka, "STOP");

        KafkaTransactionException error = await Assert.ThrowsAsync<KafkaTransactionException>(() => transaction.CommitAsync(Cancelled));
        await SignalAllAsync(kafka, "CONT");
        await CommitAsync(transaction);

        Assert.Equal((TransactionOutcome.Unknown, KafkaErrorCode.LocalTimedOut), (error.Outcome, error.Code));
        Assert.Equal(TransactionOutcome.Committed, transaction.Outcome);
        Assert.Single(TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.faults"));
    }

    private static async Task Transactions_go_on_when_their_coordinator_is_killed(KafkaCluster kafka, IKafkaTransactions transactions)
    {
        const int Transactions = 30;
        const int Each = 10;
        const int KilledAt = 10;
        KafkaTool described = await kafka.RunToolAsync(
            "kafka-transactions.sh", "--bootstrap-server", kafka.BootstrapServers, "describe", "--transactional-id", "faults-0");
        int coordinator = int.Parse(CoordinatorId().Match(described.Output).ValueSpan);
        List<int> committed = [];
        Task killed = Task.CompletedTask;
        for (int number = 0; number < Transactions; number++)
        {
            await using KafkaTransaction transaction = await transactions.BeginAsync(Cancelled);
            for (int record = 0; record < Each; record++)
            {
                await transaction.EnqueueAsync(new FaultInTransaction(number, record), cancellationToken: Cancelled);
            }

            if (number == KilledAt)
            {
                killed = kafka.KillAsync(coordinator);
            }

            try
            {
                await CommitAsync(transaction);
                committed.Add(number);
            }
            catch (KafkaTransactionException error) when (error.Outcome == TransactionOutcome.Aborted)
            {
                // Nothing of it may be seen.
            }
        }

        await killed;
        await kafka.RestartAsync(coordinator);
        ILookup<int, ConsumeResult<byte[], byte[]>> seen = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "tx.faults")
            .ToLookup(record => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(record.Message.Key));

        Assert.True(committed.Count > Transactions / 2, $"only {committed.Count} transactions were committed");
        Assert.Equal(committed, seen.Select(transaction => transaction.Key).Where(number => number >= 0).Order());
        Assert.All(committed, number => Assert.Equal(Each, seen[number].Count()));
    }

    // What times out is resumed until it is answered: no outcome of this test is unknown.
    private static async Task CommitAsync(KafkaTransaction transaction)
    {
        long until = Environment.TickCount64 + 60_000;
        while (true)
        {
            try
            {
                await transaction.CommitAsync(Cancelled);
                return;
            }
            catch (KafkaTransactionException error) when (transaction.Outcome == TransactionOutcome.Open && Environment.TickCount64 < until)
            {
                Assert.Equal(TransactionOutcome.Unknown, error.Outcome);
            }
        }
    }

    private static Task SignalAllAsync(KafkaCluster kafka, string signal) => Task.WhenAll(kafka.Nodes.Select(node => kafka.KillAsync(node, signal)));

    // The first column of the line below the heading.
    [GeneratedRegex(@"(?<=^CoordinatorId.*\n)\d+", RegexOptions.Multiline)]
    private static partial Regex CoordinatorId();
}

[KafkaTopic("tx.faults")]
public sealed record FaultInTransaction([PartitionKey] int Transaction, int Number);
