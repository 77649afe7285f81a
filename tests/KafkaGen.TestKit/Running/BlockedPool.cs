namespace KafkaGen.TestKit.Running;

/// <summary>Holds all threads of the pool, and lets it make no more. For tests that run alone in their process.</summary>
public sealed class BlockedPool : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly FixedPool _threads = new();

    /// <exception cref="InvalidOperationException">The pool still runs something.</exception>
    public BlockedPool()
    {
        for (int i = 0; i < _threads.Count * 2; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static end => end.Wait(), _end, preferLocal: false);
        }

        // Until none of them is left that could take it.
        using ManualResetEventSlim probe = new();
        ThreadPool.UnsafeQueueUserWorkItem(static probe => probe.Set(), probe, preferLocal: false);
        if (probe.Wait(TimeSpan.FromMilliseconds(300)))
        {
            Dispose();
            throw new InvalidOperationException("The pool is not blocked.");
        }
    }

    public void Dispose()
    {
        _end.Set();
        _threads.Dispose();
    }
}
