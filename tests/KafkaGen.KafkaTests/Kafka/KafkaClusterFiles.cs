using System.Globalization;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>The files that a cluster is started from: one <c>server.properties</c> and one data folder a node.</summary>
internal sealed record KafkaClusterFiles(string ClusterId, string BootstrapServers, IReadOnlyList<KafkaNodeFiles> Nodes)
{
    /// <param name="folder">Where they go.</param>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="settings">Further lines of <c>server.properties</c>.</param>
    /// <param name="isProxied">Whether clients are sent to a port before each node, where a proxy is to listen.</param>
    public static KafkaClusterFiles Write(string folder, int nodes, IReadOnlyDictionary<string, string>? settings, bool isProxied)
    {
        int[] ports = LoopbackPorts.Take((isProxied ? 4 : 2) * nodes);
        int[] ids = [.. Enumerable.Range(1, nodes)];
        string voters = string.Join(',', ids.Select(id => $"{id}@127.0.0.1:{ControllerPort(id)}"));
        var files = new List<KafkaNodeFiles>();
        foreach (int id in ids)
        {
            int clientPort = isProxied ? ports[(2 * nodes) + id - 1] : ports[id - 1];
            int advertisedPort = isProxied ? ports[(3 * nodes) + id - 1] : clientPort;
            var file = new KafkaNodeFiles(
                id, Path.Combine(folder, $"server-{id}.properties"), Path.Combine(folder, $"data-{id}"), clientPort, advertisedPort);
            Dictionary<string, string> lines = Lines(file, nodes, ports[id - 1], ControllerPort(id), voters);
            if (isProxied)
            {
                AddClientListener(lines, file);
            }

            foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
            {
                lines[name] = value;
            }

            File.WriteAllLines(file.Properties, lines.Select(line => $"{line.Key}={line.Value}"));
            files.Add(file);
        }

        return new KafkaClusterFiles(NewClusterId(), string.Join(',', files.Select(file => $"127.0.0.1:{file.AdvertisedPort}")), files);

        int ControllerPort(int id) => ports[nodes + id - 1];
    }

    // The nodes still speak with each other directly.
    private static void AddClientListener(Dictionary<string, string> lines, KafkaNodeFiles file)
    {
        lines["listeners"] += $",CLIENT://127.0.0.1:{file.ClientPort}";
        lines["advertised.listeners"] += $",CLIENT://127.0.0.1:{file.AdvertisedPort}";
        lines["listener.security.protocol.map"] += ",CLIENT:PLAINTEXT";
        lines["inter.broker.listener.name"] = "PLAINTEXT";
    }

    private static Dictionary<string, string> Lines(KafkaNodeFiles file, int nodes, int port, int controllerPort, string voters)
    {
        string replicas = nodes.ToString(CultureInfo.InvariantCulture);
        string inSync = Math.Max(1, nodes - 1).ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["process.roles"] = "broker,controller",
            ["node.id"] = file.Id.ToString(CultureInfo.InvariantCulture),
            ["controller.quorum.voters"] = voters,
            ["listeners"] = $"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controllerPort}",
            ["advertised.listeners"] = $"PLAINTEXT://127.0.0.1:{port}",
            ["controller.listener.names"] = "CONTROLLER",
            ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            ["log.dirs"] = file.DataFolder,
            ["num.partitions"] = "3",
            ["default.replication.factor"] = replicas,
            ["min.insync.replicas"] = inSync,
            ["offsets.topic.replication.factor"] = replicas,
            ["offsets.topic.num.partitions"] = "3",
            ["transaction.state.log.replication.factor"] = replicas,
            ["transaction.state.log.min.isr"] = inSync,
            ["transaction.state.log.num.partitions"] = "3",
            ["group.initial.rebalance.delay.ms"] = "0",

            // A killed broker is fenced after 3 s instead of 9 s.
            ["broker.heartbeat.interval.ms"] = "500",
            ["broker.session.timeout.ms"] = "3000",
        };
    }

    /// <summary>As Kafka's <c>Uuid.randomUuid</c>: 16 bytes in URL-safe base 64, not starting with a dash, which tools would take for an option.</summary>
    private static string NewClusterId()
    {
        string id;
        do
        {
            id = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }
        while (id.StartsWith('-'));
        return id;
    }
}

/// <summary>The files of one node.</summary>
/// <param name="Id">The node's number.</param>
/// <param name="Properties">Its <c>server.properties</c>.</param>
/// <param name="DataFolder">Its <c>log.dirs</c>.</param>
/// <param name="ClientPort">Where it listens for clients.</param>
/// <param name="AdvertisedPort">Where it sends them.</param>
internal sealed record KafkaNodeFiles(int Id, string Properties, string DataFolder, int ClientPort, int AdvertisedPort);
