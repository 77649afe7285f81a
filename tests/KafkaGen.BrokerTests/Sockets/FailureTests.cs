using System.Collections.Concurrent;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.BrokerTests.Sockets;

/// <summary>What fails inside a cluster, or in a test's code that it calls, ends neither the test's process nor anybody else's connection.</summary>
[Collection(Alone.Name)]
public sealed class FailureTests
{
    [Fact]
    public void A_log_that_throws_harms_nobody()
    {
        int told = 0;
        using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.Log = _ =>
            {
                Interlocked.Increment(ref told);
                throw new FormatException("no log today");
            };
        });
        using (PipelinedClient stranger = new(kafka.BootstrapServers))
        {
            stranger.Send("GET / HTTP/1.1\r\n\r\n"u8);
            Stage.Until(() => Volatile.Read(ref told) == 1);
        }

        // A predicate that throws is told of, too, and the request goes on.
        kafka.AddFault(KafkaFault.Close(KafkaApiKey.Metadata) with { When = _ => throw new FormatException("no predicate") });
        using RawClient client = new(kafka.BootstrapServers);
        Assert.Single(Brokers(client));
        Stage.Until(() => Volatile.Read(ref told) == 2);
    }

    [Fact]
    public void A_planned_event_that_fails_harms_nobody_who_connects_or_leaves()
    {
        ConcurrentQueue<string> log = new();
        using ClusterServer server = new(new ClusterSettings { Brokers = 1 });
        server.Logged += log.Enqueue;

        // Not within Do, which would wake the clock: the next client's thread is to find it.
        Fail(server, "while connecting");
        RawClient client = new(server.BootstrapServers);
        Assert.Single(Brokers(client));
        Assert.Contains("while connecting", Assert.Single(log), StringComparison.Ordinal);
        Fail(server, "while leaving");
        client.Dispose();

        Stage.Until(() => server.Clients == 0);
        Assert.Contains("while leaving", log.Last(), StringComparison.Ordinal);
        Assert.Empty(server.Do(cluster => cluster.Broker(1).Connections));
    }

    [Fact]
    public void A_cluster_that_cannot_be_configured_leaves_no_thread()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the names of all threads.");
        const int Clusters = 30;
        int before = ClusterThreads();
        using (EmbeddedKafka.Start(brokers: 1))
        {
            // Their names are seen.
            Stage.Until(() => ClusterThreads() > before);
        }

        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            Assert.ThrowsAny<ArgumentException>(() => EmbeddedKafka.Start(options =>
            {
                options.UseTls = true;
                options.Users["alice"] = null!;
            }));
        }

        // Those of another test's cluster may end meanwhile, but none begins: these tests run alone.
        Stage.Until(() => ClusterThreads() <= before);
    }

    // The kernel keeps the first 15 bytes of a name.
    private static int ClusterThreads() => Directory.EnumerateDirectories("/proc/self/task").Count(thread =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("Embedded Kafka", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended since.
            return false;
        }
    });

    private static void Fail(ClusterServer server, string when) =>
        server.Cluster.Schedule.At(TimeSpan.Zero, () => throw new InvalidOperationException(when));

    private static List<MetadataResponse.Broker> Brokers(RawClient client) =>
        client.Ask<MetadataResponse>(new MetadataRequest { Topics = null }).Brokers;
}
