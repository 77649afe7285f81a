using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.SimulationTests;

/// <summary>What a seed's run is like before anything goes wrong: the sender's settings, the brokers, the topics and what callers append.</summary>
internal sealed class RandomShape
{
    private const int WidePartitions = 200;
    private const int SmallRoom = 64 * 1024;
    private const int UsualRoom = 1024 * 1024;

    private readonly int _seed;

    internal RandomShape(int seed)
    {
        _seed = seed;
        Random random = new(~seed);
        IsShort = random.Next(4) == 0;
        Replicas = random.Next(5) == 0 ? 1 : 3;
        Acks = random.Next(16) switch { 0 => 1, 1 => 0, _ => -1 };
        IsIdempotent = Acks == -1 && random.Next(12) != 0;
        IsWide = random.Next(40) == 0;
        Room = random.Next(6) == 0 && !IsWide ? SmallRoom : UsualRoom;
        Linger = random.Next(3) switch { 0 => 0, 1 => 5, _ => 50 };
        BatchSize = random.Next(3) switch { 0 => 300, 1 => 2_000, _ => 1024 * 1024 };
        MaxRequestSize = random.Next(3) == 0 ? 1_000 : 1024 * 1024;
        MaxInFlight = 1 + random.Next(5);
        RequestTimeout = IsShort ? 1_000 + (random.Next(2) * 5_000) : random.Next(2) == 0 ? 2_000 : 30_000;
        LastEpoch = random.Next(3) == 0 ? (short)2 : (short)(short.MaxValue - 1);
        FirstPosition = random.Next(5) == 0 ? int.MaxValue - random.Next(50) : 0;
        ReplicationDelay = random.Next(3) * 4;
        ElectionDelay = random.Next(3) * 300;
        MayDeleteTopics = random.Next(5) == 0;
        ProduceVersion = random.Next(MayDeleteTopics ? 2 : 4) == 0 ? (short)(3 + random.Next(MayDeleteTopics ? 10 : 11)) : short.MaxValue;
        MetadataVersion = random.Next(4) == 0 ? (short)(10 + random.Next(4)) : short.MaxValue;
        HasTimes = random.Next(4) == 0;
        LargestRecord = random.Next(8) == 0 ? 45_000 : 1_400;
        Records = IsWide ? WidePartitions : 40 + random.Next(360);
        Burst = 1 + (random.Next(3) * random.Next(20));
        Faults = 1 + random.Next(14);
        Flushes = random.Next(4);
        int topics = IsWide ? 1 : 1 + random.Next(3);
        for (int i = 0; i < topics; i++)
        {
            Topics.Add(new TopicShape(
                $"{Simulation.TopicName}{(i == 0 ? "" : i)}",
                IsWide ? WidePartitions : 1 + random.Next(i == 0 ? 4 : 2),
                random.Next(3) == 0 ? CompressionCodec.Snappy : CompressionCodec.None,
                [
                    ("min.insync.replicas", Replicas == 3 ? "2" : "1"),
                    ("max.message.bytes", random.Next(3) == 0 ? "1500" : "1048588"),
                    ("message.timestamp.type", random.Next(4) == 0 ? "LogAppendTime" : "CreateTime"),
                ]));
        }
    }

    /// <summary>Records are given up after three seconds instead of two minutes.</summary>
    internal bool IsShort { get; }

    internal int Replicas { get; }

    internal short Acks { get; }

    internal bool IsIdempotent { get; }

    /// <summary>200 partitions, one record each.</summary>
    internal bool IsWide { get; }

    internal int Room { get; }

    internal long Linger { get; }

    internal int BatchSize { get; }

    internal int MaxRequestSize { get; }

    internal int MaxInFlight { get; }

    internal long RequestTimeout { get; }

    internal short LastEpoch { get; }

    internal long FirstPosition { get; }

    internal int ReplicationDelay { get; }

    internal int ElectionDelay { get; }

    internal short ProduceVersion { get; }

    internal short MetadataVersion { get; }

    /// <summary>Callers give records times of their own, many of them the same.</summary>
    internal bool HasTimes { get; }

    internal int LargestRecord { get; }

    internal bool MayDeleteTopics { get; }

    internal int Records { get; }

    internal int Burst { get; }

    internal int Faults { get; }

    internal int Flushes { get; }

    internal List<TopicShape> Topics { get; } = [];

    /// <summary>How long things go wrong, in milliseconds.</summary>
    internal long Trouble => IsShort ? 6_000 : 20_000;

    /// <summary>
    /// Whether requests of a connection that is gone may arrive after those of the next. Not where producer ids are used up: a new id fences nothing, as ADR 11 says. Not without answers, where
    /// nobody can know.
    /// </summary>
    internal bool MayBeLate => Acks == -1 && LastEpoch > 2;

    internal Simulation Build(BrokenRule broken)
    {
        Simulation simulation = new(
            _seed,
            own => own with
            {
                Broken = broken,
                Linger = Linger,
                BatchSize = BatchSize,
                MaxRequestSize = MaxRequestSize,
                MaxInFlight = MaxInFlight,
                DeliveryTimeout = IsShort ? 3_000 : 120_000,
                RequestTimeout = RequestTimeout,
                LastEpoch = LastEpoch,
                FirstPosition = FirstPosition,
                Acks = Acks,
                IsIdempotent = IsIdempotent,
                AllowTopicCreation = false,
            },
            () => new ClusterSettings
            {
                Brokers = 3,
                Seed = (ulong)(uint)_seed,
                StartedAt = VirtualClock.Start,
                AutoCreateTopics = false,
                ReplicationDelay = TimeSpan.FromMilliseconds(ReplicationDelay),
                ElectionDelay = TimeSpan.FromMilliseconds(ElectionDelay),
            },
            Room);
        simulation.Cluster.ApiLimits.Cap(Protocol.ApiKey.Produce, ProduceVersion);
        simulation.Cluster.ApiLimits.Cap(Protocol.ApiKey.Metadata, MetadataVersion);
        simulation.Network.MayBeLate = MayBeLate;
        simulation.Ledger.MayDouble = !IsIdempotent;
        simulation.Ledger.MayLose = simulation.Ledger.MayReorder = Acks == 0;
        foreach (TopicShape topic in Topics)
        {
            simulation.CreateTopic(topic.Name, topic.Partitions, Replicas, topic.Configuration);
        }

        return simulation;
    }
}

/// <summary>A topic of a run.</summary>
internal sealed record TopicShape(string Name, int Partitions, CompressionCodec Codec, (string Name, string Value)[] Configuration);
