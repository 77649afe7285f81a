using System.Globalization;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;
using Payments;

namespace KafkaGen.KafkaTests.Crashes;

/// <summary>Kills the worker of samples/Payments at random points, and counts what came out: <c>./build.sh crashes</c>.</summary>
internal static class CrashRun
{
    private const string Usage = """
        crashes [--count N] [--seed S]

          --count  how often the worker is killed (50)
          --seed   repeats the choices of an earlier run (random; printed)
        """;

    private const int PaymentsPerCrash = 120;
    private const int PartitionsPerTopic = 3;
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);
    private static readonly string[] s_topics = ["payments.requested", "payments.booked", "accounts.changed"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = 50;
        int seed = Environment.TickCount;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || arguments[i] is not ("--count" or "--seed"))
            {
                await Console.Error.WriteLineAsync(Usage);
                return 2;
            }

            (count, seed) = arguments[i] == "--count" ? (number, seed) : (count, number);
        }

        Console.WriteLine($"seed {seed}, {count} crashes");
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(nodes: 3, own: true);
        CrashResult result = await RunAsync(kafka, count, new Random(seed), crash => Console.Error.Write($"\r{crash} of {count}"), CancellationToken.None);
        await Console.Error.WriteLineAsync();
        Console.WriteLine(result);
        return result.IsExactlyOnce ? 0 : 1;
    }

    /// <summary>Runs workers one after the other over the same payments, each but the last one killed.</summary>
    public static async Task<CrashResult> RunAsync(
        KafkaCluster kafka, int crashes, Random random, Action<int> progress, CancellationToken cancellationToken)
    {
        foreach (string topic in s_topics)
        {
            await kafka.CreateNamedTopicAsync(topic, PartitionsPerTopic);
        }

        PaymentRequested[] payments = [.. Enumerable.Range(0, (crashes + 1) * PaymentsPerCrash)
            .Select(number => new PaymentRequested(Guid.NewGuid(), $"account-{number % 17}", number))];
        await using (var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers))
        {
            (await client.GetProducer<PaymentRequested>().ProduceManyAsync(payments, cancellationToken: cancellationToken)).ThrowIfFailed();
        }

        int withinBatch = 0;
        for (int crash = 1; crash <= crashes; crash++)
        {
            progress(crash);
            await using PaymentsProcess worker = PaymentsProcess.Start(kafka);
            for (int batches = random.Next(1, 4); batches > 0; batches--)
            {
                await worker.BeginsBatchAsync().WaitAsync(s_bound, cancellationToken);
            }

            // Where in the batch, or in one of the next, the worker dies.
            await Task.Delay(random.Next(0, 80), cancellationToken);
            withinBatch += await worker.KillAsync() ? 1 : 0;
        }

        await using (PaymentsProcess last = PaymentsProcess.Start(kafka))
        {
            WaitForOutputs(kafka, payments.Length);
        }

        int stored = TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadUncommitted, "payments.booked").Count;
        string[] booked = Seen(kafka, "payments.booked", record => record.Message.Key);
        string[] changed = Seen(kafka, "accounts.changed", record => record.Message.Value);
        string[] wanted = [.. payments.Select(payment => payment.PaymentId.ToString())];
        return new CrashResult(crashes, withinBatch)
        {
            Inputs = wanted.Length,
            Missing = wanted.Except(booked).Count() + wanted.Count(id => !changed.Any(text => text.Contains(id, StringComparison.Ordinal))),
            Doubled = booked.Length - booked.Distinct().Count() + changed.Length - changed.Distinct().Count(),
            Aborted = stored - booked.Length,
        };
    }

    private static string[] Seen(KafkaCluster kafka, string topic, Func<ConsumeResult<byte[], byte[]>, byte[]> part) =>
        [.. TopicReader.ReadVisible(kafka.BootstrapServers, IsolationLevel.ReadCommitted, topic).Select(record => System.Text.Encoding.UTF8.GetString(part(record)))];

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
