using KafkaGen.Protocol;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests;

/// <summary>One seed's worth of trouble: callers that produce, and everything around them that can go wrong.</summary>
internal static class RandomRun
{
    private static readonly KafkaErrorCode[] s_errors =
    [
        KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.NotEnoughReplicas, KafkaErrorCode.RequestTimedOut, KafkaErrorCode.KafkaStorageError,
        KafkaErrorCode.InvalidRecord, KafkaErrorCode.MsgSizeTooLarge, KafkaErrorCode.InvalidMsg,
        KafkaErrorCode.TopicAuthorizationFailed, KafkaErrorCode.Unknown, KafkaErrorCode.LeaderNotAvailable,
    ];

    private static readonly KafkaErrorCode[] s_errorsAfterAppend =
        [KafkaErrorCode.NotEnoughReplicasAfterAppend, KafkaErrorCode.RequestTimedOut, KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.KafkaStorageError, KafkaErrorCode.Unknown];

    /// <summary>Runs a seed.</summary>
    /// <exception cref="SimulationException">Something was lost, doubled, reordered, mislabelled, forgotten, or never ended.</exception>
    internal static Simulation Run(int seed, BrokenRule broken = BrokenRule.None)
    {
        Random shape = new(~seed);
        bool isShort = shape.Next(4) == 0;
        int replicas = shape.Next(5) == 0 ? 1 : 3;
        Simulation simulation = new(
            seed,
            own => own with
            {
                Broken = broken,
                Linger = shape.Next(3) switch { 0 => 0, 1 => 5, _ => 50 },
                BatchSize = shape.Next(3) switch { 0 => 300, 1 => 2_000, _ => 1024 * 1024 },
                MaxRequestSize = shape.Next(3) == 0 ? 1_000 : 1024 * 1024,
                MaxInFlight = 1 + shape.Next(5),
                DeliveryTimeout = isShort ? 3_000 : 120_000,
                RequestTimeout = isShort ? 1_000 + (shape.Next(2) * 5_000) : shape.Next(2) == 0 ? 2_000 : 30_000,
                LastEpoch = shape.Next(3) == 0 ? (short)2 : (short)(short.MaxValue - 1),
                AllowTopicCreation = false,
            },
            () => new ClusterSettings
            {
                Brokers = 3,
                Seed = (ulong)(uint)seed,
                StartedAt = VirtualClock.Start,
                AutoCreateTopics = false,
                ReplicationDelay = TimeSpan.FromMilliseconds(shape.Next(3) * 4),
                ElectionDelay = TimeSpan.FromMilliseconds(shape.Next(3) * 300),
            });
        int partitions = 1 + shape.Next(4);
        Topic topic = simulation.CreateTopic(partitions, replicas, ("min.insync.replicas", replicas == 3 ? "2" : "1"), ("max.message.bytes", shape.Next(3) == 0 ? "1500" : "1048588"));
        CompressionCodec codec = shape.Next(3) == 0 ? CompressionCodec.Snappy : CompressionCodec.None;
        TopicSender sender = simulation.Brain.OpenTopic(Simulation.TopicName, codec);

        int records = 40 + shape.Next(360);
        int burst = 1 + (shape.Next(3) * shape.Next(20));
        for (int caller = 0; caller < 3; caller++)
        {
            Produce(simulation, sender, partitions, records / 3, caller == 0 ? 1 : burst, isAwaiting: caller == 0);
        }

        long trouble = isShort ? 6_000 : 20_000;
        int faults = 1 + shape.Next(12);
        for (int i = 0; i < faults; i++)
        {
            long at = shape.NextInt64(trouble);
            simulation.In(at, () => Strike(simulation, topic, trouble));
        }

        for (int i = shape.Next(4); i > 0; i--)
        {
            simulation.In(shape.NextInt64(trouble), () => simulation.Flush());
        }

        try
        {
            simulation.Run(trouble);
            simulation.Change("everything is healed", () => Heal(simulation));
            simulation.Finish();
        }
        catch (Exception error) when (error is not SimulationException)
        {
            throw new SimulationException(simulation, [$"the brain threw {error}"]);
        }

        return simulation;
    }

