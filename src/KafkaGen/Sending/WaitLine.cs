using KafkaGen.Contracts;

namespace KafkaGen.Sending;

/// <summary>
/// The callers that wait for room, first come first served. One work item at a time sends from the head of the line; while anyone
/// waits, newcomers queue behind.
/// </summary>
internal sealed class WaitLine : IThreadPoolWorkItem, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<WaitingRecord> _line = new();
    private readonly Timer _clock;
    private readonly RecordBuffer _buffer = new();
    private readonly int _maxWaiting;
    private volatile int _count;
    private bool _sending;
    private bool _signalled;
    private WaitingRecord? _serving;
    private WaitingRecord? _encoded;
    private Exception? _closed;

    internal WaitLine(int maxWaiting)
    {
        _maxWaiting = maxWaiting;
        _clock = new Timer(static line => ((WaitLine)line!).Signal(), this, Timeout.Infinite, Timeout.Infinite);
    }

    internal bool IsEmpty => _count == 0;

    internal int Count => _count;

    /// <summary>Joins the line.</summary>
    /// <returns><see langword="false"/> when too many wait already: callers that do not await would make the line endless.</returns>
    /// <exception cref="ObjectDisposedException">The line is closed.</exception>
    internal bool TryJoin(WaitingRecord record)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }

            if (_line.Count >= _maxWaiting)
            {
                return false;
            }

            _line.Enqueue(record);
            _count = _line.Count;
            if (_line.Count == 1)
            {
                ArmClock(record);
            }
        }

        // Room may have come back between the caller's attempt and its place in the line, with no further report to wake it.
        Signal();
        return true;
    }

    /// <summary>There may be room, or a deadline may have passed: try the head of the line.</summary>
    internal void Signal()
    {
        lock (_gate)
        {
            _signalled = true;
            if (_sending || _line.Count == 0)
            {
                return;
            }

            _sending = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Fails everyone who waits, and everyone who comes later.</summary>
    internal void Close(Exception reason)
    {
        WaitingRecord[] waiting;
        lock (_gate)
        {
            _closed = reason;

            // The one that is being sent right now is failed by its server if it finds no room.
            waiting = [.. _line.Where(record => record != _serving)];
            _line.Clear();
            _count = 0;
        }

        foreach (WaitingRecord record in waiting)
        {
            record.Fail(reason);
        }
    }

    public void Dispose() => _clock.Dispose();

    void IThreadPoolWorkItem.Execute()
    {
        while (NextTurn())
        {
            while (TryHead() is { } head && Serve(head))
            {
            }
        }
    }

    // The line is left to the next signal only when none has come since the head was last tried.
    private bool NextTurn()
    {
        lock (_gate)
        {
            if (_signalled && _line.Count > 0)
            {
                _signalled = false;
                return true;
            }

            _sending = false;
            return false;
        }
    }

    private WaitingRecord? TryHead()
    {
        lock (_gate)
        {
            return _serving = _line.TryPeek(out WaitingRecord? head) ? head : null;
        }
    }

    // The record stays at the head while it is sent, so that no newcomer overtakes it.
    private bool Serve(WaitingRecord head)
    {
        bool done = head.IsAbandoned || TrySend(head);
        if (!done && Environment.TickCount64 >= head.Deadline)
        {
            head.TimeOut();
            done = true;
        }

        Exception? closed;
        lock (_gate)
        {
            _serving = null;
            closed = _closed;
            if (!done && closed is null)
            {
                ArmClock(head);
            }
            else if (closed is null)
            {
                _line.Dequeue();
                _count = _line.Count;
                if (_line.TryPeek(out WaitingRecord? next))
                {
                    ArmClock(next);
                }
            }
        }

        if (!done && closed is not null)
        {
            head.Fail(closed);
        }

        return done;
    }

    private bool TrySend(WaitingRecord head)
    {
        // A head that finds no room is tried again at every signal; it is encoded once.
        if (_encoded != head)
        {
            _buffer.Trim(RecordBuffers.MaxKeptCapacity);
            if (!head.TryEncode(_buffer))
            {
                return true;
            }

            _encoded = head;
        }

        return head.TrySend(_buffer);
    }

    // All wait equally long, so the head's deadline is the first to pass.
    private void ArmClock(WaitingRecord head) =>
        _clock.Change(Math.Max(1, head.Deadline - Environment.TickCount64), Timeout.Infinite);
}
