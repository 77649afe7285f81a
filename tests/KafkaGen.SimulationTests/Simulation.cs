using System.Buffers.Binary;
using System.Globalization;
using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests;

/// <summary>
/// The sender's brain against a cluster of the model, in virtual time. Everything that looks like chance comes from one seed, so that a failure can be seen again.
/// </summary>
internal sealed class Simulation
{
    internal const string TopicName = "simulated";

    private const int MostTurns = 200_000;
    private const long LongestEnd = 600_000;
    private const long LongestSettling = 10_000;

    private readonly Timeline _timeline = new();
    private readonly VirtualClock _clock = new();
    private readonly List<(FlushOperation Operation, int Before)> _flushes = [];
    private readonly RecordBuffer _buffer = new();
    private readonly SimulatedNetwork _network;
    private int _turns;

    internal Simulation(int seed, Func<BrainSettings, BrainSettings>? settings = null, Func<ClusterSettings>? clusterSettings = null, long room = 1024 * 1024)
    {
        Seed = seed;
        Random = new Random(seed);
        Cluster = new Cluster(clusterSettings?.Invoke() ?? new ClusterSettings
        {
            Brokers = 3,
            Seed = (ulong)(uint)seed,
            StartedAt = VirtualClock.Start,
            AutoCreateTopics = false,
        });
        Cluster.Logged += text => Trace.Add($"{_clock.Milliseconds,8} {text}");
        BrainSettings own = new() { Bootstrap = [.. Cluster.Brokers.Select(static broker => (broker.Host, broker.Port))] };
        Settings = settings?.Invoke(own) ?? own;
        Room = new Room(room, static () => { }, maxRecords: 1_000_000);
        _network = new SimulatedNetwork(_timeline, _clock, Cluster, Random, Room, Trace) { Brain = null!, Violations = Violations, Watch = new WireWatch(Settings, Violations) };
        Brain = new SenderBrain(Settings, _network, _clock, Room, Random);
        _network.Brain = Brain;
    }

    internal int Seed { get; }

    internal Random Random { get; }

    internal Cluster Cluster { get; }

    internal BrainSettings Settings { get; }

    internal Room Room { get; }

    internal SenderBrain Brain { get; }

    internal SimulatedNetwork Network => _network;

    internal VirtualClock Clock => _clock;

    internal Ledger Ledger { get; } = new();

    internal List<string> Trace { get; } = [];

    internal int Turns => _turns;

    /// <summary>How many callers have not appended everything that they want to.</summary>
    internal int Callers { get; set; }

    /// <summary>What is wrong that neither the ledger nor the network can see.</summary>
    internal List<string> Violations { get; } = [];

    /// <summary>Told of each turn, when its answers were read.</summary>
    internal Action? Turned { get; set; }

    /// <summary>Plans something, so many milliseconds from now.</summary>
    internal void In(long milliseconds, Action action) => _timeline.At(_clock.Milliseconds + milliseconds, action);

    /// <summary>Changes something at the brokers.</summary>
    internal void Change(string what, Action change)
    {
        Trace.Add($"{_clock.Milliseconds,8} {what}");
        Cluster.Change(_clock.Span, change);
    }

    internal Topic CreateTopic(int partitions, int replicas = 3, params (string Name, string Value)[] configuration) =>
        CreateTopic(TopicName, partitions, replicas, configuration);

