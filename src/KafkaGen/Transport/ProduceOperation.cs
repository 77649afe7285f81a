using System.Threading.Tasks.Sources;
using KafkaGen.Accumulating;

namespace KafkaGen.Transport;

/// <summary>The pooled completion behind the <see cref="ValueTask{TResult}"/> of one <c>ProduceAsync</c>.</summary>
/// <remarks>
/// It is answered exactly once: by the delivery report, by the caller's cancellation, or by a shutdown, whoever comes first. It goes back to
/// the pool when both the report has come and the result was taken. A result that nobody takes leaves the operation to the garbage collector.
/// </remarks>
internal sealed class ProduceOperation : IValueTaskSource<RecordMetadata>, IThreadPoolWorkItem, IRecordReply
{
    // A continuation is attached.
    private const int Awaited = 1;

    // The outcome is set, or about to be.
    private const int Told = 2;

    // The report has come, and this operation will not be touched by who read it.
    private const int Reported = 4;

    // The caller has its result.
    private const int Taken = 8;

    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _cancellation;
    private Acknowledgement _acknowledgement;
    private Exception? _error;
    private ProduceOperations? _pool;
    private bool _cancelled;
    private bool _cancellable;
    private bool _claimed;
    private int _answered;
    private int _state;

    internal ValueTask<RecordMetadata> Task => new(this, _core.Version);

    /// <summary>Starts with a record whose caller gives up by <paramref name="cancellationToken"/>.</summary>
    /// <param name="pool">Where it goes back to.</param>
    /// <param name="cancellationToken">The caller's.</param>
    internal void Begin(ProduceOperations pool, CancellationToken cancellationToken)
    {
        _pool = pool;
        _answered = 0;
        _cancellable = cancellationToken.CanBeCanceled;
        if (_cancellable)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ProduceOperation)state!).Cancel(token), this);
        }
    }

    /// <summary>Notes where the record was stored; <see cref="Complete"/> tells the caller.</summary>
    internal void Acknowledge(in Acknowledgement acknowledgement)
    {
        _claimed = TryAnswer();
        if (_claimed)
        {
            _acknowledgement = acknowledgement;
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
        if (_claimed && Volatile.Read(ref _state) == Awaited)
        {
            // Nobody changes the state before the outcome is set: one step instead of two.
            Volatile.Write(ref _state, Awaited | Told | Reported);
            QueueToPool();
            return;
        }

        if (_claimed)
        {
            TellCaller();
        }

        Leave(Reported);
    }

    /// <summary>The record was never accepted and no caller has seen this operation: it can be used again at once.</summary>
    internal void Withdraw()
    {
        _cancellation.Dispose();
        if (!_cancelled)
        {
            Reset();
            _pool!.Return(this);
        }
    }

    void IRecordReply.Acknowledge(int index, in Acknowledgement at) => Acknowledge(in at);

    void IRecordReply.Fail(int index, ProduceException error) => Fail(error);

    void IRecordReply.Complete(int records) => Complete();

    void IThreadPoolWorkItem.Execute() => SetOutcome();

    RecordMetadata IValueTaskSource<RecordMetadata>.GetResult(short token)
    {
        ThrowIfTaken(token);
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The record is not answered yet: await the ValueTask instead of taking its result.");
        }

        try
        {
            _core.GetResult(token);
            return _acknowledgement.ToMetadata();
        }
        finally
        {
            Leave(Taken);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RecordMetadata>.GetStatus(short token)
    {
        ThrowIfTaken(token);
        return _core.GetStatus(token);
    }

    void IValueTaskSource<RecordMetadata>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ThrowIfTaken(token);
        if ((Interlocked.Or(ref _state, Awaited) & Told) != 0)
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

    // A token of an earlier use: this may answer another record by now.
    private void ThrowIfTaken(short token)
    {
        if (token != _core.Version)
        {
            throw AwaitedTwice();
        }
    }

    private static InvalidOperationException AwaitedTwice() => new(
        "This ValueTask of ProduceAsync was awaited twice. It can be awaited once, and answers another record afterwards: " +
        "call AsTask() once, and await that task as often as you like.");

    // A caller that awaits continues on the thread pool, never on this thread. For one that does not, or not yet, there is nothing to run:
    // results that nobody takes cost no work item and cannot pile up in the pool's queue.
    private void TellCaller()
    {
        if ((Interlocked.Or(ref _state, Told) & Awaited) == 0)
        {
            SetOutcome();
        }
        else
        {
            QueueToPool();
        }
    }

    private void QueueToPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

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
            _core.SetResult(true);
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

    // Only a caller who can cancel competes with the report.
    private bool TryAnswer()
    {
        if (_cancellable)
        {
            return Interlocked.CompareExchange(ref _answered, 1, 0) == 0;
        }

        Volatile.Write(ref _answered, 1);
        return true;
    }

    // The second of the two recycles the operation.
    private void Leave(int holder)
    {
        int before = Interlocked.Or(ref _state, holder);
        if ((before & holder) != 0)
        {
            throw AwaitedTwice();
        }

        if ((before & (Reported | Taken)) == 0)
        {
            return;
        }

        Reset();
        if (holder == Taken)
        {
            _pool!.Return(this);
        }
        else
        {
            _pool!.ReturnToPool(this);
        }
    }

    private void Reset()
    {
        _core.Reset();
        _cancellation = default;
        _acknowledgement = default;
        _error = null;
        _cancelled = false;
        _claimed = false;
        _state = 0;
    }
}
