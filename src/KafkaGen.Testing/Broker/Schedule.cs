namespace KafkaGen.Testing.Broker;

/// <summary>What the cluster will do later, in virtual time. Entries due at the same instant run in the order in which they were made.</summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Entry, (TimeSpan Due, long Sequence)> _entries = new();
    private long _sequence;

    /// <summary>When the next entry is due, or <see langword="null"/> when nothing is planned.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            while (_entries.TryPeek(out Entry? entry, out (TimeSpan Due, long) key))
            {
                if (!entry.Cancelled)
                {
                    return key.Due;
                }

                _entries.Dequeue();
            }

            return null;
        }
    }

    public Entry At(TimeSpan due, Action action)
    {
        Entry entry = new(action);
        _entries.Enqueue(entry, (due, _sequence++));
        return entry;
    }

    /// <summary>Takes the next entry that is due by <paramref name="now"/>.</summary>
    public bool TryTake(TimeSpan now, out TimeSpan due, out Action action)
    {
        while (_entries.TryPeek(out Entry? entry, out (TimeSpan Due, long) key) && (entry.Cancelled || key.Due <= now))
        {
            _entries.Dequeue();
            if (!entry.Cancelled)
            {
                (due, action) = (key.Due, entry.Take());
                return true;
            }
        }

        (due, action) = (default, static () => { });
        return false;
    }

    /// <summary>A planned action. A cancelled one stays in the queue until its time, without what its action held alive.</summary>
    public sealed class Entry(Action action)
    {
        private Action? _action = action;

        public bool Cancelled => _action is null;

        public void Cancel() => _action = null;

        internal Action Take()
        {
            Action taken = _action!;
            _action = null;
            return taken;
        }
    }
}
