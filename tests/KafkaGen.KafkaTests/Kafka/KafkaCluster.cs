using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>
/// An Apache Kafka for tests: KRaft nodes of its own on loopback, or, by <c>KAFKA_BOOTSTRAP</c>, one that runs already. Disposing stops the
/// nodes and removes their data.
/// </summary>
internal sealed class KafkaCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_startBound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_toolBound = TimeSpan.FromMinutes(3);

    private readonly KafkaHome? _home;
    private readonly ProcessWatchdog? _watchdog;
    private readonly KafkaNode[] _nodes;
    private readonly LoopbackProxy[] _proxies;

    private KafkaCluster(
        KafkaHome? home, ProcessWatchdog? watchdog, KafkaNode[] nodes, LoopbackProxy[] proxies, string bootstrapServers)
    {
        _home = home;
        _watchdog = watchdog;
        _nodes = nodes;
        _proxies = proxies;
        BootstrapServers = bootstrapServers;
    }

    public string BootstrapServers { get; }

    /// <summary>Starts nodes 1 to <paramref name="nodes"/>; skips the test where there is no Kafka.</summary>
    /// <param name="nodes">How many; topics get as many replicas by default.</param>
    /// <param name="settings">Further lines of <c>server.properties</c>, over those of the fixture.</param>
    /// <param name="own">Whether the test needs nodes of its own, to read their disks or to stop them.</param>
    /// <param name="isProxied">Whether clients reach each node through a <see cref="LoopbackProxy"/>.</param>
    public static async Task<KafkaCluster> StartAsync(
        int nodes = 1, IReadOnlyDictionary<string, string>? settings = null, bool own = false, bool isProxied = false)
    {
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is { Length: > 0 } bootstrap)
        {
            Assert.SkipWhen(own || settings is not null, "KAFKA_BOOTSTRAP names a running Kafka; this test needs to start its own.");
            return new KafkaCluster(null, null, [], [], bootstrap);
        }

        KafkaHome home = KafkaHome.FindOrSkip();
        string folder = Directory.CreateTempSubdirectory("kafkagen-kafka-").FullName;
        var watchdog = new ProcessWatchdog(folder);
        KafkaClusterFiles files = KafkaClusterFiles.Write(folder, nodes, settings, isProxied);
        var cluster = new KafkaCluster(
            home,
            watchdog,
            [.. files.Nodes.Select(node => new KafkaNode(home, watchdog, node.Id, node.Properties, node.DataFolder))],
            isProxied ? [.. files.Nodes.Select(node => LoopbackProxy.Start(node.AdvertisedPort, node.ClientPort))] : [],
            files.BootstrapServers);
        try
        {
            await Task.WhenAll(files.Nodes.Select(node => KafkaTool.RunAsync(
                home.Script("kafka-storage.sh"), ["format", "-t", files.ClusterId, "-c", node.Properties], s_startBound)));
            await Task.WhenAll(cluster._nodes.Select(node => node.StartAsync(s_startBound)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The numbers of the nodes.</summary>
    public IReadOnlyList<int> Nodes => [.. _nodes.Select(node => node.Id)];

    /// <summary>What stands between the clients and a node.</summary>
    public LoopbackProxy ProxyOf(int node) => _proxies[node - 1];

    /// <summary>The folders in which the nodes keep the partitions of a topic.</summary>
    public IReadOnlyList<string> PartitionFolders(string topic) =>
        [.. _nodes.SelectMany(node => Directory.EnumerateDirectories(node.DataFolder, $"{topic}-*"))
            .Where(folder => int.TryParse(Path.GetFileName(folder)[(topic.Length + 1)..], out _))];

    /// <summary>The batches of a topic that are on disk.</summary>
    public async Task<List<StoredBatch>> ReadBatchesAsync(string topic)
    {
        // Every partition is on several disks; one copy of each tells.
        IEnumerable<string> segments = PartitionFolders(topic)
            .DistinctBy(Path.GetFileName)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.log"));
        KafkaTool dump = await RunToolAsync("kafka-dump-log.sh", "--files", string.Join(',', segments));
        List<StoredBatch> batches = StoredBatch.Parse(dump.Output);
        Assert.NotEmpty(batches);
        return batches;
    }

    /// <summary>The ids of the nodes.</summary>
    public IEnumerable<int> NodeIds => _nodes.Select(node => node.Id);

    /// <summary>Sends a signal to a node: TERM, KILL, STOP or CONT.</summary>
    public Task KillAsync(int node, string signal = "KILL") => Node(node).SignalAsync(signal);

    /// <summary>Starts a node again that was ended; its data and its ports are as before.</summary>
    public Task RestartAsync(int node) => Node(node).StartAsync(s_startBound);

    /// <summary>Runs one of Kafka's scripts; skips the test where there is no Kafka to take it from.</summary>
    public Task<KafkaTool> RunToolAsync(string script, params string[] arguments) =>
        KafkaTool.RunAsync((_home ?? KafkaHome.FindOrSkip()).Script(script), arguments, s_toolBound);

    /// <summary>Makes a topic whose name no other test has.</summary>
    /// <returns>The topic's name.</returns>
    public async Task<string> CreateTopicAsync(string prefix, int partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        string topic = $"{prefix}.{Guid.NewGuid():N}";
        await CreateNamedTopicAsync(topic, partitions, settings);
        return topic;
    }

    /// <summary>Makes a topic of a name that a contract fixes.</summary>
    public async Task CreateNamedTopicAsync(string topic, int partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = topic,
                NumPartitions = partitions,
                ReplicationFactor = -1,
                Configs = settings is null ? null : new Dictionary<string, string>(settings),
            },
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LoopbackProxy proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        foreach (KafkaNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_watchdog is not null)
        {
            await _watchdog.DisposeAsync();
        }
    }

    private KafkaNode Node(int id) => _nodes.Single(node => node.Id == id);
}
