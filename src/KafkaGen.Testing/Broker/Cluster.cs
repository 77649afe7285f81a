using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Broker.Groups;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Producers;
using KafkaGen.Testing.Broker.Replication;
using KafkaGen.Testing.Broker.Requests;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;
using KafkaGen.Testing.Broker.Transactions;

namespace KafkaGen.Testing.Broker;

/// <summary>
/// A Kafka cluster as a state machine: requests go in, answers come out, and time is what the caller says. It has no sockets, threads, timers or clock
/// of its own, and no randomness but its seed's, so that the same calls have the same answers.
/// </summary>
/// <remarks>
/// Not thread-safe: whoever drives it (sockets, a simulation) does so from one thread at a time. Time never goes back; a moment in the past counts as now.
/// </remarks>
internal sealed class Cluster
{
    // producer.id.expiration.check.interval.ms
    private static readonly TimeSpan s_expirationCheck = TimeSpan.FromMinutes(10);

    private readonly Queue<Action> _soon = new();
    private readonly RequestDispatch _dispatch;
    private bool _isRunning;

    public Cluster(ClusterSettings settings)
    {
        Settings = settings;
        Random = new DeterministicRandom(settings.Seed);
        Id = ClusterId(Random.NextId());
        LogMemory = new LogMemory(settings.LogMemory);
        Faults = new FaultTable(Log);
        Brokers = [.. Enumerable.Range(1, settings.Brokers).Select(id => new BrokerNode(id))];
        Topics = new TopicCatalog(this);
        Replicator = new Replicator(this);
        Appender = new Appender(this);
        Transactions = new TransactionCoordinator(this);
        Groups = new GroupCoordinator(this);
        _dispatch = new RequestDispatch(this);
        ExpireProducersLater();
    }

    /// <summary>Told why a connection was closed, and of what a test should know.</summary>
    public event Action<string>? Logged;

    public ClusterSettings Settings { get; }

