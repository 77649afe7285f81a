using System.Runtime.ExceptionServices;

namespace KafkaGen.Accumulating;

/// <summary>The batches of one partition that the sender has not taken yet: an open one that callers append to, and full ones before it.</summary>
internal sealed class PartitionQueue
{
    private readonly object _gate = new();
    private readonly Queue<ProducerBatch> _closed = new();
    private readonly Room _room;
    private readonly IAccumulatorClock _clock;
    private readonly Action _announce;
    private readonly int _batchSize;
    private ProducerBatch? _open;
    private ExceptionDispatchInfo? _end;
    private bool _isAnnounced;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="batchSize">From how many bytes on a batch is full.</param>
    /// <param name="room">Where memory comes from.</param>
    /// <param name="clock">The time.</param>
    /// <param name="announce">Tells the sender that there is something new: a first record, or a full batch. Called outside of the lock.</param>
    internal PartitionQueue(
        string topic, int partition, int batchSize, Room room, IAccumulatorClock clock, Action announce)
    {
        Topic = topic;
        Partition = partition;
        _batchSize = batchSize;
        _room = room;
        _clock = clock;
        _announce = announce;
    }

    internal string Topic { get; }

    internal int Partition { get; }

    /// <summary>How many batches have not been taken, about.</summary>
    internal int Length => _closed.Count + (_open is null ? 0 : 1);

    /// <summary>Whether the partition has a leader, as far as is known.</summary>
    internal bool HasLeader { get; set; }

    /// <summary>Appends a record to the open batch.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timestamp">Its time, in milliseconds since 1970; <see langword="null"/> for now.</param>
    /// <param name="isAwaited">Whether <paramref name="answer"/> is wanted.</param>
    /// <param name="answer">What becomes of the record.</param>
    /// <returns>Whether there was room.</returns>
    /// <exception cref="ProduceException">The queue has ended.</exception>
    internal bool TryAppend(in RecordShape record, long? timestamp, bool isAwaited, out ValueTask<RecordMetadata> answer)
    {
        bool isAppended;
        bool isNews;
        int size = record.LargestSize;
        long time = timestamp ?? _clock.WallMilliseconds;
        lock (_gate)
        {
            _end?.Throw();

            ProducerBatch? open = _open;
            isNews = false;
            if (open is not null && !open.Takes(size, _batchSize))
            {
                _closed.Enqueue(open);
                _open = open = null;
                isNews = true;
            }

            if (open is null)
            {
                open = Begin(size);
                isNews |= open is not null && _closed.Count == 0;
            }
            else if (!open.HasPieceFor(size))
            {
                open = Extend(open, size);
            }

            isAppended = open is not null;
            if (open is not null)
            {
                int index = open.Append(in record, time, isAwaited);
                answer = isAwaited ? (open.Answer ??= new BatchAnswer(Topic, Partition))[index] : default;
            }
            else
            {
                answer = default;
            }

            isNews &= !_isAnnounced;
            _isAnnounced |= isNews;
        }

        if (isNews)
        {
            _announce();
        }

        return isAppended;
    }

    /// <summary>Looks at what there is. From now on news are announced again.</summary>
    internal QueueState Look()
    {
        lock (_gate)
        {
            _isAnnounced = false;
            ProducerBatch? head = _closed.TryPeek(out ProducerBatch? first) ? first : _open;
            return new QueueState(_closed.Count, _open is not null, head?.OpenedAt ?? 0, head?.Size ?? 0);
        }
    }

    /// <summary>Takes the first batch; with <paramref name="evenOpen"/> also the one that callers append to.</summary>
    internal ProducerBatch? TryTake(bool evenOpen)
    {
        lock (_gate)
        {
            if (_closed.TryDequeue(out ProducerBatch? batch) || !evenOpen)
            {
                return batch;
            }

            (batch, _open) = (_open, null);
            return batch;
        }
    }

    /// <summary>Closes the open batch, and lets a flush wait for everything that is here.</summary>
    internal void Flush(FlushOperation flush)
    {
        lock (_gate)
        {
            if (_open is { } open)
            {
                _closed.Enqueue(open);
                _open = null;
            }

            foreach (ProducerBatch batch in _closed)
            {
                flush.Add(batch);
            }
        }
    }

    /// <summary>Takes no more records.</summary>
    /// <param name="error">What callers are told from now on.</param>
    internal void End(ProduceException error)
    {
        lock (_gate)
        {
            _end ??= ExceptionDispatchInfo.Capture(error);
        }
    }

    private ProducerBatch? Begin(int size) =>
        _room.TryTake(size + Protocol.Records.RecordBatchHeader.Size, isFirst: true) is { } piece
            ? _open = new ProducerBatch(this, piece, _clock.Milliseconds)
            : null;

    private ProducerBatch? Extend(ProducerBatch open, int size)
    {
        if (_room.TryTake(size, isFirst: false) is not { } piece)
        {
            return null;
        }

        open.AddPiece(piece);
        return open;
    }
}

/// <summary>What a queue holds.</summary>
/// <param name="Closed">How many full batches.</param>
/// <param name="HasOpen">Whether there is one that callers append to.</param>
/// <param name="OldestAt">When the first batch was begun.</param>
/// <param name="Size">The bytes of the first batch.</param>
internal readonly record struct QueueState(int Closed, bool HasOpen, long OldestAt, int Size)
{
    internal bool IsEmpty => Closed == 0 && !HasOpen;
}

/// <summary>The clocks of the sender.</summary>
internal interface IAccumulatorClock
{
    /// <summary>Milliseconds of a clock that never goes back.</summary>
    long Milliseconds { get; }

    /// <summary>Milliseconds since 1970, as accurate as a few milliseconds.</summary>
    long WallMilliseconds { get; }
}
