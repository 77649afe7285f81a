using System.Buffers.Binary;
using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Connections;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing;

#pragma warning disable xUnit1031 // appending blocks as the caller of a full buffer would

namespace KafkaGen.Tests.Sending.Brain;

/// <summary>A test with an embedded Kafka and senders for it. Records are numbers that count in each partition.</summary>
public abstract class LoopTest : IAsyncLifetime
{
    /// <summary>No wait in a test is longer; a test that hits it has failed.</summary>
    protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    protected const string TopicName = "numbers";

    // The number, and something that can be compressed.
    private const int ValueSize = 40;

    private const int DefaultBuffer = 32 * 1024 * 1024;

    private readonly List<BrainLoop> _loops = [];
    private readonly Dictionary<BrainLoop, RoomWait> _rooms = [];
    private readonly RecordBuffer _buffer = new();
    private readonly int[] _next = new int[64];

    protected LoopTest(int brokers = 1) => Kafka = EmbeddedKafka.Start(brokers);

    protected EmbeddedKafka Kafka { get; }

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (BrainLoop loop in _loops)
        {
            await loop.CloseAsync(Deadline.Now);
        }

        await Kafka.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected BrainLoop Open(
        Func<BrainSettings, BrainSettings>? settings = null,
        Func<ConnectionSettings, ConnectionSettings>? connections = null,
        long bufferMemory = DefaultBuffer,
        TimeProvider? time = null,
        Action<BrainNote>? onNote = null)
    {
        BrainSettings own = new()
        {
            Bootstrap = [.. Kafka.BootstrapServers.Split(',').Select(server => (server.Split(':')[0], int.Parse(server.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)))],
        };
        ConnectionSettings ownConnections = new();
        BrainLoop? loop = null;
        RoomWait room = new(() => loop?.Wake());
        BrainHost host = new() { OnNote = onNote, OnRoom = room.OnReturned, IsRoomWanted = () => room.IsAnyone };
        loop = new BrainLoop(settings?.Invoke(own) ?? own, connections?.Invoke(ownConnections) ?? ownConnections, bufferMemory, time, host);
        _loops.Add(loop);
        _rooms.Add(loop, room);
        return loop;
    }

    /// <summary>Creates a topic, and waits until a sender knows it.</summary>
    private protected TopicSender CreateTopic(BrainLoop loop, int partitions, int replicas = 1, CompressionCodec codec = CompressionCodec.None)
    {
        Kafka.CreateTopic(TopicName, partitions, replicas);
        TopicSender topic = loop.OpenTopic(TopicName, codec);
        Assert.True(topic.WhenKnown.Wait(Bound, Cancelled), "the topic's partitions were not known");
        return topic;
    }

    /// <summary>Appends the next number of a partition, waiting for room.</summary>
    private protected ValueTask<RecordMetadata> Append(BrainLoop loop, TopicSender topic, int partition) => Append(loop, topic, partition, isAwaited: true);

    /// <summary>The same without an answer.</summary>
    private protected void Enqueue(BrainLoop loop, TopicSender topic, int partition) => _ = Append(loop, topic, partition, isAwaited: false);

    private ValueTask<RecordMetadata> Append(BrainLoop loop, TopicSender topic, int partition, bool isAwaited)
    {
        ValueTask<RecordMetadata> answer;
        while (!TryAppend(topic, partition, isAwaited, out answer))
        {
            long seen = RoomOf(loop).Returns;
            if (TryAppend(topic, partition, isAwaited, out answer))
            {
                break;
            }

            Assert.True(RoomOf(loop).WaitAsync(seen, Cancelled).AsTask().Wait(Bound, Cancelled), "no room was given back");
        }

        return answer;
    }

    /// <summary>Those who wait for the room of a loop.</summary>
    private protected RoomWait RoomOf(BrainLoop loop) => _rooms[loop];

    /// <summary>Appends the next number of a partition, if there is room.</summary>
    private protected bool TryAppend(TopicSender topic, int partition, bool isAwaited, out ValueTask<RecordMetadata> answer)
    {
        _buffer.Clear();
        _buffer.BeginValue();
        Span<byte> value = _buffer.GetSpan(ValueSize)[..ValueSize];
        value.Clear();
        BinaryPrimitives.WriteInt32BigEndian(value, _next[partition]);
        _buffer.Advance(ValueSize);
        if (topic.Queues[partition].TryAppend(new RecordShape(_buffer, []), timestamp: null, isAwaited ? ReplyTo.Caller : ReplyTo.Nobody, wait: null, out answer) != SendOutcome.Done)
        {
            return false;
        }

        _next[partition]++;
        return true;
    }

    /// <summary>Awaits an answer within the bound.</summary>
    private protected static async Task<RecordMetadata> AnswerOf(ValueTask<RecordMetadata> answer) => await answer.AsTask().WaitAsync(Bound, Cancelled);

    /// <summary>Each partition has its numbers from 0 on, each once and in order.</summary>
    private protected void AssertStoredOnceAndInOrder(CompressionCodec codec = CompressionCodec.None)
    {
        IReadOnlyList<EmbeddedRecord> records = Kafka.ReadRecords(TopicName);
        Assert.Equal(_next.Sum(), records.Count);
        foreach (IGrouping<int, EmbeddedRecord> partition in records.GroupBy(record => record.Partition))
        {
            Assert.Equal(Enumerable.Range(0, _next[partition.Key]), partition.Select(record => BinaryPrimitives.ReadInt32BigEndian(record.Value)));
        }

        Assert.All(records, record => Assert.Equal(codec, record.Codec));
    }
}
