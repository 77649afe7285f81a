using System.Buffers;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace KafkaGen.Accumulating;

/// <summary>
/// What becomes of the records of one batch, for all who await one of them: the token of a <see cref="ValueTask{TResult}"/> is the index of its record.
/// One change of state answers them all.
/// </summary>
/// <remarks>
/// It is not used again, so that a <see cref="ValueTask{TResult}"/> may be kept, dropped or awaited twice. Continuations run on the thread pool, never on
/// the thread that answers.
/// </remarks>
internal sealed class BatchAnswer(string topic, int partition) : IValueTaskSource<RecordMetadata>
{
    /// <summary>As many records as a token can tell apart.</summary>
    internal const int MaxRecords = ushort.MaxValue + 1;

    private const int Pending = 0;
    private const int Acknowledged = 1;
    private const int Failed = 2;
    private const int Split = 3;
    private const int FewWaiters = 8;

    private Waiter[] _waiters = [];
    private List<ReplyRun>? _replies;
    private int _waiting;
    private volatile int _state;
    private long _baseOffset;
    private RecordTimes _times;
    private bool _isLogAppendTime;
    private ExceptionDispatchInfo? _error;
    private BatchAnswer? _first;
    private BatchAnswer? _second;
    private int _splitAt;

    /// <summary>The <see cref="ValueTask{TResult}"/> of a record.</summary>
    internal ValueTask<RecordMetadata> this[int index] => new(this, (short)(ushort)index);

    /// <summary>Tells a reply of a record, too. Not once the batch is closed.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="replyIndex">The record's place in it.</param>
    /// <param name="index">The record.</param>
    internal void AddReply(IRecordReply reply, int replyIndex, int index)
    {
        _replies ??= [];
        if (_replies.Count > 0 && _replies[^1].IsBefore(reply, replyIndex, index))
        {
            _replies[^1] = _replies[^1] with { Count = _replies[^1].Count + 1 };
        }
        else
        {
            _replies.Add(new ReplyRun(reply, replyIndex, index, 1));
        }
    }

    /// <summary>The batch is stored.</summary>
    /// <param name="baseOffset">The offset of its first record; -1 when it is not known.</param>
    /// <param name="times">When its records were made.</param>
    /// <param name="logAppendTime">The broker's time, which then counts instead; -1 for none.</param>
    internal void Acknowledge(long baseOffset, RecordTimes times, long logAppendTime)
    {
        _baseOffset = baseOffset;
        _isLogAppendTime = logAppendTime >= 0;
        _times = _isLogAppendTime ? new RecordTimes(logAppendTime) : times;
        Complete(Acknowledged);
    }

    /// <summary>The batch failed.</summary>
    internal void Fail(ProduceException error)
    {
        _error = ExceptionDispatchInfo.Capture(error);
        Complete(Failed);
    }

    /// <summary>Lets two answers take over, because the batch is sent as two.</summary>
    /// <param name="count">How many records belong to the first.</param>
    internal (BatchAnswer First, BatchAnswer Second) SplitAt(int count)
    {
        _splitAt = count;
        _first = new BatchAnswer(topic, partition);
        _second = new BatchAnswer(topic, partition);
        (Waiter[] waiters, int waiting) = TakeWaiters(Split);
        for (int i = 0; i < waiting; i++)
        {
            Waiter waiter = waiters[i];
            BatchAnswer half = HalfOf(waiter.Token, out short token);
            half.Add(waiter with { Token = token });
        }

        Free(waiters, waiting);
        foreach (ReplyRun run in _replies ?? [])
        {
            int before = Math.Clamp(count - run.From, 0, run.Count);
            if (before > 0)
            {
                (_first._replies ??= []).Add(run with { Count = before });
            }

            if (before < run.Count)
            {
                (_second._replies ??= []).Add(new ReplyRun(run.Reply, run.ReplyIndex + before, run.From + before - count, run.Count - before));
            }
        }

        _replies = null;
        return (_first, _second);
    }

