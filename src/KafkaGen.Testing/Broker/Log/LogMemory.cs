namespace KafkaGen.Testing.Broker.Log;

/// <summary>The memory of all logs of a cluster. Beyond its bound the oldest segments go, whosever they are, as retention by size does.</summary>
internal sealed class LogMemory(long bound)
{
    /// <summary>What a segment takes beside its bytes and its list of batches.</summary>
    public const int SegmentOverhead = 256;

    /// <summary>What full segments have, and what is used again.</summary>
    public const int UsualCapacity = 1024 * 1024;

    // Fresh memory costs the system a fault for each page, which would be most of the work of an append.
    private const int MaxSpare = 16;

    private readonly Queue<(PartitionLog Log, Segment Segment)> _oldestFirst = new();
    private readonly Stack<byte[]> _spare = new();
    private int _released;

    public long Used { get; private set; }

    public byte[] Take(int capacity) =>
        capacity == UsualCapacity && _spare.TryPop(out byte[]? spare) ? spare : GC.AllocateUninitializedArray<byte>(capacity);

    public void Added(PartitionLog log, Segment segment)
    {
        _oldestFirst.Enqueue((log, segment));
        Used += segment.Capacity + SegmentOverhead + segment.EntryBytes;
        Trim();
    }

    /// <summary>The list of a segment's batches has grown. It weighs as much as the batches where these hold a single small record.</summary>
    public void Grown(int bytes)
    {
        Used += bytes;
        Trim();
    }

    public void Removed(Segment segment)
    {
        Used -= segment.Capacity + SegmentOverhead + segment.EntryBytes;
        byte[] memory = segment.Release();
        if (memory.Length == UsualCapacity && _spare.Count < MaxSpare)
        {
            _spare.Push(memory);
        }

        // Topics that come and go leave nothing behind.
        if (++_released > _oldestFirst.Count / 2 + MaxSpare)
        {
            (PartitionLog Log, Segment Segment)[] kept = [.. _oldestFirst.Where(one => !one.Segment.IsReleased)];
            _oldestFirst.Clear();
            foreach ((PartitionLog Log, Segment Segment) one in kept)
            {
                _oldestFirst.Enqueue(one);
            }

            _released = 0;
        }
    }

    private void Trim()
    {
        while (Used > bound && _oldestFirst.Count > 1)
        {
            (PartitionLog oldestLog, Segment oldest) = _oldestFirst.Dequeue();
            if (!oldest.IsReleased)
            {
                oldestLog.Drop(oldest);
            }

            // Only those in the queue are counted.
            _released = Math.Max(0, _released - 1);
        }
    }
}
