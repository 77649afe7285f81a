using System.Threading.Tasks.Sources;

namespace KafkaGen.Sending;

/// <summary>The pooled completion behind the <see cref="ValueTask{TResult}"/> of one <c>ProduceAsync</c>.</summary>
/// <remarks>
/// It is answered exactly once: by the delivery report, by the caller's cancellation, or by a shutdown, whoever comes first. It goes back to
/// the pool when both the report has come and the result was taken. A result that nobody takes leaves the operation to the garbage collector.
/// </remarks>
internal sealed class ProduceOperation(ProduceOperations pool) : IValueTaskSource<RecordMetadata>, IThreadPoolWorkItem
{
    private const int NotAwaited = 0;
    private const int Awaited = 1;
    private const int ToldBeforeAwait = 2;

    private ManualResetValueTaskSourceCore<RecordMetadata> _core;
    private CancellationTokenRegistration _cancellation;
    private RecordMetadata _metadata;
    private Exception? _error;
    private bool _cancelled;
    private bool _claimed;
    private int _answered;
    private int _holders;
    private int _taken;
    private int _awaiting;

    /// <summary>Whether the answer is given already, for example because the caller cancelled.</summary>
    internal bool IsAnswered => Volatile.Read(ref _answered) != 0;

    internal ValueTask<RecordMetadata> Task => new(this, _core.Version);

    /// <summary>Starts with a record whose caller gives up by <paramref name="cancellationToken"/>.</summary>
    internal void Begin(CancellationToken cancellationToken)
    {
        _holders = 2;
        _answered = 0;
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ProduceOperation)state!).Cancel(token), this);
        }
    }

    /// <summary>Notes where the record was stored; <see cref="Complete"/> tells the caller.</summary>
    internal void Acknowledge(in RecordMetadata metadata)
    {
        _claimed = TryAnswer();
        if (_claimed)
        {
            _metadata = metadata;
        }
    }

    /// <summary>Notes that the record failed after it was accepted; <see cref="Complete"/> tells the caller.</summary>
    internal void Fail(Exception error)
    {
        _claimed = TryAnswer();
        if (_claimed)
        {
            _error = error;
        }
    }

    /// <summary>Tells the caller what was noted. Comes after the record's room is given back, so that the caller finds that room.</summary>
    internal void Complete()
    {
        if (_claimed)
        {
            TellCaller();
        }

        Release();
    }

    /// <summary>The record was never accepted and no caller has seen this operation: it can be used again at once.</summary>
    internal void Withdraw()
    {
        _cancellation.Dispose();
        if (!_cancelled)
        {
            Recycle();
        }
    }

    void IThreadPoolWorkItem.Execute() => SetOutcome();

    RecordMetadata IValueTaskSource<RecordMetadata>.GetResult(short token)
    {
        // Refuses a token of an earlier use, and a result that is not there yet.
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The record is not answered yet: await the ValueTask instead of taking its result.");
        }

        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("The result was taken already: a ValueTask of ProduceAsync can be awaited once. Use AsTask().");
        }

        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RecordMetadata>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<RecordMetadata>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (Interlocked.CompareExchange(ref _awaiting, Awaited, NotAwaited) == ToldBeforeAwait)
        {
            // The outcome is being set on another thread, which must not run the continuation: wait these few instructions for it.
            SpinWait spin = default;
            while (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }

        _core.OnCompleted(continuation, state, token, flags);
    }

    // A caller that awaits continues on the thread pool, never on this thread. For one that does not, or not yet, there is nothing to run:
    // results that nobody takes cost no work item and cannot pile up in the pool's queue.
    private void TellCaller()
    {
        if (Interlocked.CompareExchange(ref _awaiting, ToldBeforeAwait, NotAwaited) == NotAwaited)
        {
            SetOutcome();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void SetOutcome()
    {
        if (!_cancelled)
        {
            // Ends the registration also when nobody takes the result; waits at most for a callback of ours that is running.
            _cancellation.Dispose();
        }

        if (_error is { } error)
        {
            _core.SetException(error);
        }
        else
        {
            _core.SetResult(_metadata);
        }
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TryAnswer())
        {
            _cancelled = true;
            _error = new OperationCanceledException(
                "The wait for the acknowledgement was cancelled. A record that was already accepted may still be delivered.", cancellationToken);
            TellCaller();
        }
    }

    private bool TryAnswer() => Interlocked.CompareExchange(ref _answered, 1, 0) == 0;

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Recycle();
        }
    }

    private void Recycle()
    {
        _core.Reset();
        _cancellation = default;
        _metadata = default;
        _error = null;
        _cancelled = false;
        _claimed = false;
        _taken = 0;
        _awaiting = NotAwaited;
        pool.Return(this);
    }
}
