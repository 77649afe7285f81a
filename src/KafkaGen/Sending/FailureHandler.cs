using KafkaGen.ApplicationCode;
using KafkaGen.Transport;

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
    private readonly Action<Exception> _onFault;
    private readonly Outlet<FailedRecords> _failures;
    private readonly Dictionary<TopicLane, long> _lastOf = [];
    private readonly Queue<(long Number, TaskCompletionSource Handled)> _flushes = new();
    private long _added;
    private long _handled;

    /// <param name="handler">The application's handler.</param>
    /// <param name="onFault">Told what the handler throws.</param>
    internal FailureHandler(Func<DeliveryFailure, ValueTask> handler, Action<Exception> onFault)
    {
        _handler = handler;
        _onFault = onFault;
        _failures = new Outlet<FailedRecords>("KafkaGen failures", int.MaxValue, Handle);
    }

    internal void Add(FailedRecords failed)
    {
        lock (_gate)
        {
            _lastOf[failed.Topic] = ++_added;
        }

        if (!_failures.TryAdd(failed))
        {
            Leave(failed);
        }
    }

    /// <summary>Completes when the failures of a topic that were added so far are handled; at once for the handler itself.</summary>
    internal Task HandledAsync(TopicLane topic)
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
        IReadOnlyList<FailedRecords> left = _failures.Close(until);
        (string?, int) unhandled = (left.Count > 0 ? left[0].Topic.Name : null, left.Sum(static failed => failed.Left));
        foreach (FailedRecords failed in left)
        {
            Leave(failed);
        }

        return unhandled;
    }

    private void Handle(FailedRecords failed, CancellationToken cancellationToken)
    {
        try
        {
            // Before the call, which may itself need room, to enqueue the record to a dead-letter topic.
            DeliveryFailure[] failures = [.. failed.Copy()];
            failed.Release();
            foreach (DeliveryFailure failure in failures)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                Handle(failure, cancellationToken);
                failed.OnHandled();
            }
        }
#pragma warning disable CA1031 // records that cannot be read are told of as those whose handler throws
        catch (Exception error)
#pragma warning restore CA1031
        {
            _onFault(error);
        }
        finally
        {
            Leave(failed);
        }
    }

    private void Handle(DeliveryFailure failure, CancellationToken cancellationToken)
    {
        failure.CancellationToken = cancellationToken;
        s_running.Value = this;
        try
        {
            _handler(failure).AsTask().GetAwaiter().GetResult();
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
        }
    }

    // Also of one that was given up, whose call may return later.
    private void Leave(FailedRecords failed)
    {
        failed.Release();
        if (!failed.TryLeave())
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
}
