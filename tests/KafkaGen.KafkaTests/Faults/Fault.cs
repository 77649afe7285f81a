using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests.Faults;

/// <summary>Something that goes wrong with a cluster under load, and is mended again.</summary>
/// <param name="Name">Its row in the table.</param>
/// <param name="RunAsync">Lets it happen, and returns when it is mended.</param>
internal sealed record Fault(string Name, Func<KafkaCluster, string, Random, Task> RunAsync)
{
    private static readonly TimeSpan s_down = TimeSpan.FromSeconds(4);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("leader killed", static async (kafka, topic, _) =>
        {
            int leader = LeaderOf(kafka, topic);
            await kafka.KillAsync(leader);
            await Task.Delay(s_down);
            await kafka.RestartAsync(leader);
        }),
        new("controller killed", static async (kafka, _, _) =>
        {
            int controller = await ControllerOfAsync(kafka);
            await kafka.KillAsync(controller);
            await Task.Delay(s_down);
            await kafka.RestartAsync(controller);
        }),
        new("two nodes killed in turn", static async (kafka, _, random) =>
        {
            foreach (int node in Some(kafka, random, 2))
            {
                await kafka.KillAsync(node);
                await Task.Delay(s_down);
                await kafka.RestartAsync(node);
            }
        }),
        new("node paused", static async (kafka, topic, _) =>
        {
            int leader = LeaderOf(kafka, topic);
            await kafka.KillAsync(leader, "STOP");
            await Task.Delay(s_down);
            await kafka.KillAsync(leader, "CONT");
        }),
        new("all nodes killed and restarted", static async (kafka, _, _) =>
        {
            await Task.WhenAll(kafka.Nodes.Select(node => kafka.KillAsync(node)));
            await Task.WhenAll(kafka.Nodes.Select(kafka.RestartAsync));
        }),
        new("leaders moved", static async (kafka, topic, _) =>
        {
            int leader = LeaderOf(kafka, topic);
            await kafka.KillAsync(leader, "TERM");
            await kafka.RestartAsync(leader);
            await ElectPreferredLeadersAsync(kafka);
        }),
        new("every node moved", static async (kafka, _, random) =>
        {
            // In the end none of the addresses is left that the client began with.
            foreach (int node in Some(kafka, random, kafka.Nodes.Count))
            {
                await kafka.MoveAsync(node);
            }
        }),
        new("connections reset", static async (kafka, _, _) =>
        {
            for (int times = 0; times < 10; times++)
            {
                foreach (int node in kafka.Nodes)
                {
                    kafka.ProxyOf(node).Reset();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(300));
            }
        }),
        new("requests delayed", static async (kafka, _, _) =>
        {
            SetDelay(kafka, TimeSpan.FromMilliseconds(200));
            await Task.Delay(s_down);
            SetDelay(kafka, TimeSpan.Zero);
        }),
        new("node cut off", static async (kafka, topic, _) =>
        {
            LoopbackProxy proxy = kafka.ProxyOf(LeaderOf(kafka, topic));
            proxy.Cut();
            await Task.Delay(s_down);
            proxy.Restore();
        }),
        new("answers lost", static async (kafka, _, _) =>
        {
            for (int times = 0; times < 3; times++)
            {
                foreach (int node in kafka.Nodes)
                {
                    kafka.ProxyOf(node).CutAnswers();
                }

                await Task.Delay(TimeSpan.FromSeconds(1));
                foreach (int node in kafka.Nodes)
                {
                    kafka.ProxyOf(node).Restore();
                }

                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }),
        new("at random", static async (kafka, topic, random) =>
        {
            // One hurts the nodes and one the network, at the same time.
            Fault[] ofNodes = [.. All!.Take(7)];
            Fault[] ofNetwork = [.. All!.Skip(7).Take(4)];
            await Task.WhenAll(
                ofNodes[random.Next(ofNodes.Length)].RunAsync(kafka, topic, random),
                ofNetwork[random.Next(ofNetwork.Length)].RunAsync(kafka, topic, random));
        }),
    ];

    private static void SetDelay(KafkaCluster kafka, TimeSpan delay)
    {
        foreach (int node in kafka.Nodes)
        {
            kafka.ProxyOf(node).Delay = delay;
        }
    }

    private static int[] Some(KafkaCluster kafka, Random random, int count)
    {
        int[] nodes = [.. kafka.Nodes];
        random.Shuffle(nodes);
        return nodes[..count];
    }

    private static int LeaderOf(KafkaCluster kafka, string topic)
    {
        using IAdminClient admin = kafka.Admin();
        return admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions[0].Leader is >= 1 and int leader
            ? leader
            : throw new InvalidOperationException($"Partition 0 of '{topic}' has no leader: the last fault is not mended.");
    }

    private static async Task<int> ControllerOfAsync(KafkaCluster kafka)
    {
        KafkaTool status = await kafka.RunToolAsync("kafka-metadata-quorum.sh", "--bootstrap-server", kafka.BootstrapServers, "describe", "--status");
        string line = status.Output.Split('\n').Single(text => text.StartsWith("LeaderId:", StringComparison.Ordinal));
        return int.Parse(line["LeaderId:".Length..].Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    // By Kafka's own tool: librdkafka learnt it in 2.6, and Confluent.Kafka crashes the process where it cannot.
    private static async Task ElectPreferredLeadersAsync(KafkaCluster kafka)
    {
        try
        {
            await kafka.RunToolAsync(
                "kafka-leader-election.sh", "--bootstrap-server", kafka.BootstrapServers, "--election-type", "PREFERRED", "--all-topic-partitions");
        }
        catch (InvalidOperationException e) when (e.Message.Split('\n').Where(line => line.StartsWith("Error completing", StringComparison.Ordinal)).ToArray() is { Length: > 0 } errors
            && Array.TrueForAll(errors, error => error.Contains("PreferredLeaderNotAvailableException", StringComparison.Ordinal)))
        {
            // Those of some partitions are not back in sync: the others moved.
        }
    }
}
