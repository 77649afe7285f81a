using System.Buffers;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>A simulation in which one thing happens: a topic that is known and led, and short ways to say what goes wrong.</summary>
internal sealed class Stage
{
    private const int Seed = 7;
    private const long Soon = 5_000;

    private Stage(Simulation simulation, TopicSender sender)
    {
        Simulation = simulation;
        Sender = sender;
        simulation.Network.Sent = (connection, request) =>
        {
            if (request is ProduceRequest produce)
            {
                Requests.Add(new SentRequest(
                    simulation.Clock.Milliseconds,
                    connection.Broker,
                    [.. produce.Topics.SelectMany(static topic => topic.Partitions.Select(part => SentBatch.Of(topic.Name, part)))]));
            }
        };
    }

    internal Simulation Simulation { get; }

    internal TopicSender Sender { get; }

    /// <summary>The produce requests, in the sequence in which they were sent.</summary>
    internal List<SentRequest> Requests { get; } = [];

    internal IEnumerable<SentBatch> Batches => Requests.SelectMany(static request => request.Batches);

    internal long Now => Simulation.Clock.Milliseconds;

    internal Topic Topic => Simulation.Cluster.Topics.Find(Simulation.TopicName)!;

    /// <summary>Opens the stage: the topic is created, and the sender knows its partitions.</summary>
    internal static Stage Open(
        Func<BrainSettings, BrainSettings>? settings = null,
        int partitions = 1,
        int replicas = 1,
        CompressionCodec codec = CompressionCodec.None,
        long room = 16 * 1024 * 1024,
        TimeSpan replicationDelay = default,
        bool untilKnown = true,
        params (string Name, string Value)[] configuration)
    {
        Simulation simulation = new(
            Seed,
            settings,
            () => new ClusterSettings { Brokers = 3, Seed = Seed, StartedAt = VirtualClock.Start, AutoCreateTopics = false, ReplicationDelay = replicationDelay },
            room);
        simulation.CreateTopic(partitions, replicas, configuration);
        Stage stage = new(simulation, simulation.Brain.OpenTopic(Simulation.TopicName, codec));
        if (untilKnown)
        {
            stage.RunUntil(() => stage.Sender.Queues.Length == partitions);
        }

        return stage;
    }

    internal Partition Partition(int index = 0) => Topic.Partitions[index];

    /// <summary>Appends a record, and returns its number.</summary>
    internal int Append(int partition = 0, int size = 20, long? timestamp = null, int noise = 0)
    {
        int id = Simulation.Ledger.NextId;
        Assert.True(Simulation.Append(Sender, partition, size, timestamp, noise), "There was no room, or no such partition.");
        return id;
    }

    /// <summary>Appends a record that is a batch of its own, because it is flushed.</summary>
    internal int AppendBatch(int partition = 0, int size = 20)
    {
        int id = Append(partition, size);
        Simulation.Flush();
        return id;
    }

    /// <summary>Has one record acknowledged in each partition, so that leaders know the producer and more than one batch may be on the wire.</summary>
    internal void Warm()
    {
        for (int partition = 0; partition < Sender.Queues.Length; partition++)
        {
            Append(partition);
        }

        Simulation.Flush();
        RunUntil(() => Simulation.Ledger.Open == 0);
        Requests.Clear();
    }

    internal void Run(long milliseconds) => Simulation.Run(Now + milliseconds);

    internal void RunUntil(Func<bool> isDone, long within = Soon)
    {
        Simulation.Run(Now + within, isDone);
        Assert.True(isDone(), $"It did not happen within {within} ms. {string.Join(Environment.NewLine, Simulation.Trace.TakeLast(30))}");
    }

    internal void RunUntilAnswered(long within = Soon) => RunUntil(() => Simulation.Ledger.Open == 0, within);

    internal void Fault(FaultKind kind, KafkaErrorCode error = KafkaErrorCode.None, int times = 1, Func<PendingRequest, bool>? when = null, long delay = 0) =>
        Simulation.Change($"{kind} {error}", () => Simulation.Cluster.Faults.Add(new Fault(kind)
        {
            Api = Protocol.ApiKey.Produce,
            Error = error,
            Times = times,
            When = when,
            Delay = TimeSpan.FromMilliseconds(delay),
        }));

    internal void Refuse(KafkaErrorCode error, int times = 1, Func<PendingRequest, bool>? when = null) => Fault(FaultKind.Refuse, error, times, when);

    internal RecordMetadata Acknowledged(int id)
    {
        Assert.True(Simulation.Ledger.MetadataOf(id) is not null, $"Record {id} was not acknowledged: {Simulation.Ledger.ErrorOf(id)?.Message ?? "it has no answer"}");
        return Simulation.Ledger.MetadataOf(id)!.Value;
    }

    internal ProduceException Failed(int id)
    {
        Assert.True(Simulation.Ledger.ErrorOf(id) is not null, $"Record {id} did not fail.");
        return Simulation.Ledger.ErrorOf(id)!;
    }

    /// <summary>The batches that a partition has.</summary>
    internal List<RecordBatchHeader> Log(int partition = 0)
    {
        List<RecordBatchHeader> batches = [];
        foreach (Segment segment in Partition(partition).Log.Segments)
        {
            foreach (Segment.Entry entry in segment.Entries.ToArray())
            {
                batches.Add(RecordBatchHeader.Read(segment.Batch(entry).Span));
            }
        }

        return batches;
    }

    /// <summary>Nothing else may be wrong.</summary>
    internal void Finish() => Simulation.Finish();
}

/// <summary>A produce request, as it was sent.</summary>
internal sealed record SentRequest(long At, int Broker, IReadOnlyList<SentBatch> Batches);

/// <summary>A batch of a request, as it was sent.</summary>
internal sealed record SentBatch(string Topic, int Partition, long ProducerId, short Epoch, int Sequence, int Count)
{
    internal static SentBatch Of(string topic, ProduceRequest.Partition part)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(part.Records!.Value.ToArray());
        return new SentBatch(topic, part.Index, header.ProducerId, header.ProducerEpoch, header.BaseSequence, header.Count);
    }
}
