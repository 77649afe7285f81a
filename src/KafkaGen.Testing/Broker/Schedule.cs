namespace KafkaGen.Testing.Broker;

/// <summary>What the cluster will do later, in virtual time. Entries due at the same instant run in the order in which they were made.</summary>
internal sealed class Schedule
{
    // Below it, cancelled entries are not worth clearing away.
    private const int FewEntries = 1024;

    private readonly PriorityQueue<Entry, (TimeSpan Due, long Sequence)> _entries = new();
    private long _sequence;
    private int _cancelled;

    /// <summary>When the next entry is due, or <see langword="null"/> when nothing is planned.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            while (_entries.TryPeek(out Entry? entry, out (TimeSpan Due, long) key))
            {
                if (!entry.IsCancelled)
                {
                    return key.Due;
                }

                _entries.Dequeue();
                _cancelled--;
            }

            return null;
        }
    }

    public Entry At(TimeSpan due, Action action)
    {
        Entry entry = new(this, action);
        _entries.Enqueue(entry, (due, _sequence++));
        return entry;
    }

    /// <summary>Takes the next entry that is due by <paramref name="now"/>.</summary>
    public bool TryTake(TimeSpan now, out TimeSpan due, out Action action)
    {
        while (_entries.TryPeek(out Entry? entry, out (TimeSpan Due, long) key) && (entry.IsCancelled || key.Due <= now))
        {
            _entries.Dequeue();
            if (!entry.IsCancelled)
            {
                (due, action) = (key.Due, entry.Take());
                return true;
            }

            _cancelled--;
        }

        (due, action) = (default, static () => { });
        return false;
    }

    private void ClearAway()
    {
        if (_cancelled < FewEntries || _cancelled < _entries.Count / 2)
        {
            return;
        }

        (Entry, (TimeSpan, long))[] kept = [.. _entries.UnorderedItems.Where(item => !item.Element.IsCancelled)];
        _entries.Clear();
        _entries.EnqueueRange(kept);
        _cancelled = 0;
    }

    /// <summary>A planned action.</summary>
    public sealed class Entry(Schedule schedule, Action action)
    {
        private Action? _action = action;
        private bool _isTaken;

        public bool IsCancelled => _action is null && !_isTaken;

        /// <summary>Makes nothing happen. An action that has begun goes on.</summary>
        public void Cancel()
        {
            if (_action is not null)
            {
                _action = null;
                schedule._cancelled++;
                schedule.ClearAway();
            }
        }

        internal Action Take()
        {
            Action taken = _action!;
            _isTaken = true;
            _action = null;
            return taken;
        }
    }
}
