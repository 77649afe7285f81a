using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests;

/// <summary>Those who append: one that awaits each record before the next, and others in bursts.</summary>
internal sealed class RandomCallers
{
    private readonly Simulation _simulation;
    private readonly RandomShape _shape;
    private readonly List<TopicSender> _topics;
    private readonly List<(int Id, string Where)> _expected = [];

    internal RandomCallers(Simulation simulation, RandomShape shape)
    {
        _simulation = simulation;
        _shape = shape;
        _topics = shape.Topics.ConvertAll(topic => simulation.Brain.OpenTopic(topic.Name, topic.Codec));
    }

    internal void Start()
    {
        if (_shape.IsWide)
        {
            _simulation.Callers++;
            ProduceOneEach(0);
            return;
        }

        for (int caller = 0; caller < 3; caller++)
        {
            _simulation.Callers++;
            Produce(_shape.Records / 3, caller == 0 ? 1 : _shape.Burst, isAwaiting: caller == 0);
        }
    }

    /// <summary>Appends a record to every partition that there is.</summary>
    /// <param name="isExpected">Whether each of them has to be delivered.</param>
    internal void AppendToAll(bool isExpected)
    {
        foreach (TopicSender topic in _topics)
        {
            foreach (Partition partition in _simulation.Cluster.Topics.Find(topic.Name)!.Partitions)
            {
                _simulation.Callers++;
                Append(topic, partition.Index, isExpected);
            }
        }
    }

    /// <summary>What was expected and did not happen.</summary>
    internal void CheckDelivery()
    {
        foreach ((int id, string where) in _expected)
        {
            if (_simulation.Ledger.ErrorOf(id) is { } error)
            {
                _simulation.Violations.Add($"record {id} for {where} failed long after everything was healed: {error.Message}");
            }
        }
    }

    private void Append(TopicSender topic, int partition, bool isExpected)
    {
        int id = _simulation.Ledger.NextId;
        if (_simulation.Append(topic, partition, sizeof(int)))
        {
            _simulation.Callers--;
            if (isExpected)
            {
                _expected.Add((id, $"{topic.Name}-{partition}"));
            }
        }
        else
        {
            _simulation.In(10, () => Append(topic, partition, isExpected));
        }
    }

    private void ProduceOneEach(int partition)
    {
        while (partition < _shape.Records)
        {
            if (!_simulation.Append(_topics[0], partition, _simulation.Random.Next(100)))
            {
                _simulation.In(10, () => ProduceOneEach(partition));
                return;
            }

            partition++;
        }

        _simulation.Callers--;
    }

    private void Produce(int left, int burst, bool isAwaiting)
    {
        if (left <= 0)
        {
            _simulation.Callers--;
            return;
        }

        Random random = _simulation.Random;
        int id = _simulation.Ledger.NextId;
        bool isAppended = true;
        for (int i = 0; i < burst && isAppended && left > 0; i++)
        {
            isAppended = Append(random);
            left -= isAppended ? 1 : 0;
        }

        long pause = random.Next(4) switch { 0 => 0, 1 => random.Next(3), 2 => random.Next(30), _ => random.Next(400) };
        if (isAppended && isAwaiting)
        {
            AwaitThen(id, () => Produce(left, burst, isAwaiting));
        }
        else
        {
            _simulation.In(isAppended ? pause : 10, () => Produce(left, burst, isAwaiting));
        }
    }

    private bool Append(Random random)
    {
        TopicSender topic = _topics[random.Next(_topics.Count)];
        int size = random.Next(10) == 0 ? random.Next(_shape.LargestRecord) : random.Next(100);
        long? time = _shape.HasTimes && random.Next(3) > 0 ? VirtualClock.Start.ToUnixTimeMilliseconds() + (random.Next(4) * 500) : null;
        return _simulation.Append(topic, random.Next(Math.Max(1, topic.Queues.Length)), size, time);
    }

    private void AwaitThen(int id, Action then) => _simulation.In(5, () =>
    {
        if (_simulation.Ledger.IsAnswered(id))
        {
            then();
        }
        else
        {
            AwaitThen(id, then);
        }
    });
}
