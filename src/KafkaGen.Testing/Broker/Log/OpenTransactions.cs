namespace KafkaGen.Testing.Broker.Log;

/// <summary>A transaction whose records an abort made void, as Fetch names it to <c>read_committed</c> consumers.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>Which transactions of a partition are undecided, and which were aborted.</summary>
internal sealed class OpenTransactions
{
    private readonly List<Open> _open = [];
    private readonly List<AbortedTransaction> _aborted = [];

    public void Begin(long producerId, long firstOffset) => _open.Add(new Open(producerId, firstOffset));

    /// <summary>Ends a producer's transaction by the marker at an offset; a marker without a transaction changes nothing.</summary>
    public void End(long producerId, long markerOffset, bool aborted)
    {
        foreach (Open transaction in _open)
        {
            if (transaction.ProducerId == producerId && transaction.LastOffset is null)
            {
                transaction.LastOffset = markerOffset;
                if (aborted)
                {
                    _aborted.Add(new AbortedTransaction(producerId, transaction.FirstOffset, markerOffset));
                }

                return;
            }
        }
    }

    /// <summary>
    /// The offset up to which everything is decided: before the first transaction that has no marker, or whose marker is not replicated yet.
    /// </summary>
    public long StableEnd(long highWatermark)
    {
        // A decided transaction is of interest only until its marker is replicated.
        _open.RemoveAll(transaction => transaction.LastOffset < highWatermark);
        long stable = highWatermark;
        foreach (Open transaction in _open)
        {
            stable = Math.Min(stable, transaction.FirstOffset);
        }

        return stable;
    }

    public bool IsOpen(long producerId)
    {
        foreach (Open transaction in _open)
        {
            if (transaction.ProducerId == producerId && transaction.LastOffset is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The aborted transactions that touch a range of offsets.</summary>
    public IEnumerable<AbortedTransaction> AbortedWithin(long from, long to) =>
        _aborted.Where(transaction => transaction.LastOffset >= from && transaction.FirstOffset < to);

    /// <summary>Forgets what nobody can ask for any more: aborts before the log's start, and decisions that are replicated.</summary>
    public void Forget(long logStart, long highWatermark)
    {
        _aborted.RemoveAll(transaction => transaction.LastOffset < logStart);
        _open.RemoveAll(transaction => transaction.LastOffset < highWatermark);
    }

    public void Clear()
    {
        _open.Clear();
        _aborted.Clear();
    }

    private sealed class Open(long producerId, long firstOffset)
    {
        public long ProducerId { get; } = producerId;

        public long FirstOffset { get; } = firstOffset;

        public long? LastOffset { get; set; }
    }
}
