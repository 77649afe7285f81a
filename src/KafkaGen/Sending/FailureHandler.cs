using KafkaGen.ApplicationCode;

namespace KafkaGen.Sending;

/// <summary>
/// Calls the application's <see cref="KafkaGenOptions.OnDeliveryFailed"/>, one failure after the other, on a thread of its own. A failed record keeps its room in
/// the buffer until its turn comes, so that a slow handler slows the application down instead of filling the memory.
/// </summary>
internal sealed class FailureHandler
{
    // The handler that runs in this context: a flush that it awaits cannot wait for it.
    private static readonly AsyncLocal<FailureHandler?> s_running = new();

    private readonly object _gate = new();
    private readonly Func<DeliveryFailure, ValueTask> _handler;
    private readonly Action<InFlightRecord> _release;
    private readonly Action<Exception> _onFault;
    private readonly Outlet<Failure> _failures;
    private readonly Dictionary<SenderTopic, long> _lastOf = [];
    private readonly Queue<(long Number, TaskCompletionSource Handled)> _flushes = new();
    private long _added;
    private long _handled;

    /// <param name="handler">The application's handler.</param>
    /// <param name="release">Gives a record's room back.</param>
    /// <param name="onFault">Told what the handler throws.</param>
    internal FailureHandler(Func<DeliveryFailure, ValueTask> handler, Action<InFlightRecord> release, Action<Exception> onFault)
    {
        _handler = handler;
        _release = release;
        _onFault = onFault;
        _failures = new Outlet<Failure>("KafkaGen failures", int.MaxValue, Handle);
    }

    internal void Add(in InFlightRecord record, DeliveryFailure failure)
    {
        lock (_gate)
        {
            _lastOf[record.Topic] = ++_added;
        }

        Failure added = new(record, failure);
        if (!_failures.TryAdd(added))
        {
            Leave(added);
        }
    }

    /// <summary>Completes when the failures of a topic that were added so far are handled; at once for the handler itself.</summary>
    internal Task HandledAsync(SenderTopic topic)
    {
        if (s_running.Value == this)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            if (_lastOf.GetValueOrDefault(topic) <= _handled)
            {
                return Task.CompletedTask;
            }

            // Of all that were added: those who wait are then told in the sequence in which they came.
            TaskCompletionSource handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Enqueue((_added, handled));
            return handled.Task;
        }
    }

    /// <summary>Waits until every failure was handled, or <paramref name="until"/> is over.</summary>
    /// <returns>The topic whose failure's handler did not return, and how many failures were not handled.</returns>
    internal (string? Topic, int Count) Close(Deadline until)
    {
        IReadOnlyList<Failure> left = _failures.Close(until);
        foreach (Failure failure in left)
        {
            Leave(failure);
        }

        return (left.Count > 0 ? left[0].Delivery.Topic : null, left.Count);
    }

    private void Handle(Failure failure, CancellationToken cancellationToken)
    {
        // Before the call, which may itself need room, to enqueue the record to a dead-letter topic.
        failure.Release(_release);
        failure.Delivery.CancellationToken = cancellationToken;
        s_running.Value = this;
        try
        {
            _handler(failure.Delivery).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time is over, which is told with the number of those that were not handled.
        }
#pragma warning disable CA1031 // the handler is the application's code: what it throws is logged, and the next failure is handled all the same
        catch (Exception error)
#pragma warning restore CA1031
        {
            _onFault(error);
        }
        finally
        {
            s_running.Value = null;
            Leave(failure);
        }
    }

    // Also of one that was given up, whose call may return later.
    private void Leave(Failure failure)
    {
        failure.Release(_release);
        if (!failure.TryLeave())
        {
            return;
        }

        List<TaskCompletionSource> flushed = [];
        lock (_gate)
        {
            _handled++;
            while (_flushes.TryPeek(out (long Number, TaskCompletionSource Handled) flush) && flush.Number <= _handled)
            {
                flushed.Add(_flushes.Dequeue().Handled);
            }
        }

        flushed.ForEach(flush => flush.SetResult());
    }

    private sealed class Failure(InFlightRecord record, DeliveryFailure delivery)
    {
        private int _isReleased;
        private int _isLeft;

        internal DeliveryFailure Delivery => delivery;

        internal void Release(Action<InFlightRecord> release)
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                release(record);
            }
        }

        internal bool TryLeave() => Interlocked.Exchange(ref _isLeft, 1) == 0;
    }
}
