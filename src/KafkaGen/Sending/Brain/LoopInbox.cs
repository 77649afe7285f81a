namespace KafkaGen.Sending.Brain;

/// <summary>What has happened and the loop has not seen. Any thread adds to it; the loop takes all of it at a time, and sleeps in between.</summary>
internal sealed class LoopInbox
{
    private readonly object _gate = new();
    private List<LoopEvent> _events = [];
    private bool _isWoken;
    private bool _isAsleep;
    private bool _isClosed;

    /// <summary>Adds an event.</summary>
    /// <returns>Whether the loop is there to see it.</returns>
    internal bool Add(in LoopEvent happened)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _events.Add(happened);
            WakeLocked();
            return true;
        }
    }

    /// <summary>Wakes the loop without an event.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            WakeLocked();
        }
    }

    /// <summary>Waits for an event, and swaps what there is for a list that is empty.</summary>
    /// <param name="events">An empty list; then the events.</param>
    /// <param name="milliseconds">The longest wait; <see cref="long.MaxValue"/> for no bound.</param>
    internal void Take(ref List<LoopEvent> events, long milliseconds)
    {
        lock (_gate)
        {
            if (!_isWoken && milliseconds > 0)
            {
                _isAsleep = true;
                Monitor.Wait(_gate, milliseconds > int.MaxValue ? Timeout.Infinite : (int)milliseconds);
                _isAsleep = false;
            }

            _isWoken = false;
            (_events, events) = (events, _events);
        }
    }

    /// <summary>Takes no more events, unless there is one.</summary>
    internal bool TryClose()
    {
        lock (_gate)
        {
            _isClosed = _events.Count == 0;
            return _isClosed;
        }
    }

    private void WakeLocked()
    {
        _isWoken = true;
        if (_isAsleep)
        {
            Monitor.Pulse(_gate);
        }
    }
}
