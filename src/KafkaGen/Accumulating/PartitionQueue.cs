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
    private bool _isWanted;
    private long _appended;
    private long _answered;
    private long _oldestAt = long.MaxValue;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="batchSize">From how many bytes on a batch is full.</param>
    /// <param name="room">Where memory comes from.</param>
    /// <param name="clock">The time.</param>
    /// <param name="announce">Tells the sender that there is something new: a first record, or a full batch. Called outside of the lock.</param>
    /// <param name="share">The topic's share of the room.</param>
    internal PartitionQueue(
        string topic, int partition, int batchSize, Room room, IAccumulatorClock clock, Action announce, RoomShare? share = null)
    {
        Share = share;
        Topic = topic;
        Partition = partition;
        _batchSize = batchSize;
        _room = room;
        _clock = clock;
        _announce = announce;
    }

    internal string Topic { get; }

    internal int Partition { get; }

    /// <summary>The topic's share of the room.</summary>
    internal RoomShare? Share { get; }

    /// <summary>The records that are appended and not answered yet, or that the application is still to be told of.</summary>
    internal int Unanswered => (int)(Volatile.Read(ref _appended) - Volatile.Read(ref _answered));

    /// <summary>How many batches have not been taken, about.</summary>
    internal int Length => _closed.Count + (_open is null ? 0 : 1);

    /// <summary>Whether the partition has a leader, as far as is known.</summary>
    internal bool HasLeader { get; set; }

    /// <summary>When the oldest record was appended that was unanswered when the sender last looked, by the sender's clock; none: <see cref="long.MaxValue"/>.</summary>
    internal long OldestAt
    {
        // The sender looks after it has answered: a caller that was told finds nothing old.
        get => Unanswered == 0 ? long.MaxValue : Volatile.Read(ref _oldestAt);
        set => Volatile.Write(ref _oldestAt, value);
    }

    /// <summary>Counts records out. Only the sender's thread does.</summary>
    internal void OnAnswered(int records) => Volatile.Write(ref _answered, _answered + records);

    /// <summary>Appends a record to the open batch.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timestamp">Its time, in milliseconds since 1970; <see langword="null"/> for now.</param>
    /// <param name="reply">Who is told.</param>
    /// <param name="wait">The flush that counts the record since it began to wait for room.</param>
    /// <param name="answer">What becomes of the record, for its caller.</param>
    /// <returns>Whether there was room.</returns>
    /// <exception cref="ProduceException">The queue has ended.</exception>
    internal SendOutcome TryAppend(in RecordShape record, long? timestamp, in ReplyTo reply, FlushOperation? wait, out ValueTask<RecordMetadata> answer)
    {
        SendOutcome outcome = SendOutcome.Done;
        bool isNews;
        int size = record.LargestSize;
        long time = timestamp ?? _clock.WallMilliseconds;
        lock (_gate)
        {
            _end?.Throw();

            ProducerBatch? open = _open;
            isNews = false;
            if (open is { Count: > 0 } && !open.Takes(size, _batchSize))
            {
                _closed.Enqueue(open);
                _open = open = null;
                _isWanted = false;
                isNews = true;
            }

            if (open is null)
            {
                open = Begin(size, out outcome);
                isNews |= open is not null && _closed.Count == 0;
            }
            else if (!open.HasPieceFor(size))
            {
                open = Extend(open, size, out outcome);
            }

            answer = default;
            if (open is not null && open.TryTakeCredit(_room, out outcome))
            {
                if (reply.IsAwaited || reply.Reply is not null)
                {
                    open.Answer ??= new BatchAnswer(Topic, Partition);
                }

                int index = open.Append(in record, time, timestamp is not null, reply.IsToNobody);
                if (reply.IsAwaited)
                {
                    answer = open.Answer![index];
                }
                else if (reply.Reply is { } other)
                {
                    open.Answer!.AddReply(other, reply.Index, index);
                }

                _appended++;
                if (wait is not null)
                {
                    wait.Add(open);
                    isNews |= wait.IsBegun && !_isWanted;
                    _isWanted |= wait.IsBegun;
                }
            }

            isNews &= !_isAnnounced;
            _isAnnounced |= isNews;
        }

        if (isNews)
        {
            _announce();
        }

        return outcome;
    }

    /// <summary>Looks at what there is. From now on news are announced again.</summary>
    internal QueueState Look()
    {
        lock (_gate)
        {
            _isAnnounced = false;
            ProducerBatch? head = _closed.TryPeek(out ProducerBatch? first) ? first : _open;
            return new QueueState(_closed.Count, _open is { Count: > 0 }, _isWanted, head?.OpenedAt ?? 0, head?.Size ?? 0);
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

            if (_open is { Count: > 0 })
            {
                (batch, _open) = (_open, null);
                _isWanted = false;
            }

            return batch;
        }
    }

    /// <summary>Closes the open batch, and lets a flush wait for everything that is here.</summary>
    internal void Flush(FlushOperation flush)
    {
        lock (_gate)
        {
            if (_open is { Count: > 0 } open)
            {
                _closed.Enqueue(open);
                _open = null;
                _isWanted = false;
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

    // Room for the record comes first: an empty batch would keep its memory until the next record of this partition.
    private ProducerBatch? Begin(int size, out SendOutcome outcome)
    {
        if (!_room.TryTakeCredit(Share, out outcome))
        {
            return null;
        }

        if (_room.TryTake(size + Protocol.Records.RecordBatchHeader.Size, isFirst: true, Share, out outcome) is not { } piece)
        {
            _room.ReturnCredits(Share, 1);
            return null;
        }

        _open = new ProducerBatch(this, piece, _clock.Milliseconds);
        _open.AddCredit(_room);
        return _open;
    }

    private ProducerBatch? Extend(ProducerBatch open, int size, out SendOutcome outcome)
    {
        if (_room.TryTake(size, isFirst: false, Share, out outcome) is not { } piece)
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
/// <param name="IsWanted">Whether a flush waits for what the open one has.</param>
/// <param name="OldestAt">When the first batch was begun.</param>
/// <param name="Size">The bytes of the first batch.</param>
internal readonly record struct QueueState(int Closed, bool HasOpen, bool IsWanted, long OldestAt, int Size)
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