    RecordMetadata IValueTaskSource<RecordMetadata>.GetResult(short token)
    {
        switch (_state)
        {
            case Acknowledged:
                return PlaceOf((ushort)token).ToMetadata();
            case Failed:
                // The same exception for all, as from a task that several await.
                _error!.Throw();
                throw new UnreachableException();
            case Split:
                IValueTaskSource<RecordMetadata> half = HalfOf(token, out short inHalf);
                return half.GetResult(inHalf);
            default:
                throw new InvalidOperationException("The record is not answered yet: await the ValueTask instead of taking its result.");
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RecordMetadata>.GetStatus(short token)
    {
        switch (_state)
        {
            case Acknowledged: return ValueTaskSourceStatus.Succeeded;
            case Failed: return ValueTaskSourceStatus.Faulted;
            case Split:
                IValueTaskSource<RecordMetadata> half = HalfOf(token, out short inHalf);
                return half.GetStatus(inHalf);
            default: return ValueTaskSourceStatus.Pending;
        }
    }

    void IValueTaskSource<RecordMetadata>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Waiter waiter = new(continuation, state, token)
        {
            Context = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null,
            Scheduler = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 ? Waiter.CurrentScheduler() : null,
        };
        Add(waiter);
    }

    private void Add(in Waiter waiter)
    {
        if (_state == Pending)
        {
            lock (this)
            {
                if (_state == Pending)
                {
                    if (_waiting == _waiters.Length)
                    {
                        Grow();
                    }

                    _waiters[_waiting++] = waiter;
                    return;
                }
            }
        }

        if (_state == Split)
        {
            HalfOf(waiter.Token, out short token).Add(waiter with { Token = token });
            return;
        }

        waiter.Continue();
    }

    private void Complete(int state)
    {
        (Waiter[] waiters, int waiting) = TakeWaiters(state);
        for (int i = 0; i < waiting; i++)
        {
            waiters[i].Continue();
        }

        Free(waiters, waiting);
        foreach (ReplyRun run in _replies ?? [])
        {
            Tell(in run);
        }
    }

    private void Tell(in ReplyRun run)
    {
        for (int i = 0; i < run.Count; i++)
        {
            if (_error is { } error)
            {
                run.Reply.Fail(run.ReplyIndex + i, (ProduceException)error.SourceException);
            }
            else
            {
                run.Reply.Acknowledge(run.ReplyIndex + i, PlaceOf(run.From + i));
            }
        }

        run.Reply.Complete(run.Count);
    }

    private Acknowledgement PlaceOf(int index) => new(
        topic,
        partition,
        _baseOffset < 0 ? -1 : _baseOffset + index,
        _times[index],
        _isLogAppendTime ? RecordTimestampType.LogAppendTime : RecordTimestampType.CreateTime);

    private (Waiter[] Waiters, int Count) TakeWaiters(int state)
    {
        lock (this)
        {
            (Waiter[] waiters, int waiting) = (_waiters, _waiting);
            (_waiters, _waiting) = ([], 0);
            _state = state;
            return (waiters, waiting);
        }
    }

    private BatchAnswer HalfOf(short token, out short inHalf)
    {
        int index = (ushort)token;
        bool isFirst = index < _splitAt;
        inHalf = (short)(ushort)(isFirst ? index : index - _splitAt);
        return isFirst ? _first! : _second!;
    }

    private void Grow()
    {
        Waiter[] larger = ArrayPool<Waiter>.Shared.Rent(Math.Max(FewWaiters, _waiting * 2));
        _waiters.AsSpan(0, _waiting).CopyTo(larger);
        Free(_waiters, _waiting);
        _waiters = larger;
    }

    private static void Free(Waiter[] waiters, int waiting)
    {
        if (waiters.Length > 0)
        {
            waiters.AsSpan(0, waiting).Clear();
            ArrayPool<Waiter>.Shared.Return(waiters);
        }
    }

    // Records that one reply asks for, one after the other there and here.
    private readonly record struct ReplyRun(IRecordReply Reply, int ReplyIndex, int From, int Count)
    {
        internal bool IsBefore(IRecordReply reply, int replyIndex, int index) =>
            Reply == reply && ReplyIndex + Count == replyIndex && From + Count == index;
    }

    // One who awaits. The state machine of an async method is queued as it is, without an object around it.
    private readonly record struct Waiter(Action<object?> Continuation, object? State, short Token)
    {
        internal ExecutionContext? Context { get; init; }

        internal object? Scheduler { get; init; }

        internal static object? CurrentScheduler()
        {
            if (SynchronizationContext.Current is { } current && current.GetType() != typeof(SynchronizationContext))
            {
                return current;
            }

            return TaskScheduler.Current != TaskScheduler.Default ? TaskScheduler.Current : null;
        }

        internal void Continue()
        {
            if (Scheduler is not null || Context is not null)
            {
                new Detour(this).Start();
            }
            else
            {
                ThreadPool.UnsafeQueueUserWorkItem(Continuation, State, preferLocal: false);
            }
        }
    }

    // A continuation that wants to run in a place or context of its own.
    private sealed class Detour(Waiter waiter)
    {
        // Also that place is the application's code, which may block or throw where it is asked.
        internal void Start() => ThreadPool.UnsafeQueueUserWorkItem(static detour => detour.Go(), this, preferLocal: false);

        private void Go()
        {
            switch (waiter.Scheduler)
            {
                case SynchronizationContext context:
                    context.Post(static state => ((Detour)state!).Run(), this);
                    break;
                case TaskScheduler scheduler:
                    _ = Task.Factory.StartNew(
                        static state => ((Detour)state!).Run(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
                    break;
                default:
                    Run();
                    break;
            }
        }

        private void Run()
        {
            if (waiter.Context is { } context)
            {
                ExecutionContext.Run(context, static state => ((Detour)state!).Invoke(), this);
            }
            else
            {
                Invoke();
            }
        }

        private void Invoke() => waiter.Continuation(waiter.State);
    }
}