    private static void Produce(Simulation simulation, TopicSender sender, int partitions, int left, int burst, bool isAwaiting)
    {
        if (left <= 0)
        {
            return;
        }

        int id = simulation.Ledger.NextId;
        bool isAppended = true;
        for (int i = 0; i < burst && isAppended && left > 0; i++)
        {
            int size = simulation.Random.Next(10) == 0 ? simulation.Random.Next(1_400) : simulation.Random.Next(100);
            isAppended = simulation.Append(sender, simulation.Random.Next(partitions), size);
            left -= isAppended ? 1 : 0;
        }

        long pause = simulation.Random.Next(4) switch { 0 => 0, 1 => simulation.Random.Next(3), 2 => simulation.Random.Next(30), _ => simulation.Random.Next(400) };
        if (isAppended && isAwaiting)
        {
            AwaitThen(simulation, id, () => Produce(simulation, sender, partitions, left, burst, isAwaiting));
        }
        else
        {
            simulation.In(isAppended ? pause : 10, () => Produce(simulation, sender, partitions, left, burst, isAwaiting));
        }
    }

    private static void AwaitThen(Simulation simulation, int id, Action then) => simulation.In(5, () =>
    {
        if (simulation.Ledger.IsAnswered(id))
        {
            then();
        }
        else
        {
            AwaitThen(simulation, id, then);
        }
    });

    private static void Strike(Simulation simulation, Topic topic, long trouble)
    {
        Random random = simulation.Random;
        Cluster cluster = simulation.Cluster;
        int broker = 1 + random.Next(cluster.Brokers.Count);
        switch (random.Next(9))
        {
            case 0:
                bool isCrash = random.Next(2) == 0;
                simulation.Change($"broker {broker} stops", () => cluster.StopBroker(broker, loseUnflushed: isCrash));
                simulation.In(random.NextInt64(trouble / 2), () => simulation.Change($"broker {broker} starts", () => cluster.StartBroker(broker)));
                break;
            case 1:
                Partition moved = topic.Partitions[random.Next(topic.Partitions.Count)];
                simulation.Change($"partition {moved.Index} gets another leader", () => Move(cluster, moved, random));
                break;
            case 2:
                simulation.Change($"connections to {broker} are cut", () => { });
                foreach (SimulatedConnection connection in simulation.Network.Connections.Where(one => one.Broker == broker).ToArray())
                {
                    connection.Cut("the network cut it");
                }

                break;
            case 3:
                long pause = random.NextInt64(random.Next(2) == 0 ? 300 : 40_000);
                simulation.Change($"broker {broker} is not heard for {pause} ms", () => simulation.Network.Pause(broker, pause));
                break;
            case 4:
                simulation.Network.LongestDelay = random.Next(200);
                break;
            case 5:
                KafkaErrorCode error = s_errors[random.Next(s_errors.Length)];
                simulation.Change($"refused with {error}", () => cluster.Faults.Add(
                    new Fault(FaultKind.Refuse) { Api = ApiKey.Produce, Error = error, Times = 1 + random.Next(4), When = OneIn(random, 2) }));
                break;
            case 6:
                KafkaErrorCode late = s_errorsAfterAppend[random.Next(s_errorsAfterAppend.Length)];
                simulation.Change($"answered with {late} after the append", () => cluster.Faults.Add(
                    new Fault(FaultKind.RefuseAfter) { Api = ApiKey.Produce, Error = late, Times = 1 + random.Next(4), When = OneIn(random, 2) }));
                break;
            case 7:
                FaultKind kind = random.Next(4) switch { 0 => FaultKind.Close, 1 => FaultKind.DropRequest, 2 => FaultKind.DropAnswer, _ => FaultKind.CloseAfter };
                simulation.Change($"{kind}", () => cluster.Faults.Add(new Fault(kind) { Api = random.Next(4) == 0 ? null : ApiKey.Produce, Times = 1 + random.Next(3) }));
                break;
            default:
                simulation.Clock.Shift += random.NextInt64(-3_600_000, 600_000);
                break;
        }
    }

    private static Func<PendingRequest, bool> OneIn(Random random, int chance) => _ => random.Next(chance) == 0;

    private static void Move(Cluster cluster, Partition partition, Random random)
    {
        Replica[] able = [.. partition.Replicas.Where(replica => replica.IsInSync && cluster.IsUp(replica.Broker) && replica.Broker != partition.Leader)];
        if (able.Length > 0)
        {
            cluster.Replicator.SetLeader(partition, able[random.Next(able.Length)].Broker);
        }
    }

    private static void Heal(Simulation simulation)
    {
        simulation.Network.Heal();
        simulation.Cluster.Faults.Clear(ApiKey.Produce);
        foreach (BrokerNode broker in simulation.Cluster.Brokers)
        {
            simulation.Cluster.StartBroker(broker.Id);
        }
    }
}
