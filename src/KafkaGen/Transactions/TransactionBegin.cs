using KafkaGen.ApplicationCode;

namespace KafkaGen.Transactions;

/// <summary>A caller that waits for its transaction to begin.</summary>
internal sealed class TransactionBegin
{
    private readonly TaskCompletionSource<KafkaTransaction> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private Timer? _clock;
    private Action? _onGivenUp;

    internal TransactionBegin(CancellationToken cancellationToken) => _cancellation = cancellationToken.UnsafeRegister(
        static (state, token) => ((TransactionBegin)state!).Cancel(token), this);

    internal Task<KafkaTransaction> Task => _begun.Task;

    internal bool IsWaiting => !_begun.Task.IsCompleted;

    /// <summary>Gives up when no producer was free in time.</summary>
    internal void FailAfter(TimeSpan bound, Func<Exception> reason, Action onGivenUp)
    {
        _onGivenUp = onGivenUp;
        _clock = OwnThread.Detached(() => new Timer(
            _ =>
            {
                if (Fail(reason()))
                {
                    onGivenUp();
                }
            },
            null,
            bound,
            Timeout.InfiniteTimeSpan));
        if (!IsWaiting)
        {
            End();
            onGivenUp();
        }
    }

    /// <summary>A producer is free: from now on its own bound counts.</summary>
    internal void OnProducer() => _clock?.Dispose();

    /// <summary>The transaction has begun.</summary>
    /// <returns>Whether the caller still waited.</returns>
    internal bool TryComplete(KafkaTransaction transaction)
    {
        End();
        return _begun.TrySetResult(transaction);
    }

    /// <summary>It has not.</summary>
    /// <returns>Whether the caller still waited.</returns>
    internal bool Fail(Exception reason)
    {
        End();
        return _begun.TrySetException(reason);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_begun.TrySetCanceled(cancellationToken))
        {
            _clock?.Dispose();
            _onGivenUp?.Invoke();
        }
    }

    private void End()
    {
        _clock?.Dispose();
        _cancellation.Unregister();
    }
}