    /// <summary>The cluster id, 22 letters.</summary>
    public string Id { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>Added to the wall clock: a broker whose clock was set.</summary>
    public TimeSpan ClockShift { get; set; }

    /// <summary>The wall clock, in milliseconds since 1970.</summary>
    public long WallClock => (Settings.StartedAt + Now + ClockShift).ToUnixTimeMilliseconds();

    public Schedule Schedule { get; } = new();

    public DeterministicRandom Random { get; }

    public LogMemory LogMemory { get; }

    public IReadOnlyList<BrokerNode> Brokers { get; }

    public TopicCatalog Topics { get; }

    public Replicator Replicator { get; }

    public Appender Appender { get; }

    public ProducerIds ProducerIds { get; } = new();

    public TransactionCoordinator Transactions { get; }

    public GroupCoordinator Groups { get; }

    public ApiLimits ApiLimits { get; } = new();

    public FaultTable Faults { get; }

    public Quotas Quotas { get; } = new();

    public Authentication Authentication { get; } = new();

    public Authorization Authorization { get; } = new();

    /// <summary>The broker that clients send changes to: the first that is up.</summary>
    public BrokerNode? Controller
    {
        get
        {
            foreach (BrokerNode broker in Brokers)
            {
                if (broker.IsUp)
                {
                    return broker;
                }
            }

            return null;
        }
    }

    /// <summary>When <see cref="Advance"/> has something to do; <see langword="null"/> when nothing is planned.</summary>
    public TimeSpan? NextDue => Schedule.NextDue;

    public BrokerNode Broker(int id) => Brokers[id - 1];

    public bool IsUp(int id) => Broker(id).IsUp;

    /// <summary>The broker that serves a group or a transactional id: always the same one while it is up.</summary>
    public BrokerNode? CoordinatorOf(string key)
    {
        // Not string.GetHashCode, which differs from process to process.
        uint hash = 2166136261;
        foreach (char letter in key)
        {
            hash = (hash ^ letter) * 16777619;
        }

        int first = (int)(hash % (uint)Brokers.Count);
        for (int step = 0; step < Brokers.Count; step++)
        {
            BrokerNode broker = Brokers[(first + step) % Brokers.Count];
            if (broker.IsUp)
            {
                return broker;
            }
        }

        return null;
    }

    /// <summary>Connects a client to a broker, or answers <see langword="null"/> when that is down.</summary>
    public Connection? Connect(int broker, IConnectionOutput output, TimeSpan now)
    {
        Advance(now);
        BrokerNode node = Broker(broker);
        if (!node.IsUp)
        {
            return null;
        }

        Connection connection = new(this, node, output);
        node.Connections.Add(connection);
        return connection;
    }

    /// <summary>Takes a request, without the four bytes of its length. The bytes may be reused as soon as the call returns.</summary>
    public void Receive(Connection connection, ReadOnlyMemory<byte> request, TimeSpan now)
    {
        Advance(now);
        connection.Received(request);
        Run();
    }

    /// <summary>The client has closed a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="now">The time.</param>
    /// <param name="carriesOut">
    /// Whether what has arrived is still carried out, each request in its turn, with answers that go nowhere. A broker reads a connection's end only behind what was sent before it, which
    /// may be later than what the client sends over its next connection.
    /// </param>
    public void Disconnected(Connection connection, TimeSpan now, bool carriesOut = false)
    {
        Advance(now);
        if (carriesOut)
        {
            connection.EndBehindRequests();
        }
        else
        {
            connection.Abandon();
        }

        Run();
    }

    /// <summary>Lets time pass, with everything that was planned for it.</summary>
    public void Advance(TimeSpan now)
    {
        while (Schedule.TryTake(now, out TimeSpan due, out Action action))
        {
            Now = due > Now ? due : Now;
            action();
            Run();
        }

        Now = now > Now ? now : Now;
    }

    /// <summary>Changes something from outside (a leader, a topic, a broker) as an event of its own.</summary>
    public void Change(TimeSpan now, Action change)
    {
        Advance(now);
        change();
        Run();
    }

    /// <summary>
    /// Stops a broker: its connections are cut, and its partitions get other leaders where replicas remain. It remembers one batch a producer of what it has, unless it crashes: then it
    /// learns them from its log again.
    /// </summary>
    /// <param name="id">The broker.</param>
    /// <param name="loseUnflushed">Whether its copies go back to what was flushed.</param>
    public void StopBroker(int id, bool loseUnflushed = false)
    {
        BrokerNode broker = Broker(id);
        if (!broker.IsUp)
        {
            return;
        }

        broker.IsUp = false;
        foreach (Connection connection in broker.Connections.ToArray())
        {
            connection.Close(null);
        }

        foreach (Partition partition in Topics.AllPartitions)
        {
            if (partition.ReplicaOn(id) is not { } replica)
            {
                continue;
            }

            if (loseUnflushed)
            {
                replica.End = Math.Min(replica.End, replica.Flushed);
                replica.LoseSnapshotBehind(replica.End);
            }
            else
            {
                replica.SnapshotAt = replica.End;
            }
        }

        if (Settings.ElectionDelay == TimeSpan.Zero)
        {
            Replicator.BrokerLost(id);
        }
        else
        {
            Schedule.At(Now + Settings.ElectionDelay, () =>
            {
                if (!broker.IsUp)
                {
                    Replicator.BrokerLost(id);
                }
            });
        }
    }

    /// <summary>Starts a broker again, with the copies that it had.</summary>
    public void StartBroker(int id)
    {
        BrokerNode broker = Broker(id);
        if (broker.IsUp)
        {
            return;
        }

        broker.IsUp = true;
        Replicator.BrokerBack(id);
    }

    /// <summary>Writes a broker's copies to disk, so that no crash takes them.</summary>
    public void Flush(int id)
    {
        foreach (Partition partition in Topics.AllPartitions)
        {
            if (partition.ReplicaOn(id) is { } replica)
            {
                replica.Flushed = replica.End;
            }
        }
    }

    public void Log(string message) => Logged?.Invoke(message);

    /// <summary>Does something when the present event is over, so that nobody changes what somebody else is walking through.</summary>
    public void Soon(Action action) => _soon.Enqueue(action);

    /// <summary>Forgets the producers of a partition whose last batch is too old.</summary>
    internal void ExpireProducers(Partition partition) =>
        partition.Producers.Expire(WallClock - (long)Settings.ProducerExpiration.TotalMilliseconds, partition.Transactions);

    internal void Handle(PendingRequest request) => _dispatch.Handle(request);

    private static string ClusterId(Guid id) =>
        Convert.ToBase64String(id.ToByteArray(bigEndian: true)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private void Run()
    {
        if (_isRunning)
        {
            return;
        }

        _isRunning = true;
        try
        {
            while (_soon.TryDequeue(out Action? action))
            {
                action();
            }
        }
        finally
        {
            _isRunning = false;
        }
    }

    private void ExpireProducersLater()
    {
        Schedule.At(Now + s_expirationCheck, () =>
        {
            Topics.AllPartitions.ForEach(ExpireProducers);

            ExpireProducersLater();
        });
    }
}
