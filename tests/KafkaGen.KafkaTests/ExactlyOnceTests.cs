using System.Globalization;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;
using Payments;

namespace KafkaGen.KafkaTests;

/// <summary>
/// Consume, transform, produce by samples/Payments, which is killed at random points. <c>KAFKAGEN_CRASHES</c> says how often: 3 by default.
/// </summary>
public sealed class ExactlyOnceTests(ThreeNodes nodes)
{
    private const int PaymentsPerCrash = 120;
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);
    private static readonly int s_crashes = int.Parse(Environment.GetEnvironmentVariable("KAFKAGEN_CRASHES") ?? "3", CultureInfo.InvariantCulture);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_is_killed_at_random_points_leaves_exactly_one_output_for_each_input()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        foreach (string topic in (string[])["payments.requested", "payments.booked", "accounts.changed"])
        {
            await kafka.CreateNamedTopicAsync(topic, partitions: 3);
        }

        PaymentRequested[] payments = [.. Enumerable.Range(0, (s_crashes + 1) * PaymentsPerCrash)
            .Select(number => new PaymentRequested(Guid.NewGuid(), $"account-{number % 17}", number))];
        await using (KafkaGenClient client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers))
        {
            (await client.GetProducer<PaymentRequested>().ProduceManyAsync(payments, cancellationToken: Cancelled)).ThrowIfFailed();
        }

        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int crash = 0; crash < s_crashes; crash++)
        {
            await using PaymentsProcess worker = PaymentsProcess.Start(kafka);
            await worker.BookedAsync(batches: random.Next(1, 4)).WaitAsync(s_bound, Cancelled);

            // A batch takes some milliseconds from its first record to its commit: this is where in it the worker dies.
            await Task.Delay(random.Next(0, 25), Cancelled);
            worker.Kill();
        }

        await using (PaymentsProcess last = PaymentsProcess.Start(kafka))
        {
            WaitForOutputs(kafka, payments.Length);
            last.Kill();
        }

        List<ConsumeResult<byte[], byte[]>> seen = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "payments.booked");
        int stored = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadUncommitted, "payments.booked").Count;
        int accounts = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, "accounts.changed").Count;

        Assert.Equal(
            payments.Select(payment => payment.PaymentId.ToString()).Order(StringComparer.Ordinal),
            seen.Select(record => System.Text.Encoding.UTF8.GetString(record.Message.Key)).Order(StringComparer.Ordinal));
        Assert.Equal(payments.Length, accounts);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{s_crashes} crashes, {payments.Length} inputs, {seen.Count} outputs seen, {stored - seen.Count} records of aborted transactions");
    }

    // Blocks until a consumer of committed records has seen that many.
    private static void WaitForOutputs(KafkaCluster kafka, int count)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = $"reader-{Guid.NewGuid():N}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe("payments.booked");
        for (int seen = 0; seen < count; seen++)
        {
            _ = consumer.Consume(s_bound) ?? throw new TimeoutException($"No output within {s_bound}; {seen} of {count} seen.");
        }
    }
}
