using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests;

/// <summary>Everything around the sender that can go wrong, one thing at a time, and all of it healed at the end.</summary>
internal sealed class RandomTrouble(Simulation simulation, RandomShape shape)
{
    private const int FirstUsualPort = 9093;
    private const int TopicStrike = 11;

    private static readonly KafkaErrorCode[] s_errors =
    [
        KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.NotEnoughReplicas, KafkaErrorCode.RequestTimedOut, KafkaErrorCode.KafkaStorageError,
        KafkaErrorCode.InvalidRecord, KafkaErrorCode.MsgSizeTooLarge, KafkaErrorCode.InvalidMsg,
        KafkaErrorCode.TopicAuthorizationFailed, KafkaErrorCode.Unknown, KafkaErrorCode.LeaderNotAvailable,
    ];

    private static readonly KafkaErrorCode[] s_errorsAfterAppend =
        [KafkaErrorCode.NotEnoughReplicasAfterAppend, KafkaErrorCode.RequestTimedOut, KafkaErrorCode.NotLeaderForPartition, KafkaErrorCode.KafkaStorageError, KafkaErrorCode.Unknown];

    private readonly List<Fault> _faults = [];
    private readonly Dictionary<string, int> _deleted = [];
    private readonly Random _random = simulation.Random;
    private readonly Cluster _cluster = simulation.Cluster;
    private bool _isHealed;

    internal void Strike()
    {
        switch (shape.MayDeleteTopics && _random.Next(3) == 0 ? TopicStrike : _random.Next(15))
        {
            case 0:
                StopBroker();
                break;
            case 1:
                MoveLeader();
                break;
            case 2:
                CutConnections();
                break;
            case 3:
                PauseBroker();
                break;
            case 4:
                simulation.Network.LongestDelay = _random.Next(200);
                break;
            case 5 or 6:
                Refuse();
                break;
            case 7 or 8:
                RefuseAfterAppend();
                break;
            case 9:
                Lose();
                break;
            case 10:
                SetClocks();
                break;
            case TopicStrike:
                ChangeTopic();
                break;
            case 12:
                ConfuseMetadata();
                break;
            case 13:
                HoldBack();
                break;
            default:
                StrikeRarely();
                break;
        }
    }

    internal void Heal()
    {
        _isHealed = true;
        simulation.Network.Heal();
        simulation.Clock.Shift = 0;
        simulation.Change("everything is healed", () =>
        {
            _faults.ForEach(_cluster.Faults.Remove);
            _cluster.ClockShift = TimeSpan.Zero;
            _cluster.Quotas.Set(produce: true, simulation.Network.ClientId, null);
            foreach (BrokerNode broker in _cluster.Brokers)
            {
                SetPort(broker, FirstUsualPort + broker.Id - 1);
                _cluster.StartBroker(broker.Id);
            }
        });
        foreach (TopicShape topic in shape.Topics)
        {
            if (_cluster.Topics.Find(topic.Name) is not { } present)
            {
                simulation.CreateTopic(topic.Name, _deleted[topic.Name], shape.Replicas, topic.Configuration);
                continue;
            }

            simulation.Change($"topic {topic.Name} is as it was", () =>
            {
                present.MetadataError = KafkaErrorCode.None;
                foreach ((string name, string value) in topic.Configuration)
                {
                    present.Configuration.Set(name, value);
                }

                foreach (Partition partition in present.Partitions)
                {
                    partition.Replicas.ForEach(replica => _cluster.Replicator.SetLagging(partition, replica, lagging: false));
                }
            });
        }
    }

    private int AnyBroker() => 1 + _random.Next(_cluster.Brokers.Count);

    private Topic? AnyTopic() => _cluster.Topics.Find(shape.Topics[_random.Next(shape.Topics.Count)].Name);

    private long While(long longest) => _random.NextInt64(longest);

    // Undoes something, unless everything has been undone meanwhile.
    private void Later(long milliseconds, Action undo) => simulation.In(milliseconds, () =>
    {
        if (!_isHealed)
        {
            undo();
        }
    });

    private void StopBroker()
    {
        int broker = AnyBroker();
        bool isCrash = _random.Next(2) == 0;
        long pause = _random.Next(3) == 0 ? While(200) : While(shape.Trouble / 2);
        LeaderDies();
        simulation.Ledger.MayForget = true;
        simulation.Change($"broker {broker} {(isCrash ? "crashes" : "stops")} for {pause} ms", () => _cluster.StopBroker(broker, loseUnflushed: isCrash));
        Later(pause, () => simulation.Change($"broker {broker} starts", () => _cluster.StartBroker(broker)));
    }

