using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>
/// An Apache Kafka for tests: KRaft nodes of its own on loopback, or, by <c>KAFKA_BOOTSTRAP</c>, one that runs already. Disposing stops the
/// nodes and removes their data; of a Kafka that runs already it removes the topics that were made.
/// </summary>
internal sealed class KafkaCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_startBound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_toolBound = TimeSpan.FromMinutes(3);

    private readonly KafkaHome? _home;
    private readonly ProcessWatchdog? _watchdog;
    private readonly KafkaNode[] _nodes;
    private readonly ConcurrentBag<string> _topics = [];

    private KafkaCluster(KafkaHome? home, ProcessWatchdog? watchdog, KafkaNode[] nodes, string bootstrapServers)
    {
        _home = home;
        _watchdog = watchdog;
        _nodes = nodes;
        BootstrapServers = bootstrapServers;
    }

    /// <summary>Whether the tests run against a Kafka that runs already.</summary>
    public static bool IsNamed => NamedServers is not null;

    private static string? NamedServers => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is { Length: > 0 } servers ? servers : null;

    public string BootstrapServers { get; }

    /// <summary>The same cluster by way of a <see cref="LoopbackProxy"/> for each node.</summary>
    public string ProxiedServers => string.Join(',', _nodes.Select(node => $"127.0.0.1:{node.Files.Proxied!.Before}"));

    /// <summary>Starts nodes 1 to <paramref name="nodes"/>; skips the test where there is no Kafka.</summary>
    /// <param name="nodes">How many; topics get as many replicas by default.</param>
    /// <param name="settings">Further lines of <c>server.properties</c>, over those of the fixture.</param>
    /// <param name="own">Whether the test needs nodes of its own, to read their disks or to stop them.</param>
    /// <param name="isProxied">Whether clients can reach each node through a <see cref="LoopbackProxy"/>, too.</param>
    /// <param name="listeners">Listeners of a single node beside its own.</param>
    /// <param name="formatted">Further arguments of <c>kafka-storage.sh format</c>.</param>
    public static async Task<KafkaCluster> StartAsync(
        int nodes = 1,
        IReadOnlyDictionary<string, string>? settings = null,
        bool own = false,
        bool isProxied = false,
        IReadOnlyList<KafkaListener>? listeners = null,
        IReadOnlyList<string>? formatted = null)
    {
        if (NamedServers is { } bootstrap)
        {
            Assert.SkipWhen(own || settings is not null, "KAFKA_BOOTSTRAP names a running Kafka; this test needs to start its own.");
            return new KafkaCluster(null, null, [], bootstrap);
        }

        KafkaHome home = KafkaHome.FindOrSkip();
        string folder = Directory.CreateTempSubdirectory("kafkagen-kafka-").FullName;
        var watchdog = new ProcessWatchdog(folder);
        KafkaClusterFiles files = KafkaClusterFiles.Write(folder, nodes, settings, isProxied, listeners ?? []);
        var cluster = new KafkaCluster(
            home,
            watchdog,
            [.. files.Nodes.Select(node => new KafkaNode(home, watchdog, node))],
            string.Join(',', files.Nodes.Select(node => $"127.0.0.1:{node.Port}")));
        try
        {
            await Task.WhenAll(files.Nodes.Select(node => KafkaTool.RunAsync(
                home.Script("kafka-storage.sh"), ["format", "-t", files.ClusterId, "-c", node.Properties, .. formatted ?? []], s_startBound)));
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
    public LoopbackProxy ProxyOf(int node) => Node(node).Proxy;

    /// <summary>The folders in which the nodes keep the partitions of a topic.</summary>
    public IReadOnlyList<string> PartitionFolders(string topic) =>
        [.. _nodes.SelectMany(node => Directory.EnumerateDirectories(node.DataFolder, $"{topic}-*"))
            .Where(folder => int.TryParse(Path.GetFileName(folder)[(topic.Length + 1)..], out _))];

    /// <summary>The batches of a topic that are on disk.</summary>
    public async Task<List<StoredBatch>> ReadBatchesAsync(string topic)
    {
        List<StoredBatch> batches = StoredBatch.Parse(await DumpAsync([topic]));
        Assert.NotEmpty(batches);
        return batches;
    }

    /// <summary>The codecs of the batches of topics that are on disk.</summary>
    public async Task<Dictionary<string, string[]>> ReadCodecsAsync(IReadOnlyList<string> topics)
    {
        const string File = "Dumping ";
        return (await DumpAsync(topics)).Split(File, StringSplitOptions.RemoveEmptyEntries)
            .Select(dump => (Folder: Path.GetFileName(Path.GetDirectoryName(dump[..dump.IndexOf('\n', StringComparison.Ordinal)]))!, Batches: StoredBatch.Parse(dump)))
            .GroupBy(dump => dump.Folder[..dump.Folder.LastIndexOf('-')], dump => dump.Batches)
            .ToDictionary(topic => topic.Key, topic => topic.SelectMany(batches => batches).Select(batch => batch.Codec).Distinct().ToArray());
    }

    /// <summary>Sends a signal to a node: TERM, KILL, STOP or CONT.</summary>
    public Task KillAsync(int node, string signal = "KILL") => Node(node).SignalAsync(signal);

    /// <summary>Completes when a node has ended by itself.</summary>
    public Task EndsAsync(int node) => Node(node).EndsAsync(s_startBound);

    /// <summary>Starts a node again that was ended; its data and its ports are as before.</summary>
    public Task RestartAsync(int node) => Node(node).StartAsync(s_startBound);

    /// <summary>Stops a node and starts it again with other ports for its proxied clients.</summary>
    public async Task MoveAsync(int node)
    {
        await KillAsync(node, "TERM");
        await Node(node).MoveAsync();
        await RestartAsync(node);
    }

    /// <summary>Puts another cluster in the place of the only node: empty, with an id of its own, on the same ports.</summary>
    public async Task ReplaceAsync()
    {
        KafkaNode node = _nodes.Single();
        await node.SignalAsync("KILL");
        Directory.Delete(node.DataFolder, recursive: true);
        await KafkaTool.RunAsync(
            _home!.Script("kafka-storage.sh"), ["format", "-t", KafkaClusterFiles.NewClusterId(), "-c", node.Files.Properties], s_startBound);
        await node.StartAsync(s_startBound);
    }

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
    public Task CreateNamedTopicAsync(string topic, int partitions, IReadOnlyDictionary<string, string>? settings = null) =>
        CreateNamedTopicsAsync([topic], partitions, settings);

    /// <summary>Makes topics of names that contracts fix, and waits until they are served.</summary>
    public async Task CreateNamedTopicsAsync(
        IReadOnlyList<string> topics, int partitions, IReadOnlyDictionary<string, string>? settings = null, short replicas = -1)
    {
        using IAdminClient admin = Admin();
        await admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = partitions,
            ReplicationFactor = replicas,
            Configs = settings is null ? null : new Dictionary<string, string>(settings),
        }));
        foreach (string topic in topics)
        {
            _topics.Add(topic);
        }

        TopicReader.WaitUntilServed(BootstrapServers, topics, partitions);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (KafkaNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_watchdog is not null)
        {
            await _watchdog.DisposeAsync();
        }
        else if (!_topics.IsEmpty)
        {
            using IAdminClient admin = Admin();
            await admin.DeleteTopicsAsync(_topics);
        }
    }

    /// <summary>An admin client; the caller disposes it.</summary>
    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();

    // Every partition is on several disks; one copy of each tells.
    private async Task<string> DumpAsync(IReadOnlyList<string> topics)
    {
        IEnumerable<string> segments = topics
            .SelectMany(PartitionFolders)
            .DistinctBy(Path.GetFileName)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.log"));
        return (await RunToolAsync("kafka-dump-log.sh", "--files", string.Join(',', segments))).Output;
    }

    private KafkaNode Node(int id) => _nodes.Single(node => node.Id == id);
}
