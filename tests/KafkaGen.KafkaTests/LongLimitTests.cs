using System.Diagnostics;
using System.Globalization;
using KafkaGen.KafkaTests.Faults;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>What takes too long for every run, or wants to be root: <c>./build.sh limits</c>.</summary>
public sealed class LongLimitTests(ThreeNodes nodes)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static ITestOutputHelper Output => TestContext.Current.TestOutputHelper!;

    [Fact(Explicit = true)]
    public async Task A_node_whose_log_directory_is_full_takes_its_records_when_there_is_room_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small file system for the log directory needs Linux and root.");
        string small = Directory.CreateTempSubdirectory("kafkagen-small-").FullName;
        await ShellAsync("mount -t tmpfs -o size=64m tmpfs \"$0\"", small);
        try
        {
            await RunFullAsync(small);
        }
        finally
        {
            await ShellAsync("umount \"$0\" && rmdir \"$0\"", small);
        }
    }

    [Fact(Explicit = true)]
    public async Task Latencies_at_12_and_300_partitions()
    {
        const int RecordsPerSecond = 10_000;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        foreach (int node in kafka.Nodes)
        {
            kafka.ProxyOf(node).Delay = TimeSpan.FromMilliseconds(1);
        }

        Output.WriteLine("| partitions | idempotent | records | median | 99 % |\n| --: | --- | --: | --: | --: |");
        try
        {
            foreach (int partitions in (int[])[12, 300])
            {
                string topic = $"limits.partitions.{partitions}.{Guid.NewGuid():N}";
                await kafka.CreateNamedTopicsAsync([topic], partitions, replicas: 1);
                foreach (bool isIdempotent in (bool[])[true, false])
                {
                    double[] latencies = await MeasureAsync(kafka, topic, isIdempotent, RecordsPerSecond);
                    Output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {partitions} | {(isIdempotent ? "yes" : "no")} | {latencies.Length:N0} | {latencies[latencies.Length / 2]:F1} ms | {latencies[latencies.Length * 99 / 100]:F1} ms |"));
                }
            }
        }
        finally
        {
            foreach (int node in kafka.Nodes)
            {
                kafka.ProxyOf(node).Delay = TimeSpan.Zero;
            }
        }
    }

    private static async Task RunFullAsync(string folder)
    {
        const string Topic = "limits.full";
        const int Partitions = 6;
        string ballast = Path.Combine(folder, "ballast");
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(
            settings: new Dictionary<string, string> { ["log.dirs"] = Path.Combine(folder, "data"), ["log.index.size.max.bytes"] = "100000" }, own: true);
        await kafka.CreateNamedTopicAsync(Topic, Partitions);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        NumberedLoad load = new(client.ForTopic<Numbered>(Topic), recordsPerSecond: 1_000);
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token, TimeSpan.FromMinutes(2));
        try
        {
            while (load.LastPartition < Partitions - 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
            }

            await ShellAsync("cat /dev/zero > \"$0\" 2> /dev/null || true", ballast);
            await kafka.EndsAsync(node: 1);
            File.Delete(ballast);
            await kafka.RestartAsync(node: 1);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        Account account = Account.Of(load.Outcomes, TopicReader.ReadAll(kafka.BootstrapServers, Topic));
        Output.WriteLine($"{account}; longest stall {load.LongestStall}");
        Assert.True(account.IsClean, account.ToString());
        Assert.Equal(account.Produced, account.Acknowledged);
    }

    private static async Task<double[]> MeasureAsync(KafkaCluster kafka, string topic, bool isIdempotent, int recordsPerSecond)
    {
        const int Ticks = 500;
        const int Seconds = 10;
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.ProxiedServers;
            options.Properties["enable.idempotence"] = isIdempotent ? "true" : "false";
        });
        ITopicProducer<Numbered> producer = client.ForTopic<Numbered>(topic);
        List<Task<double>> latencies = [];
        using PeriodicTimer clock = new(TimeSpan.FromSeconds(1.0 / Ticks));
        for (int number = 0; number < recordsPerSecond * Seconds && await clock.WaitForNextTickAsync(Cancelled);)
        {
            for (int i = 0; i < recordsPerSecond / Ticks; i++, number++)
            {
                latencies.Add(TimeAsync(producer, new Numbered(number, number)));
            }
        }

        // The first second connects.
        return [.. (await Task.WhenAll(latencies))[recordsPerSecond..].Order()];
    }

    private static async Task<double> TimeAsync(ITopicProducer<Numbered> producer, Numbered record)
    {
        long began = Stopwatch.GetTimestamp();
        await producer.ProduceAsync(record, Cancelled);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static Task<KafkaTool> ShellAsync(string command, string argument) =>
        KafkaTool.RunAsync("/bin/sh", ["-c", command, argument], TimeSpan.FromSeconds(30));
}
