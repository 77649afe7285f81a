namespace KafkaGen.Sending;

/// <summary>
/// The records of one topic between two flushes. A flush closes the epoch and waits until it, and those before it, have no record left: so
/// it waits for what came before the call, and not for what comes after.
/// </summary>
internal sealed class FlushEpoch
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FlushEpochs _all;
    private readonly Task _before;

    // The open epoch counts itself, so that it cannot drain before it is closed.
    private int _records = 1;
    private volatile bool _isAbandoned;

    private FlushEpoch(FlushEpochs all, SenderTopic topic, Task before)
    {
        _all = all;
        Topic = topic;
        _before = before;
        Number = all.Add(this);
    }

    internal SenderTopic Topic { get; }

    /// <summary>Its place among the epochs of the sender.</summary>
    internal int Number { get; }

    internal static FlushEpoch FirstOf(SenderTopic topic, FlushEpochs all) => new(all, topic, Task.CompletedTask);

    /// <summary>Counts a record in, unless the epoch has drained or was abandoned: a flush that comes later would not wait for it.</summary>
    internal bool TryEnter()
    {
        int records = _isAbandoned ? 0 : Volatile.Read(ref _records);
        while (records > 0)
        {
            int seen = Interlocked.CompareExchange(ref _records, records + 1, records);
            if (seen == records)
            {
                return true;
            }

            records = seen;
        }

        return false;
    }

    /// <summary>Counts records out.</summary>
    internal void Leave(int records = 1)
    {
        if (Interlocked.Add(ref _records, -records) == 0)
        {
            _all.Remove(this);
            _drained.TrySetResult();
        }
    }

    /// <summary>Lets who waits for this epoch go on, because reports of its records will not come.</summary>
    internal void Abandon()
    {
        _isAbandoned = true;
        _drained.TrySetResult();
    }

    /// <summary>Closes this epoch.</summary>
    /// <returns>The next one, and the task that completes when this one and all before it are drained.</returns>
    internal (FlushEpoch Next, Task Drained) Close()
    {
        Leave();
        Task drained = _before.IsCompleted ? _drained.Task : Task.WhenAll(_before, _drained.Task);
        return (new FlushEpoch(_all, Topic, drained), drained);
    }
}