    private void MoveLeader()
    {
        if (AnyTopic() is not { } topic)
        {
            return;
        }

        Partition moved = topic.Partitions[_random.Next(topic.Partitions.Count)];
        Replica[] able = [.. moved.Replicas.Where(replica => replica.IsInSync && _cluster.IsUp(replica.Broker) && replica.Broker != moved.Leader)];
        if (able.Length > 0)
        {
            LeaderDies();
            int next = able[_random.Next(able.Length)].Broker;
            simulation.Change($"partition {topic.Name}-{moved.Index} moves to {next}", () => _cluster.Replicator.SetLeader(moved, next));
        }
    }

    // With acks=1 what the followers do not have yet is gone with the leader.
    private void LeaderDies() => simulation.Ledger.MayLose |= shape.Acks != -1;

    private void CutConnections()
    {
        int broker = AnyBroker();
        bool isIdle = _random.Next(4) == 0;
        simulation.Change($"connections to {broker} are cut", () => { });
        foreach (SimulatedConnection connection in simulation.Network.Connections.Where(one => one.Broker == broker).ToArray())
        {
            if (isIdle)
            {
                connection.CloseByBroker();
            }
            else
            {
                connection.Cut("the network cut it");
            }
        }
    }

    private void PauseBroker()
    {
        int broker = AnyBroker();
        long pause = While(_random.Next(2) == 0 ? 300 : 40_000);
        simulation.Change($"broker {broker} is not heard for {pause} ms", () => simulation.Network.Pause(broker, pause));
    }

    private void Refuse()
    {
        KafkaErrorCode error = s_errors[_random.Next(s_errors.Length)];
        Add(new Fault(FaultKind.Refuse) { Api = ApiKey.Produce, Error = error, Times = 1 + _random.Next(4), When = OneIn(2) }, $"refused with {error}");
    }

    private void RefuseAfterAppend()
    {
        KafkaErrorCode error = s_errorsAfterAppend[_random.Next(s_errorsAfterAppend.Length)];
        int kind = _random.Next(4);
        if (kind == 0 && AnyTopic() is { } topic)
        {
            LoseTheRepetition(error, topic.Name, _random.Next(topic.Partitions.Count));
            return;
        }

        if (kind == 1)
        {
            // And then nobody is heard for a while, so that the records are given up before anything else is known of them.
            Add(new Fault(FaultKind.RefuseAfter) { Api = ApiKey.Produce, Error = error, When = ThenSilence() }, $"answered once with {error} after the append, and then with silence");
            return;
        }

        Add(new Fault(FaultKind.RefuseAfter) { Api = ApiKey.Produce, Error = error, Times = 1 + _random.Next(4), When = OneIn(2) }, $"answered with {error} after the append");
    }

    // A batch is stored and answered with an error, those behind it pass, and of its repetition nobody hears: brokers may remember too many others by then.
    private void LoseTheRepetition(KafkaErrorCode error, string topic, int partition)
    {
        bool IsThere(PendingRequest request) => RequestTopics.Include(request, topic)
            && ((ProduceRequest)request.Body).Topics.Exists(one => one.Partitions.Exists(part => part.Index == partition));
        Add(new Fault(FaultKind.RefuseAfter) { Api = ApiKey.Produce, Error = error, When = IsThere }, $"answered with {error} after the append");
        Add(new Fault(FaultKind.DelayAnswer) { Api = ApiKey.Produce, LetsPass = true, Times = _random.Next(4) + 1, When = IsThere }, "those behind it pass");
        Add(new Fault(FaultKind.DropAnswer) { Api = ApiKey.Produce, When = IsThere }, "and the repetition is not heard of");
    }

    private void Lose()
    {
        FaultKind kind = _random.Next(6) switch
        {
            0 => FaultKind.Close,
            1 => FaultKind.DropRequest,
            2 => FaultKind.DropAnswer,
            3 => FaultKind.DelayRequest,
            4 => FaultKind.DelayAnswer,
            _ => FaultKind.CloseAfter,
        };
        Add(
            new Fault(kind) { Api = _random.Next(4) == 0 ? null : ApiKey.Produce, Times = 1 + _random.Next(3), Delay = TimeSpan.FromMilliseconds(_random.Next(5_000)) },
            $"{kind}");
    }

    private void LoseAnswer() => Add(new Fault(_random.Next(2) == 0 ? FaultKind.CloseAfter : FaultKind.DropAnswer) { Api = ApiKey.Produce, Times = 1 }, "an answer is lost");

    private void SetClocks()
    {
        if (_random.Next(2) == 0)
        {
            simulation.Clock.Shift += _random.NextInt64(-3_600_000, 600_000);
        }
        else
        {
            _cluster.ClockShift = TimeSpan.FromMilliseconds(_random.NextInt64(-5_400_000, 5_400_000));
        }
    }

