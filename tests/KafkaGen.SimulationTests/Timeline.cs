namespace KafkaGen.SimulationTests;

/// <summary>What will happen, in virtual time. Entries of the same millisecond happen in the sequence in which they were made.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long At, long Sequence)> _entries = new();
    private long _sequence;

    internal long? Next => _entries.TryPeek(out _, out (long At, long) key) ? key.At : null;

    internal void At(long milliseconds, Action action) => _entries.Enqueue(action, (milliseconds, _sequence++));

    /// <summary>Does the next thing that is due.</summary>
    internal bool TryRun(long now)
    {
        if (_entries.TryPeek(out Action? action, out (long At, long) key) && key.At <= now)
        {
            _entries.Dequeue();
            action();
            return true;
        }

        return false;
    }
}
