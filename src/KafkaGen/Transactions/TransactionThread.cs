using System.Collections.Concurrent;
using KafkaGen.ApplicationCode;

namespace KafkaGen.Transactions;

/// <summary>The thread on which one transactional producer makes its blocking calls, one after the other.</summary>
internal sealed class TransactionThread
{
    private readonly BlockingCollection<Action> _calls = [];
    private readonly string _name;
    private int _isStarted;

    /// <summary>The thread starts with its first call, so that what is refused before leaves none behind.</summary>
    internal TransactionThread(string name) => _name = name;

    /// <summary>Whether a call waits for the one that runs.</summary>
    internal bool HasWaitingCall => _calls.Count > 0;

    /// <summary>Makes a call on the thread.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    internal Task<T> RunAsync<T>(Func<T> call)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => Complete(done, call));
        return done.Task;
    }

    /// <summary>Makes a call on the thread that throws nothing.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    internal void Post(Action call)
    {
        try
        {
            _calls.Add(call);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(KafkaGenClient), "The KafkaGen client is disposed: its transactions have ended.");
        }

        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            OwnThread.Start(_name, Run);
        }
    }

    /// <summary>Ends the thread after the calls that were asked for.</summary>
    internal void Stop() => _calls.CompleteAdding();

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> call)
    {
        try
        {
            done.SetResult(call());
        }
#pragma warning disable CA1031 // the caller gets it
        catch (Exception error)
#pragma warning restore CA1031
        {
            done.SetException(error);
        }
    }

    private void Run()
    {
        foreach (Action call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        _calls.Dispose();
    }
}
