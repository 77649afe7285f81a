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

    private readonly object _gate = new();
    private readonly Stack<Piece> _small = new();
    private readonly Stack<Piece> _large = new();
    private readonly Action _onReturned;
    private long _taken;
    private long _pooled;

    /// <param name="capacity">How many bytes may be taken at a time, at least one large piece.</param>
    /// <param name="onReturned">Told after room was given back, on the thread that gives it back.</param>
    internal Room(long capacity, Action onReturned)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, LargePiece);
        Capacity = capacity;
        _onReturned = onReturned;
    }

    internal long Capacity { get; }

    /// <summary>The bytes of pieces that batches have.</summary>
    internal long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a piece that holds at least <paramref name="size"/> bytes; <see langword="null"/> when there is no room for it.</summary>
    /// <param name="size">How many bytes will be written in one go.</param>
    /// <param name="isFirst">Whether it is the first piece of a batch.</param>
    internal Piece? TryTake(int size, bool isFirst)
    {
        int wanted = isFirst && size <= SmallPiece ? SmallPiece : Math.Max(size, LargePiece);
        lock (_gate)
        {
            if (_taken + wanted > Capacity)
            {
                return null;
            }

            _taken += wanted;
            Stack<Piece>? pool = PoolOf(wanted);
            if (pool is not null && pool.TryPop(out Piece? piece))
            {
                _pooled -= wanted;
                return piece;
            }

            // What lies in the other pool counts, too: together they never hold more than the capacity.
            TrimFor(wanted);
        }

        return Allocate(wanted);
    }

    /// <summary>
    /// Makes a piece of exactly <paramref name="size"/> bytes, whether or not there is room: for what takes the place of records that have room already, such as
    /// their compressed form. Waiting for room there would be waiting for itself.
    /// </summary>
    internal Piece Make(int size)
    {
        lock (_gate)
        {
            _taken += size;
        }

        return Allocate(size);
    }

    /// <summary>Gives pieces back, and tells those who wait.</summary>
    internal void Return(ReadOnlySpan<Piece> pieces)
    {
        if (pieces.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            foreach (Piece piece in pieces)
            {
                piece.Used = 0;
                _taken -= piece.Bytes.Length;
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
    private Piece Allocate(int size)
    {
        try
        {
            return new Piece(GC.AllocateUninitializedArray<byte>(size, pinned: true));
        }
        catch (OutOfMemoryException)
        {
            lock (_gate)
            {
                _taken -= size;
            }

            throw;
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
