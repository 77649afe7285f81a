namespace KafkaGen.Accumulating;

/// <summary>
/// The memory of all batches: how much may be taken (<c>buffer.memory</c>), and the pieces that were given back and are used again.
/// </summary>
/// <remarks>
/// It is taken by the piece, not by the record, so that a record costs no shared counter. Nothing else gives room back, and giving back tells those who
/// wait, so that no path can do one without the other.
/// </remarks>
internal sealed class Room
{
    /// <summary>The first piece of a batch: thousands of partitions with a record each must not take megabytes.</summary>
    internal const int SmallPiece = 4 * 1024;

    /// <summary>Every later piece of it.</summary>
    internal const int LargePiece = 32 * 1024;

    // So that many partitions with a few records each leave most of the limit to the others.
    private const int CreditsOfLimit = 8_192;
    private const int MaxCredit = 256;

    private readonly object _gate = new();
    private readonly Stack<Piece> _small = new();
    private readonly Stack<Piece> _large = new();
    private readonly Action _onReturned;
    private readonly int _maxRecords;
    private long _taken;
    private long _pooled;
    private int _records;
    private int _shares;

    /// <param name="capacity">How many bytes may be taken at a time, at least one large piece.</param>
    /// <param name="maxRecords">How many records may be there at a time.</param>
    /// <param name="onReturned">Told after room was given back, on the thread that gives it back.</param>
    internal Room(long capacity, Action onReturned, int maxRecords = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, LargePiece);
        Capacity = capacity;
        _maxRecords = maxRecords;
        Credit = Math.Clamp(maxRecords / CreditsOfLimit, 1, MaxCredit);
        _onReturned = onReturned;
    }

    internal long Capacity { get; }

    /// <summary>How many records a batch takes room for at a time: one where few are allowed, so that the limit is exact.</summary>
    internal int Credit { get; }

    /// <summary>Another topic shares the room.</summary>
    internal RoomShare Share(IAccumulatorClock clock)
    {
        Interlocked.Increment(ref _shares);
        return new RoomShare(clock);
    }

    /// <summary>Takes room for <see cref="Credit"/> records of a topic.</summary>
    /// <param name="share">The topic's share.</param>
    /// <param name="outcome">Why there is none.</param>
    internal bool TryTakeCredit(RoomShare? share, out SendOutcome outcome)
    {
        outcome = SendOutcome.Done;
        if (_maxRecords == int.MaxValue)
        {
            return true;
        }

        if (share is not null && _shares > 1 && !share.AllowsRecords(Credit, _maxRecords - Volatile.Read(ref _records)))
        {
            outcome = SendOutcome.NoShare;
            return false;
        }

        int records = Interlocked.Add(ref _records, Credit);
        share?.AddRecords(Credit);
        if (records <= _maxRecords)
        {
            return true;
        }

        ReturnCredits(share, 1);
        outcome = SendOutcome.NoRoom;
        return false;
    }

    /// <summary>Gives back what <see cref="TryTakeCredit"/> took for a record that found no memory. Whoever has that memory wakes those who wait.</summary>
    internal void ReturnCredits(RoomShare? share, int credits)
    {
        if (_maxRecords != int.MaxValue)
        {
            Interlocked.Add(ref _records, -credits * Credit);
            share?.AddRecords(-credits * Credit);
        }
    }

    /// <summary>The records that batches have room for, where there is a limit.</summary>
    internal int Records => Volatile.Read(ref _records);

    /// <summary>The bytes of pieces that batches have.</summary>
    internal long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a piece that holds at least <paramref name="size"/> bytes; <see langword="null"/> when there is no room for it.</summary>
    /// <param name="size">How many bytes will be written in one go.</param>
    /// <param name="isFirst">Whether it is the first piece of a batch.</param>
    internal Piece? TryTake(int size, bool isFirst) => TryTake(size, isFirst, share: null, out _);

    /// <summary>Takes a piece for a topic.</summary>
    /// <param name="size">How many bytes will be written in one go.</param>
    /// <param name="isFirst">Whether it is the first piece of a batch.</param>
    /// <param name="share">The topic's share.</param>
    /// <param name="outcome">Why there is none.</param>
    internal Piece? TryTake(int size, bool isFirst, RoomShare? share, out SendOutcome outcome)
    {
        outcome = SendOutcome.Done;
        int wanted = isFirst && size <= SmallPiece ? SmallPiece : Math.Max(size, LargePiece);
        lock (_gate)
        {
            // Where no other topic could want the room, one may have all of it.
            if (share is not null && _shares > 1 && !share.Allows(wanted, Capacity - _taken))
            {
                outcome = SendOutcome.NoShare;
                return null;
            }

            if (_taken + wanted > Capacity)
            {
                outcome = SendOutcome.NoRoom;
                return null;
            }

            _taken += wanted;
            Take(share, wanted);
            Stack<Piece>? pool = PoolOf(wanted);
            if (pool is not null && pool.TryPop(out Piece? piece))
            {
                _pooled -= wanted;
                piece.Share = share;
                return piece;
            }

            // What lies in the other pool counts, too: together they never hold more than the capacity.
            TrimFor(wanted);
        }

        return Allocate(wanted, share);
    }

    /// <summary>
    /// Makes a piece of exactly <paramref name="size"/> bytes, whether or not there is room: for what takes the place of records that have room already, such as
    /// their compressed form. Waiting for room there would be waiting for itself.
    /// </summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="share">The share of the topic.</param>
    internal Piece Make(int size, RoomShare? share)
    {
        lock (_gate)
        {
            _taken += size;
            Take(share, size);
        }

        return Allocate(size, share);
    }

    /// <summary>Gives pieces back, and tells those who wait.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="credits">How often <see cref="TryTakeCredit"/> was called for their records.</param>
    internal void Return(ReadOnlySpan<Piece> pieces, int credits = 0)
    {
        if (pieces.IsEmpty)
        {
            return;
        }

        ReturnCredits(pieces[0].Share, credits);
        lock (_gate)
        {
            foreach (Piece piece in pieces)
            {
                piece.Used = 0;
                _taken -= piece.Bytes.Length;
                Take(piece.Share, -piece.Bytes.Length);
                piece.Share = null;
                if (PoolOf(piece.Bytes.Length) is { } pool)
                {
                    pool.Push(piece);
                    _pooled += piece.Bytes.Length;
                }
            }
        }

        _onReturned();
    }

    // For room that is counted already.
    private Piece Allocate(int size, RoomShare? share)
    {
        try
        {
            return new Piece(GC.AllocateUninitializedArray<byte>(size, pinned: true)) { Share = share };
        }
        catch (OutOfMemoryException)
        {
            lock (_gate)
            {
                _taken -= size;
                Take(share, -size);
            }

            throw;
        }
    }

    private static void Take(RoomShare? share, long size)
    {
        if (share is not null)
        {
            share.Taken += size;
        }
    }

    // Larger ones are rare, and of any size.
    private Stack<Piece>? PoolOf(int size) => size switch
    {
        SmallPiece => _small,
        LargePiece => _large,
        _ => null,
    };

    private void TrimFor(int wanted)
    {
        while (_taken + _pooled > Capacity && _pooled > 0)
        {
            Piece dropped = wanted == SmallPiece && _large.Count > 0 ? _large.Pop() : _small.Count > 0 ? _small.Pop() : _large.Pop();
            _pooled -= dropped.Bytes.Length;
        }
    }
}
