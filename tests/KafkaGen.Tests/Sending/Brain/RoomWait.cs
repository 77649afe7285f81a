namespace KafkaGen.Tests.Sending.Brain;

/// <summary>
/// Callers that wait for the room of a loop that has no line of callers. All of them go on whenever some was given back, and try again.
/// </summary>
/// <param name="onWaiting">Told when somebody begins to wait.</param>
internal sealed class RoomWait(Action onWaiting)
{
    private readonly object _gate = new();
    private TaskCompletionSource? _next;
    private long _returns;
    private int _waiting;

    /// <summary>How often room was given back. Whoever reads it before an attempt that finds no room misses nothing while it waits.</summary>
    internal long Returns => Volatile.Read(ref _returns);

    /// <summary>Whether somebody waits, or was told to go on and has not done so yet.</summary>
    internal bool IsAnyone => Volatile.Read(ref _waiting) > 0;

    /// <summary>Room was given back.</summary>
    internal void OnReturned()
    {
        Interlocked.Increment(ref _returns);
        if (IsAnyone)
        {
            Release();
        }
    }

    /// <summary>Waits until room was given back after <paramref name="seen"/>.</summary>
    internal async ValueTask WaitAsync(long seen, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            Task returned;
            lock (_gate)
            {
                if (Returns != seen)
                {
                    return;
                }

                returned = (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            onWaiting();
            await returned.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Release()
    {
        TaskCompletionSource? returned;
        lock (_gate)
        {
            (returned, _next) = (_next, null);
        }

        returned?.TrySetResult();
    }
}
