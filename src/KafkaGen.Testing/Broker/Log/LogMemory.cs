namespace KafkaGen.Testing.Broker.Log;

/// <summary>The memory of all logs of a cluster. Beyond its bound the oldest segments go, whosever they are, as retention by size does.</summary>
internal sealed class LogMemory(long bound)
{
    // What the list of a segment's batches takes at most is small beside the batches, but counts for records of a few bytes.
    private const int SegmentOverhead = 256;

    private readonly Queue<(PartitionLog Log, Segment Segment)> _oldestFirst = new();

    public long Used { get; private set; }

    public void Added(PartitionLog log, Segment segment)
    {
        _oldestFirst.Enqueue((log, segment));
        Used += segment.Capacity + SegmentOverhead;
        while (Used > bound && _oldestFirst.Count > 1)
        {
            (PartitionLog oldestLog, Segment oldest) = _oldestFirst.Dequeue();
            if (!oldest.Dropped)
            {
                oldestLog.Drop(oldest);
            }
        }
    }

    public void Removed(Segment segment)
    {
        segment.Dropped = true;
        Used -= segment.Capacity + SegmentOverhead;
    }
}