    internal Topic CreateTopic(string name, int partitions, int replicas, params (string Name, string Value)[] configuration)
    {
        Cluster.Change(_clock.Span, () => Cluster.Topics.Create(
            name, partitions, replicas, configuration.Select(static pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value))));
        return Cluster.Topics.Find(name)!;
    }

    /// <summary>Deletes a topic, with all that it has.</summary>
    internal void DeleteTopic(string name)
    {
        if (Cluster.Topics.Find(name) is { } topic)
        {
            Ledger.Deleting(topic);
            Change($"topic {name} is deleted", () => Cluster.Topics.Delete(topic));
        }
    }

    /// <summary>Lets time pass in which nothing runs, as on a laptop that is closed.</summary>
    internal void Suspend(long milliseconds)
    {
        Trace.Add($"{_clock.Milliseconds,8} suspended for {milliseconds} ms");
        _clock.AdvanceTo(_clock.Milliseconds + milliseconds);
    }

    /// <summary>Appends a record to a partition, if that is known and there is room.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="size">The bytes of its value, which are all the same but for the record's number.</param>
    /// <param name="timestamp">Its time.</param>
    /// <param name="noise">How many bytes at its end do not compress. They come from the record's number, and take nothing from the seed.</param>
    internal bool Append(TopicSender topic, int partition, int size, long? timestamp = null, int noise = 0)
    {
        PartitionQueue[] queues = topic.Queues;
        if (partition >= queues.Length)
        {
            return false;
        }

        _buffer.Clear();
        _buffer.BeginValue();
        Span<byte> value = _buffer.GetSpan(Math.Max(size, sizeof(int)));
        value[..Math.Max(size, sizeof(int))].Fill((byte)Ledger.NextId);
        new Random(Ledger.NextId).NextBytes(value.Slice(Math.Max(size, sizeof(int)) - noise, noise));
        BinaryPrimitives.WriteInt32BigEndian(value, Ledger.NextId);
        _buffer.Advance(Math.Max(size, sizeof(int)));
        bool isAppended = queues[partition].TryAppend(new RecordShape(_buffer, []), timestamp, ReplyTo.Caller, wait: null, out ValueTask<RecordMetadata> answer) == SendOutcome.Done;
        if (isAppended)
        {
            Ledger.Add(topic.Name, partition, answer, timestamp);
        }

        Brain.SetUrgent(!isAppended);
        return isAppended;
    }

    internal FlushOperation Flush()
    {
        FlushOperation flush = new();
        _flushes.Add((flush, Ledger.Count));
        Brain.Flush(flush);
        return flush;
    }

    /// <summary>Lets time pass until nothing is planned before <paramref name="until"/>, or <paramref name="isDone"/>.</summary>
    internal void Run(long until, Func<bool>? isDone = null)
    {
        while (isDone?.Invoke() != true)
        {
            if (++_turns > MostTurns)
            {
                throw new SimulationException(this, [$"no end after {MostTurns} turns: the brain goes round in circles"]);
            }

            while (_timeline.TryRun(_clock.Milliseconds))
            {
            }

            Cluster.Advance(_clock.Span);
            long next = Brain.Turn(_clock.Milliseconds);
            Ledger.Collect();
            CheckFlushes();
            Turned?.Invoke();
            if (isDone?.Invoke() == true)
            {
                return;
            }

            if (next <= _clock.Milliseconds)
            {
                // A turn that wants another one at once.
                continue;
            }

            if (_timeline.Next is { } planned)
            {
                next = Math.Min(next, planned);
            }

            if (Cluster.NextDue is { } due)
            {
                next = Math.Min(next, (long)Math.Ceiling(due.TotalMilliseconds));
            }

            if (next > until)
            {
                _clock.AdvanceTo(until);
                return;
            }

            _clock.AdvanceTo(next);
        }
    }

    // A flush is over when, and not before, everything that was appended before it is answered.
    private void CheckFlushes()
    {
        for (int i = _flushes.Count - 1; i >= 0; i--)
        {
            (FlushOperation flush, int before) = _flushes[i];
            if (flush.Task.IsCompleted)
            {
                _flushes.RemoveAt(i);
                if (Ledger.FirstOpen < before)
                {
                    Violations.Add($"a flush ended before record {Ledger.FirstOpen} was answered");
                }
            }
        }
    }

    /// <summary>Lets everything be appended and answered, and holds the answers against the logs.</summary>
    internal void Finish()
    {
        Run(_clock.Milliseconds + LongestEnd, () => Ledger.Open == 0 && Callers == 0);
        if (Ledger.Open == 0)
        {
            // What expired on the wire keeps its memory until its request ends, and a request of a connection that is gone may still be carried out.
            Run(_clock.Milliseconds + Settings.RequestTimeout + LongestSettling, () => Room.Taken == 0);
            Run(Math.Max(_network.LastArrival, _clock.Milliseconds) + LongestSettling);
        }

        List<string> wrong = [.. Violations];
        if (Callers > 0)
        {
            wrong.Add($"{Callers} callers still wait to append");
        }

        wrong.AddRange(Ledger.Check(Cluster.Topics.AllPartitions));
        if (Ledger.Open == 0 && (Room.Taken, Room.Records) != (0L, 0))
        {
            wrong.Add($"{Room.Taken} bytes and {Room.Records} records of room were not given back");
        }

        if (Ledger.Open == 0 && Brain.Unanswered != 0)
        {
            wrong.Add($"{Brain.Unanswered} batches count as unanswered, and all records are answered");
        }

        if (_flushes.Count > 0)
        {
            wrong.Add($"{_flushes.Count} flushes never ended");
        }

        if (wrong.Count > 0)
        {
            throw new SimulationException(this, wrong);
        }
    }
}

/// <summary>A simulation went wrong: what, and with which seed it happens again.</summary>
internal sealed class SimulationException(Simulation simulation, IReadOnlyList<string> wrong) : Exception(Describe(simulation, wrong))
{
    private const int LongestTrace = 60;

    internal IReadOnlyList<string> Wrong => wrong;

    internal IReadOnlyList<string> Trace => simulation.Trace;

    private static string Describe(Simulation simulation, IReadOnlyList<string> wrong)
    {
        IEnumerable<string> trace = simulation.Trace.TakeLast(LongestTrace);
        return string.Create(CultureInfo.InvariantCulture, $"""
            Seed {simulation.Seed}: {wrong.Count} violations, the first of them: {string.Join("; ", wrong.Take(5))}.
            {simulation.Ledger.Count} records, {simulation.Ledger.Acknowledged} acknowledged, {simulation.Ledger.Failed} failed, after {simulation.Clock.Milliseconds} ms and {simulation.Turns} turns.
            Repeat with './build.sh simulate --seeds 1 --seed {simulation.Seed}'. The last of what happened:
            {string.Join(Environment.NewLine, trace)}
            """);
    }
}
