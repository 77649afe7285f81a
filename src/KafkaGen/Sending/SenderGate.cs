namespace KafkaGen.Sending;

/// <summary>Lets callers into the native producer until it is closed, and tells when the last of them has left.</summary>
internal sealed class SenderGate
{
    private const int Closed = int.MinValue;

    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The number of callers inside; far below zero once closed.
    private int _state;

    internal bool IsClosed => Volatile.Read(ref _state) < 0;

    /// <summary>Whether it is closed and everyone has left.</summary>
    internal bool IsEmpty => Volatile.Read(ref _state) == Closed;

    /// <summary>Enters, unless the gate is closed. Each success is followed by <see cref="Leave"/>.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _state) > 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Closes the gate. Closing it again changes nothing.</summary>
    /// <returns>Completes when everyone inside has left.</returns>
    internal Task CloseAsync()
    {
        // The lowest number is the sign alone, so that this leaves the number of callers as it is.
        if ((Interlocked.Or(ref _state, Closed) | Closed) == Closed)
        {
            _empty.TrySetResult();
        }

        return _empty.Task;
    }
}