    private void ChangeTopic()
    {
        if (AnyTopic() is not { } topic)
        {
            return;
        }

        switch (_random.Next(shape.MayDeleteTopics ? 5 : 4))
        {
            case 0:
                int partitions = topic.Partitions.Count + 1;
                simulation.Change($"topic {topic.Name} grows to {partitions}", () => _cluster.Topics.Grow(topic, partitions));
                break;
            case 1:
                simulation.Change($"topic {topic.Name} wants all replicas", () => topic.Configuration.Set("min.insync.replicas", $"{shape.Replicas}"));
                Later(While(4_000), () => topic.Configuration.Set("min.insync.replicas", shape.Topics.Find(one => one.Name == topic.Name)!.Configuration[0].Value));
                break;
            case 2:
                topic.MetadataError = _random.Next(2) == 0 ? KafkaErrorCode.LeaderNotAvailable : KafkaErrorCode.UnknownTopicOrPart;
                Later(While(2_000), () => topic.MetadataError = KafkaErrorCode.None);
                break;
            case 3:
                Partition partition = topic.Partitions[_random.Next(topic.Partitions.Count)];
                Replica replica = partition.Replicas[_random.Next(partition.Replicas.Count)];
                simulation.Change($"broker {replica.Broker} lags with {topic.Name}-{partition.Index}", () => _cluster.Replicator.SetLagging(partition, replica, lagging: true));
                Later(While(8_000), () => simulation.Change($"broker {replica.Broker} follows again", () => _cluster.Replicator.SetLagging(partition, replica, lagging: false)));
                break;
            default:
                simulation.DeleteTopic(topic.Name);
                TopicShape wanted = shape.Topics.Find(one => one.Name == topic.Name)!;

                // Never with fewer partitions: callers would go on to append to those that are gone, and wait two minutes for each answer.
                int again = topic.Partitions.Count + _random.Next(2);
                _deleted[topic.Name] = again;
                long pause = _random.Next(2) == 0 ? 0 : While(3_000);
                Later(pause, () => simulation.CreateTopic(topic.Name, again, shape.Replicas, wanted.Configuration));
                if (_random.Next(2) == 0)
                {
                    // What is sent under the old numbers may be stored in the new topic, and nobody knows.
                    Later(pause, LoseAnswer);
                    Later(pause + While(200), CutConnections);
                }

                break;
        }
    }

    private void ConfuseMetadata()
    {
        long until = simulation.Clock.Milliseconds + While(8_000);
        switch (_random.Next(3))
        {
            case 0:
                simulation.Network.Metadata.OldUntil = until;
                break;
            case 1:
                simulation.Network.Metadata.EmptyUntil = until;
                break;
            default:
                simulation.Network.Metadata.Hidden = AnyBroker();
                Later(While(4_000), () => simulation.Network.Metadata.Hidden = null);
                break;
        }
    }

    private void HoldBack()
    {
        // Not with large records: the client would be told to keep still for minutes.
        if (_random.Next(2) == 0 && shape.LargestRecord < 10_000)
        {
            _cluster.Quotas.Set(produce: true, simulation.Network.ClientId, 10_000 + _random.Next(20_000));
            Later(While(6_000), () => _cluster.Quotas.Set(produce: true, simulation.Network.ClientId, null));
        }
        else if (shape.MayBeLate)
        {
            simulation.Network.LongestLateness = 1 + _random.Next(5_000);
            CutConnections();
        }
    }

    private void StrikeRarely()
    {
        if (_random.Next(3) == 0)
        {
            simulation.Suspend(While(600_000));
            return;
        }

        // A broker comes back at another address, which may be one that another broker had.
        BrokerNode first = _cluster.Broker(AnyBroker());
        BrokerNode second = _cluster.Broker(AnyBroker());
        LeaderDies();
        simulation.Ledger.MayForget = true;
        simulation.Change($"brokers {first.Id} and {second.Id} change their addresses", () =>
        {
            _cluster.StopBroker(first.Id);
            _cluster.StopBroker(second.Id);
            (first.Port, second.Port) = first == second ? (first.Port, first.Port + 100) : (second.Port, first.Port);
        });
        Later(While(2_000), () => simulation.Change("both start", () =>
        {
            _cluster.StartBroker(first.Id);
            _cluster.StartBroker(second.Id);
        }));
    }

    private void SetPort(BrokerNode broker, int port)
    {
        if (broker.Port != port)
        {
            _cluster.StopBroker(broker.Id);
            broker.Port = port;
        }
    }

    private void Add(Fault fault, string what)
    {
        _faults.Add(fault);
        simulation.Change(what, () => _cluster.Faults.Add(fault));
    }

    private Func<PendingRequest, bool> ThenSilence() => _ =>
    {
        // The answer is on its way by then.
        simulation.In(simulation.Network.LongestDelay + 1, () =>
        {
            if (!_isHealed)
            {
                long silence = While(8_000);
                foreach (BrokerNode broker in _cluster.Brokers)
                {
                    simulation.Network.Pause(broker.Id, silence);
                }
            }
        });
        return true;
    };

    private Func<PendingRequest, bool> OneIn(int chance) => _ => _random.Next(chance) == 0;
}
