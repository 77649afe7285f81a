using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Connections;
using KafkaGen.Contracts;
using KafkaGen.Partitioning;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>
/// The sender in C# that is being built (docs/adr/0011), below the API that it has not got yet: typed records are encoded, partitioned by their keys, and appended, awaiting each record or flushing.
/// </summary>
internal sealed class ManagedContender<T> : IProduceContender
{
    // KafkaGen's BufferMemory, so that callers wait for room as often as those of the other transport.
    private const long BufferMemory = 64 * 1024 * 1024;

    [ThreadStatic]
    private static RecordBuffer? s_buffer;

    private readonly KafkaContract<T> _contract = ContractRegistry.Get<T>();
    private readonly BrainLoop _loop;
    private readonly TopicSender _topic;
    private readonly T[] _messages;
    private readonly bool _awaited;
    private int[] _first = [];
    private int[] _last = [];
    private int[] _count = [];
    private bool[] _isMarked = [];

    public ManagedContender(string bootstrap, string topic, T[] messages, bool awaited)
    {
        _messages = messages;
        _awaited = awaited;
        BrainSettings settings = new()
        {
            Bootstrap = [.. bootstrap.Split(',').Select(Parse)],
            Linger = long.Parse(ProduceSettings.LingerMs, System.Globalization.CultureInfo.InvariantCulture),
        };
        _loop = new BrainLoop(settings, new ConnectionSettings(), BufferMemory, time: null, new BrainHost { OnNote = Tell });
        _topic = _loop.OpenTopic(topic);
    }

    public int Records => _messages.Length;

    public async Task RunAsync()
    {
        await _topic.WhenKnown;
        await (_awaited ? ProduceSettings.ByCallersAsync<T>(_messages, AwaitAsync) : EnqueueAsync());
    }

    public async ValueTask DisposeAsync() => await _loop.CloseAsync(Deadline.In(TimeSpan.FromSeconds(10)));

    // A round with trouble in it measures something else.
    private static void Tell(BrainNote note)
    {
        if (note.Kind != BrainNoteKind.Disconnected)
        {
            Console.Error.WriteLine(note);
        }
    }

    private static (string Host, int Port) Parse(string server)
    {
        int colon = server.LastIndexOf(':');
        return (server[..colon], int.Parse(server.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task AwaitAsync(ReadOnlyMemory<T> messages)
    {
        var answers = new ValueTask<RecordMetadata>[messages.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            while (!TryAppend(in messages.Span[i], isAwaited: true, out answers[i]))
            {
                long seen = _loop.RoomReturns;
                if (TryAppend(in messages.Span[i], isAwaited: true, out answers[i]))
                {
                    break;
                }

                await _loop.WaitForRoomAsync(seen);
            }
        }

        foreach (ValueTask<RecordMetadata> answer in answers)
        {
            await answer;
        }
    }

    private async Task EnqueueAsync()
    {
        if (_isMarked.Length == 0)
        {
            Mark();
        }

        Dictionary<int, ValueTask<RecordMetadata>> answers = [];
        for (int i = 0; i < _messages.Length; i++)
        {
            ValueTask<RecordMetadata> answer;
            while (!TryAppend(in _messages[i], _isMarked[i], out answer))
            {
                long seen = _loop.RoomReturns;
                if (TryAppend(in _messages[i], _isMarked[i], out answer))
                {
                    break;
                }

                await _loop.WaitForRoomAsync(seen);
            }

            if (_isMarked[i])
            {
                answers[i] = answer;
            }
        }

        await _loop.FlushAsync();

        // Nobody is told of a record that is not awaited. When all are stored, the offsets of a partition's first and last are so far apart.
        int missing = 0;
        for (int partition = 0; partition < _count.Length; partition++)
        {
            if (_count[partition] > 0)
            {
                long first = (await answers[_first[partition]].AsTask()).Offset;
                long last = _last[partition] == _first[partition] ? first : (await answers[_last[partition]].AsTask()).Offset;
                missing += (int)(_count[partition] - (last - first + 1));
            }
        }

        ProduceSettings.ThrowIfFailed(missing);
    }

    // The first and the last record of each partition are awaited.
    private void Mark()
    {
        int partitions = _topic.Queues.Length;
        _first = new int[partitions];
        _last = new int[partitions];
        _count = new int[partitions];
        _isMarked = new bool[_messages.Length];
        RecordBuffer buffer = new();
        for (int i = 0; i < _messages.Length; i++)
        {
            _contract.Encode(in _messages[i], buffer);
            int partition = Murmur2.PartitionOf(buffer.Key, partitions);
            _first[partition] = _count[partition]++ == 0 ? i : _first[partition];
            _last[partition] = i;
        }

        for (int partition = 0; partition < partitions; partition++)
        {
            _isMarked[_first[partition]] |= _count[partition] > 0;
            _isMarked[_last[partition]] |= _count[partition] > 0;
        }
    }

    private bool TryAppend(in T message, bool isAwaited, out ValueTask<RecordMetadata> answer)
    {
        RecordBuffer buffer = s_buffer ??= new RecordBuffer();
        _contract.Encode(in message, buffer);
        PartitionQueue[] queues = _topic.Queues;
        return queues[Murmur2.PartitionOf(buffer.Key, queues.Length)].TryAppend(
            new RecordShape(buffer, []), buffer.Timestamp, isAwaited ? ReplyTo.Caller : ReplyTo.Nobody, wait: null, out answer) == SendOutcome.Done;
    }
}
