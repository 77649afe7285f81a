namespace KafkaGen.ApplicationCode;

/// <summary>Until when something may take: until a point in time, or until a token is cancelled.</summary>
internal readonly struct Deadline
{
    // Tokens have no wait that a task could end, so both are looked at in turn.
    private const int SliceMilliseconds = 50;

    private readonly long _from;
    private readonly long _until;
    private readonly CancellationToken _cancelled;

    private Deadline(long from, long until, CancellationToken cancelled)
    {
        _from = from;
        _until = until;
        _cancelled = cancelled;
    }

    /// <summary>It is over already.</summary>
    internal static Deadline Now => new(0, 0, CancellationToken.None);

    /// <summary>Whether it is over.</summary>
    internal bool IsOver => Environment.TickCount64 >= _from && (_cancelled.IsCancellationRequested || Environment.TickCount64 >= _until);

    /// <summary>Ends after <paramref name="bound"/>. Needs no timer, so that it ends while all threads of the pool are blocked.</summary>
    internal static Deadline In(TimeSpan bound) => new(0, Environment.TickCount64 + (long)bound.TotalMilliseconds, CancellationToken.None);

    /// <summary>Ends when <paramref name="cancelled"/> is.</summary>
    internal static Deadline At(CancellationToken cancelled) => new(0, long.MaxValue, cancelled);

    /// <summary>Ends as this one does, and not before <paramref name="bound"/> from now.</summary>
    internal Deadline AtLeast(TimeSpan bound) => new(Environment.TickCount64 + (long)bound.TotalMilliseconds, _until, _cancelled);

    /// <summary>Blocks until the task has ended, in whatever way, or this is over.</summary>
    /// <returns>Whether the task has ended.</returns>
    internal bool Wait(Task task)
    {
        // Not Task.Wait, which throws what the task threw.
        while (!task.IsCompleted)
        {
            if (IsOver)
            {
                return false;
            }

            ((IAsyncResult)task).AsyncWaitHandle.WaitOne(SliceMilliseconds);
        }

        return true;
    }
}
