using KafkaGen.Contracts;

namespace KafkaGen.Sending;

/// <summary>
/// The callers that wait for room, first come first served. One work item at a time sends from the head of the line; while anyone
/// waits, newcomers queue behind. A topic that has taken its share of the buffer steps aside into a line of its own, and those behind it go on.
/// </summary>
internal sealed class WaitLine : IThreadPoolWorkItem, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<WaitingRecord> _line = new();
    private readonly Dictionary<SenderTopic, Queue<WaitingRecord>> _aside = [];
    private readonly RecordBuffer _buffer = new();
    private readonly Timer _clock;
    private readonly int _maxWaiting;
    private volatile int _inLine;
    private volatile int _waiting;
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

    /// <summary>How many calls wait.</summary>
    internal int Count => _waiting;

    /// <summary>Whether a record of <paramref name="topic"/> must queue behind others, even if there is room just now.</summary>
    internal bool IsAheadOf(SenderTopic topic) => _inLine > 0 || topic.HasOwnLine;

    /// <summary>Joins the line.</summary>
    /// <returns>
    /// <see langword="false"/> when too many wait for its topic already: callers that do not await would make the line endless.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The line is closed.</exception>
    internal bool TryJoin(WaitingRecord record)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }

            if (record.Topic.WaitingCallers >= _maxWaiting)
            {
                return false;
            }

            record.Topic.WaitingCallers++;

            _line.Enqueue(record);
            _inLine++;
            _waiting++;
            if (_waiting == 1)
            {
                ArmClock();
            }
        }

        // Room may have come back between the caller's attempt and its place in the line, with no further report to wake it.
        Signal();
        return true;
    }

    /// <summary>There may be room, or a deadline may have passed: try those who wait.</summary>
    internal void Signal()
    {
        lock (_gate)
        {
            _signalled = true;
            if (_sending || _waiting == 0)
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
            waiting = [.. _aside.Values.SelectMany(line => line).Concat(_line).Where(record => record != _serving)];
            _line.Clear();
            _aside.Clear();
            _inLine = 0;
            _waiting = 0;
        }

        foreach (WaitingRecord record in waiting)
        {
            record.Fail(reason);
        }
    }

    /// <summary>Fails everyone who waits now. Their places are cleared as if they had stopped waiting.</summary>
    internal void FailAll(Func<SenderTopic, Exception> reason)
    {
        WaitingRecord[] waiting;
        lock (_gate)
        {
            waiting = [.. _aside.Values.SelectMany(line => line), .. _line];
        }

        foreach (WaitingRecord record in waiting)
        {
            record.Fail(reason(record.Topic));
        }

        Signal();
    }

    public void Dispose() => _clock.Dispose();

    void IThreadPoolWorkItem.Execute()
    {
        while (NextTurn())
        {
            // Those who stepped aside came first.
            if (ServeAside())
            {
                ServeLine();
            }
        }
    }

    // The line is left to the next signal only when none has come since the heads were last tried.
    private bool NextTurn()
    {
        lock (_gate)
        {
            if (_signalled && _waiting > 0)
            {
                _signalled = false;
                return true;
            }

            _sending = false;
            ArmClock();
            return false;
        }
    }

    // Returns whether there may be room for others.
    private bool ServeAside()
    {
        SenderTopic[] topics;
        lock (_gate)
        {
            topics = [.. _aside.Keys];
        }

        foreach (SenderTopic topic in topics)
        {
            SendOutcome outcome;
            do
            {
                outcome = HeadOf(topic) is { } head ? Serve(head) : SendOutcome.NoShare;
                if (outcome == SendOutcome.NoRoom)
                {
                    return false;
                }
            }
            while (outcome == SendOutcome.Done);
        }

        return true;
    }

    private void ServeLine()
    {
        while (HeadOf(topic: null) is { } head)
        {
            switch (head.Topic.HasOwnLine ? SendOutcome.NoShare : Serve(head))
            {
                case SendOutcome.NoRoom:
                    return;
                case SendOutcome.NoShare:
                    StepAside(head);
                    break;
            }
        }
    }

    private WaitingRecord? HeadOf(SenderTopic? topic)
    {
        lock (_gate)
        {
            Queue<WaitingRecord>? line = topic is null ? _line : _aside.GetValueOrDefault(topic);
            return line is not null && line.TryPeek(out WaitingRecord? head) ? head : null;
        }
    }

    private void StepAside(WaitingRecord head)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                return;
            }

            _line.Dequeue();
            _inLine--;
            if (!_aside.TryGetValue(head.Topic, out Queue<WaitingRecord>? line))
            {
                _aside.Add(head.Topic, line = new());
                head.Topic.HasOwnLine = true;
            }

            line.Enqueue(head);
        }
    }

    // The record stays at the head while it is sent, so that no newcomer overtakes it.
    private SendOutcome Serve(WaitingRecord head)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                return SendOutcome.NoRoom;
            }

            _serving = head;
        }

        SendOutcome outcome = head.IsAbandoned ? SendOutcome.Done : TrySend(head);
        if (outcome != SendOutcome.Done && Environment.TickCount64 >= head.Deadline)
        {
            head.TimeOut();
            outcome = SendOutcome.Done;
        }

        Exception? closed;
        lock (_gate)
        {
            _serving = null;
            closed = _closed;
            if (closed is null && outcome == SendOutcome.Done)
            {
                Leave(head);
            }
        }

        if (closed is not null && outcome != SendOutcome.Done)
        {
            head.Fail(closed);
        }

        return closed is null ? outcome : SendOutcome.NoRoom;
    }

    private void Leave(WaitingRecord head)
    {
        _waiting--;
        head.Topic.WaitingCallers--;
        if (_aside.TryGetValue(head.Topic, out Queue<WaitingRecord>? aside) && aside.Peek() == head)
        {
            aside.Dequeue();
            if (aside.Count == 0)
            {
                _aside.Remove(head.Topic);
                head.Topic.HasOwnLine = false;
            }
        }
        else
        {
            _line.Dequeue();
            _inLine--;
        }
    }

    private SendOutcome TrySend(WaitingRecord head)
    {
        // A head that finds no room is tried again at every signal; it is encoded once.
        if (_encoded != head)
        {
            _encoded = null;
            _buffer.Trim(RecordBuffers.MaxKeptCapacity);
            if (!head.TryEncode(_buffer))
            {
                return SendOutcome.Done;
            }

            _encoded = head;
        }

        return head.TrySend(_buffer);
    }

    // The heads are looked at: all wait equally long, but for those that came before a reload lowered MaxBlock.
    private void ArmClock()
    {
        long first = _aside.Values.Select(line => line.Peek().Deadline)
            .Append(_line.TryPeek(out WaitingRecord? head) ? head.Deadline : long.MaxValue)
            .Min();
        if (first != long.MaxValue)
        {
            _clock.Change(Math.Max(1, first - Environment.TickCount64), Timeout.Infinite);
        }
    }
}
