using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Contracts;

namespace KafkaGen.Transport;

/// <summary>
/// The callers that wait for room, first come first served. One thread, which the first of them starts, sends from the head of the line; while anyone
/// waits, newcomers queue behind. A topic that has taken its share of the buffer steps aside into a line of its own, and those behind it go on.
/// </summary>
internal sealed class WaitLine
{
    private readonly object _gate = new();
    private readonly LinkedList<WaitingRecord> _line = new();
    private readonly Dictionary<TopicLane, LinkedList<WaitingRecord>> _aside = [];

    // By how long they wait, which may change while running: the head of each is the first whose time is over.
    private readonly Dictionary<long, LinkedList<WaitingRecord>> _byPatience = [];
    private readonly RecordBuffer _buffer = new();
    private readonly int _maxWaiting;
    private volatile int _inLine;
    private volatile int _waiting;
    private bool _isStarted;
    private bool _signalled;
    private WaitingRecord? _serving;
    private WaitingRecord? _encoded;
    private Exception? _sealed;
    private Exception? _closed;
    private TaskCompletionSource? _emptied;

    internal WaitLine(int maxWaiting) => _maxWaiting = maxWaiting;

    /// <summary>How many calls wait.</summary>
    internal int Count => _waiting;

    /// <summary>Told when somebody begins to wait, and nobody did before. Set once, before anybody can.</summary>
    internal Action? OnFirst { get; set; }

    /// <summary>For tests: called while a topic steps aside, between its two steps.</summary>
    internal Action<TopicLane>? OnStep { get; set; }

    /// <summary>For tests: called when the head has been tried, before it waits again or leaves.</summary>
    internal Action<SendOutcome>? OnTried { get; set; }

    /// <summary>Whether a record of <paramref name="topic"/> must queue behind others, even if there is room just now.</summary>
    internal bool IsAheadOf(TopicLane topic) => _inLine > 0 || topic.HasOwnLine;

    /// <summary>Joins the line.</summary>
    /// <returns>
    /// <see langword="false"/> when too many wait for its topic already: callers that do not await would make the line endless.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The line is closed.</exception>
    internal bool TryJoin(WaitingRecord record)
    {
        lock (_gate)
        {
            if ((_closed ?? _sealed) is { } reason)
            {
                throw reason;
            }

            if (record.IsEnded)
            {
                // Cancelled meanwhile.
                return true;
            }

            // While nothing can be accepted, those who wait are all there is of the topic.
            bool isCatchingUp = record.Topic.IsCatchingUp || record.IsForPartitions;
            if (record.Topic.WaitingCallers >= (isCatchingUp ? 2L * _maxWaiting : _maxWaiting))
            {
                return false;
            }

            record.Topic.IsCatchingUp = isCatchingUp;
            record.Topic.WaitingCallers++;
            record.Place = _line.AddLast(record);
            if (!_byPatience.TryGetValue(record.Patience, out LinkedList<WaitingRecord>? turns))
            {
                _byPatience.Add(record.Patience, turns = new());
            }

            record.Turn = turns.AddLast(record);
            _inLine++;
            _waiting++;
            if (!_isStarted)
            {
                _isStarted = true;
                OwnThread.Start("KafkaGen waiting", Serve);
            }

            // Room may have come back between the caller's attempt and its place in the line, with no further report to wake it.
            _signalled = true;
            Monitor.Pulse(_gate);
            if (_waiting == 1)
            {
                OnFirst?.Invoke();
            }

            return true;
        }
    }

