using System.Globalization;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>The files that a cluster is started from: one <c>server.properties</c> and one data folder a node.</summary>
internal sealed record KafkaClusterFiles(string ClusterId, IReadOnlyList<KafkaNodeFiles> Nodes)
{
    /// <param name="folder">Where they go.</param>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="settings">Further lines of <c>server.properties</c>.</param>
    /// <param name="isProxied">Whether each node has a second listener, whose clients it sends to a port where a proxy is to listen.</param>
    /// <param name="listeners">Listeners of a single node beside its own.</param>
    public static KafkaClusterFiles Write(
        string folder, int nodes, IReadOnlyDictionary<string, string>? settings, bool isProxied, IReadOnlyList<KafkaListener> listeners)
    {
        int[] ports = LoopbackPorts.Take((isProxied ? 4 : 2) * nodes);
        int[] ids = [.. Enumerable.Range(1, nodes)];
        string voters = string.Join(',', ids.Select(id => $"{id}@127.0.0.1:{ControllerPort(id)}"));
        var files = new List<KafkaNodeFiles>();
        foreach (int id in ids)
        {
            var file = new KafkaNodeFiles(
                id,
                Path.Combine(folder, $"server-{id}.properties"),
                Path.Combine(folder, $"data-{id}"),
                ports[id - 1],
                isProxied ? new ProxiedPort(ports[(2 * nodes) + id - 1], ports[(3 * nodes) + id - 1]) : null);
            Dictionary<string, string> lines = Lines(file, nodes, ControllerPort(id), voters);
            foreach (KafkaListener listener in listeners)
            {
                lines["listeners"] += $",{listener.Name}://127.0.0.1:{listener.Port}";
                lines["advertised.listeners"] += $",{listener.Name}://localhost:{listener.AdvertisedPort}";
                lines["listener.security.protocol.map"] += $",{listener.Name}:{listener.Protocol}";
            }

            foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
            {
                lines[name] = value;
            }

            File.WriteAllLines(file.Properties, lines.Select(line => $"{line.Key}={line.Value}"));
            files.Add(file);
        }

        return new KafkaClusterFiles(NewClusterId(), files);

        int ControllerPort(int id) => ports[nodes + id - 1];
    }

    private static Dictionary<string, string> Lines(KafkaNodeFiles file, int nodes, int controllerPort, string voters)
    {
        string listeners = $"PLAINTEXT://127.0.0.1:{file.Port}";
        string replicas = nodes.ToString(CultureInfo.InvariantCulture);
        string inSync = Math.Max(1, nodes - 1).ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["process.roles"] = "broker,controller",
            ["node.id"] = file.Id.ToString(CultureInfo.InvariantCulture),
            ["controller.quorum.voters"] = voters,
            ["listeners"] = $"{listeners},CONTROLLER://127.0.0.1:{controllerPort}{file.Proxied?.Listener}",
            ["advertised.listeners"] = $"{listeners}{file.Proxied?.AdvertisedListener}",
            ["controller.listener.names"] = "CONTROLLER",
            ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT",
            ["inter.broker.listener.name"] = "PLAINTEXT",
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

            // Tests write records of long ago, which retention would delete half a minute after the start, while they are being read.
            ["log.initial.task.delay.ms"] = "3600000",

            // A killed broker is fenced after 3 s instead of 9 s.
            ["broker.heartbeat.interval.ms"] = "500",
            ["broker.session.timeout.ms"] = "3000",
        };
    }

    /// <summary>As Kafka's <c>Uuid.randomUuid</c>: 16 bytes in URL-safe base 64, not starting with a dash, which tools would take for an option.</summary>
    public static string NewClusterId()
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
/// <param name="Port">Where the other nodes and direct clients find it.</param>
/// <param name="Proxied">Where clients find it that are to go through a proxy.</param>
internal sealed record KafkaNodeFiles(int Id, string Properties, string DataFolder, int Port, ProxiedPort? Proxied)
{
    /// <summary>Gives the proxied clients other ports, from the node's next start on.</summary>
    public KafkaNodeFiles Move(ProxiedPort to)
    {
        ProxiedPort from = Proxied ?? throw new InvalidOperationException($"Node {Id} has no proxy.");
        File.WriteAllText(Properties, File.ReadAllText(Properties)
            .Replace(from.Listener, to.Listener, StringComparison.Ordinal)
            .Replace(from.AdvertisedListener, to.AdvertisedListener, StringComparison.Ordinal));
        return this with { Proxied = to };
    }
}

/// <summary>One more way into a node.</summary>
/// <param name="Name">What the node's settings call it.</param>
/// <param name="Protocol">SSL, SASL_SSL, ...</param>
/// <param name="Port">Where the node listens.</param>
/// <param name="AdvertisedPort">Where it sends its clients, at <c>localhost</c>.</param>
internal sealed record KafkaListener(string Name, string Protocol, int Port, int AdvertisedPort);

/// <summary>The two sides of a proxy.</summary>
/// <param name="Behind">Where the node listens.</param>
/// <param name="Before">Where the proxy listens, to which the node sends its clients.</param>
internal sealed record ProxiedPort(int Behind, int Before)
{
    /// <summary>More of the node's <c>listeners</c>.</summary>
    public string Listener => $",PROXIED://127.0.0.1:{Behind}";

    /// <summary>More of its <c>advertised.listeners</c>.</summary>
    public string AdvertisedListener => $",PROXIED://127.0.0.1:{Before}";
}
