using System.Buffers;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>The batches of a partition as its leader has them, each kept as it came but for what a broker decides.</summary>
internal sealed class PartitionLog(LogMemory memory)
{
    private const int FirstCapacity = 4 * 1024;
    private const int LargestCapacity = LogMemory.UsualCapacity;

    private readonly List<Segment> _segments = [];
    private int _nextCapacity = FirstCapacity;

    /// <summary>The first offset that can be read.</summary>
    public long Start { get; private set; }

    /// <summary>The offset that the next record gets.</summary>
    public long End { get; private set; }

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Room for a batch at the end of the log; <see cref="Commit"/> makes it part of it.</summary>
    public Span<byte> Append(ReadOnlySpan<byte> batch)
    {
        if (_segments.Count == 0 || !_segments[^1].Fits(batch.Length))
        {
            Segment segment = new(End, memory.Take(Math.Max(batch.Length, _nextCapacity)));
            _nextCapacity = Math.Min(_nextCapacity * 2, LargestCapacity);
            _segments.Add(segment);
            memory.Added(this, segment);
        }

        return _segments[^1].Append(batch);
    }

    public void Commit(int size)
    {
        Segment segment = _segments[^1];
        int before = segment.EntryBytes;
        segment.Commit(size);
        End = segment.Entries[^1].LastOffset + 1;
        if (segment.EntryBytes - before is > 0 and int grown)
        {
            memory.Grown(grown);
        }
    }

    /// <summary>Forgets everything from an offset on: records that only a lost leader had.</summary>
    public void TruncateTo(long offset)
    {
        while (_segments.Count > 0 && _segments[^1].BaseOffset >= offset)
        {
            memory.Removed(_segments[^1]);
            _segments.RemoveAt(_segments.Count - 1);
        }

        if (_segments.Count > 0)
        {
            _segments[^1].TruncateTo(offset);
        }

        End = Math.Min(End, offset);
        Start = Math.Min(Start, End);
    }

    /// <summary>Lets a segment go because memory is short.</summary>
    public void Drop(Segment segment)
    {
        memory.Removed(segment);
        _segments.Remove(segment);
        Start = _segments.Count > 0 ? Math.Max(Start, _segments[0].BaseOffset) : End;
    }

    /// <summary>Gives back the memory of a deleted partition.</summary>
    public void Clear()
    {
        foreach (Segment segment in _segments)
        {
            memory.Removed(segment);
        }

        _segments.Clear();
        Start = End;
    }

    /// <summary>Whole batches, from the one that holds <paramref name="offset"/>, up to an offset and a number of bytes.</summary>
    /// <remarks>
    /// Kafka answers from one segment, and does not wait for <c>fetch.min.bytes</c> in one that is not the last. Its segments have a gigabyte; these are so
    /// small that a consumer would notice, so a read goes on into the next.
    /// </remarks>
    /// <param name="offset">Where to begin.</param>
    /// <param name="upTo">Batches at and behind it are not read.</param>
    /// <param name="maxBytes">The bound in bytes.</param>
    /// <param name="atLeastOne">Whether the first batch may be larger than the bound.</param>
    /// <returns>The bytes where they lie, and the offset behind the last record among them (<paramref name="offset"/> when there is none).</returns>
    public (ReadOnlySequence<byte> Bytes, long Next) Read(long offset, long upTo, int maxBytes, bool atLeastOne)
    {
        List<ReadOnlyMemory<byte>> pieces = [];
        long next = offset;
        long total = 0;
        for (int at = FindSegment(offset); at < _segments.Count; at++)
        {
            Segment segment = _segments[at];
            ReadOnlySpan<Segment.Entry> entries = segment.Entries;
            int first = segment.Find(next);
            int end = first;
            int bytes = 0;
            while (end < entries.Length && entries[end].BaseOffset < upTo
                && (total + bytes + entries[end].Size <= maxBytes || (atLeastOne && total + bytes == 0)))
            {
                bytes += entries[end].Size;
                end++;
            }

            if (end > first)
            {
                pieces.Add(segment.Bytes(entries[first].Position, bytes));
                next = entries[end - 1].LastOffset + 1;
                total += bytes;
            }

            if (end < entries.Length)
            {
                break;
            }
        }

        return (LogPiece.Join(pieces), next);
    }

    /// <summary>The size of the batches from the one that holds an offset, up to another offset.</summary>
    /// <returns>The bytes, and the offset behind the last record among them.</returns>
    public (long Bytes, long Next) Measure(long offset, long upTo)
    {
        long bytes = 0;
        long next = offset;
        for (int at = FindSegment(offset); at < _segments.Count; at++)
        {
            ReadOnlySpan<Segment.Entry> entries = _segments[at].Entries;
            for (int index = _segments[at].Find(next); index < entries.Length; index++)
            {
                if (entries[index].BaseOffset >= upTo)
                {
                    return (bytes, next);
                }

                bytes += entries[index].Size;
                next = entries[index].LastOffset + 1;
            }
        }

        return (bytes, next);
    }

    /// <summary>The index of the first segment that may hold an offset or what is behind it.</summary>
    public int FindSegment(long offset)
    {
        int low = 0;
        int high = _segments.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_segments[middle].BaseOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Max(0, low - 1);
    }
}