    /// <summary>There may be room: try those who wait.</summary>
    internal void Signal()
    {
        lock (_gate)
        {
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Someone has stopped waiting.</summary>
    internal void Leave(WaitingRecord record)
    {
        lock (_gate)
        {
            Unlink(record);
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes nobody new. Completes when nobody waits any more.</summary>
    internal Task Seal(Exception reason)
    {
        lock (_gate)
        {
            _sealed = reason;
            _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_waiting == 0)
            {
                _emptied.SetResult();
            }

            return _emptied.Task;
        }
    }

    /// <summary>Gives up everyone who waits, and everyone who comes later.</summary>
    internal void Close(Exception reason)
    {
        WaitingRecord[] waiting;
        lock (_gate)
        {
            _closed = reason;
            waiting = All();
            Monitor.Pulse(_gate);
        }

        Array.ForEach(waiting, record => record.GiveUp(reason));
    }

    /// <summary>Gives up everyone who waits now.</summary>
    internal void FailAll(Func<TopicLane, Exception> reason)
    {
        WaitingRecord[] waiting;
        lock (_gate)
        {
            waiting = All();
        }

        Array.ForEach(waiting, record => record.GiveUp(reason(record.Topic)));
    }

    private WaitingRecord[] All() => [.. _aside.Values.SelectMany(line => line), .. _line];

    private void Serve()
    {
        while (NextTurn())
        {
            // Those who stepped aside came first.
            if (ServeAside())
            {
                ServeLine();
            }

            foreach (WaitingRecord record in TakeOverdue())
            {
                record.TimeOut();
            }
        }
    }

    // Waits until something has changed or somebody's time is over.
    private bool NextTurn()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_closed is not null)
                {
                    return false;
                }

                long left = _waiting == 0 ? Timeout.Infinite : Math.Clamp(FirstDeadline() - Environment.TickCount64, 0, int.MaxValue);
                if (_waiting > 0 && (_signalled || left == 0))
                {
                    _signalled = false;
                    return true;
                }

                Monitor.Wait(_gate, (int)left);
            }
        }
    }

    private long FirstDeadline() => _byPatience.Values.Min(turns => turns.First!.Value.Deadline);

    private List<WaitingRecord> TakeOverdue()
    {
        lock (_gate)
        {
            long now = Environment.TickCount64;
            return [.. _byPatience.Values.SelectMany(turns => turns.TakeWhile(record => record.Deadline <= now))];
        }
    }

    // Returns whether there may be room for others.
    private bool ServeAside()
    {
        TopicLane[] topics;
        lock (_gate)
        {
            topics = [.. _aside.Keys];
        }

        foreach (TopicLane topic in topics)
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
                case SendOutcome.NoShare or SendOutcome.NotReady:
                    StepAside(head);
                    break;
            }
        }
    }

    private WaitingRecord? HeadOf(TopicLane? topic)
    {
        lock (_gate)
        {
            return (topic is null ? _line : _aside.GetValueOrDefault(topic))?.First?.Value;
        }
    }

    private void StepAside(WaitingRecord head)
    {
        lock (_gate)
        {
            if (head.Place?.List != _line)
            {
                // Given up meanwhile.
                return;
            }

            if (!_aside.TryGetValue(head.Topic, out LinkedList<WaitingRecord>? line))
            {
                _aside.Add(head.Topic, line = new());

                // Before it leaves the line: a record of the topic that comes now sees one or the other, and does not overtake.
                head.Topic.HasOwnLine = true;
            }

            OnStep?.Invoke(head.Topic);
            _line.Remove(head.Place);
            line.AddLast(head.Place);
            _inLine--;
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

        bool isServed = head.TryServe();
        SendOutcome outcome = isServed ? TrySend(head) : SendOutcome.Done;
        OnTried?.Invoke(outcome);
        Exception? closed;
        lock (_gate)
        {
            _serving = null;
            closed = _closed;
            if (outcome == SendOutcome.Done)
            {
                Unlink(head);
            }
            else if (outcome != SendOutcome.NotReady)
            {
                // From now on it is room that they wait for.
                head.Topic.IsCatchingUp = false;
            }
        }

        if (outcome != SendOutcome.Done)
        {
            head.Unserve();
        }
        else if (isServed)
        {
            // Out of the line first: a caller that goes on with its next record is not told that too many wait.
            head.TellServed();
        }

        return closed is null ? outcome : SendOutcome.NoRoom;
    }

    private void Unlink(WaitingRecord record)
    {
        if (record.Place is not { List: { } line } place || record == _serving)
        {
            return;
        }

        line.Remove(place);
        LinkedList<WaitingRecord> turns = record.Turn!.List!;
        turns.Remove(record.Turn);
        if (turns.Count == 0)
        {
            _byPatience.Remove(record.Patience);
        }

        record.Topic.IsCatchingUp &= --record.Topic.WaitingCallers > 0;
        if (--_waiting == 0)
        {
            _emptied?.TrySetResult();
        }

        if (line == _line)
        {
            _inLine--;
        }
        else if (line.Count == 0)
        {
            _aside.Remove(record.Topic);
            record.Topic.HasOwnLine = false;
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

        SendOutcome outcome = head.TrySend(_buffer);
        if (outcome == SendOutcome.Done)
        {
            // Nothing here keeps its message.
            _encoded = null;
        }

        return outcome;
    }
}
