using KafkaGen.Accumulating;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;

namespace KafkaGen.SimulationTests;

/// <summary>The world around the brain: a network with delays, pauses and cuts, a compressor, and a cluster at the other end.</summary>
internal sealed class SimulatedNetwork(Timeline timeline, VirtualClock clock, Cluster cluster, Random random, Room room, List<string> trace) : ISenderIo
{
    private readonly List<SimulatedConnection> _connections = [];
    private readonly long[] _pausedUntil = new long[cluster.Brokers.Count + 1];

    internal Timeline Timeline => timeline;

    internal VirtualClock Clock => clock;

    internal Cluster Cluster => cluster;

    internal Random Random => random;

    internal string ClientId => "simulated";

    internal required SenderBrain Brain { get; set; }

    /// <summary>The longest way of a message, in milliseconds.</summary>
    internal int LongestDelay { get; set; } = 3;

    internal IReadOnlyList<SimulatedConnection> Connections => _connections;

    internal List<string> Violations { get; } = [];

    /// <summary>Nothing goes to or comes from a broker for a while.</summary>
    internal void Pause(int broker, long milliseconds) => _pausedUntil[broker] = Math.Max(_pausedUntil[broker], clock.Milliseconds + milliseconds);

    internal void Heal()
    {
        Array.Clear(_pausedUntil);
        LongestDelay = 3;
    }

    internal long ArrivalAt(int broker, long notBefore) =>
        Math.Max(notBefore, Math.Max(_pausedUntil[broker], clock.Milliseconds) + random.Next(LongestDelay + 1));

    internal void Forget(SimulatedConnection connection) => _connections.Remove(connection);

    public void Connect(BrokerLink link, string host, int port)
    {
        int broker = cluster.Brokers.First(node => node.Port == port).Id;
        timeline.At(ArrivalAt(broker, 0), () =>
        {
            SimulatedConnection connection = new(this, broker) { Link = link };
            if (cluster.Connect(broker, connection, clock.Span) is not { } remote)
            {
                Brain.ConnectFailed(link, "connection refused", clock.Milliseconds);
                return;
            }

            connection.Accept(remote);
            _connections.Add(connection);
            Brain.Connected(connection);
        });
    }

    public void Announce(PartitionSender partition) => timeline.At(clock.Milliseconds, () => Brain.HasWork(partition));

    public void Note(in BrainNote note) => trace.Add($"{clock.Milliseconds,8} {note.Kind}: {note.Where} {note.Detail}");

    public void Compress(ProducerBatch batch)
    {
        PartitionSender partition = Brain.Topics.SelectMany(topic => topic.Partitions).First(one => one.Queue == batch.Queue);
        timeline.At(clock.Milliseconds + random.Next(4), () =>
        {
            if (!batch.Delivery.IsAnswered)
            {
                BatchCompressor.Compress(batch, partition.Topic.Codec, partition.Topic.Level, room);
            }

            Brain.Compressed(partition, batch);
        });
    }
}
