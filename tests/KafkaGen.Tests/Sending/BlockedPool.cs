namespace KafkaGen.Tests.Sending;

/// <summary>Holds all threads of the pool, and lets it make no more.</summary>
internal sealed class BlockedPool : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly (int Workers, int Io) _before;

    internal BlockedPool()
    {
        ThreadPool.GetMaxThreads(out _before.Workers, out _before.Io);
        int threads = Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount);
        ThreadPool.SetMaxThreads(threads, _before.Io);
        for (int i = 0; i < threads * 2; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static end => end.Wait(), _end, preferLocal: false);
        }

        // Until none of them is left that could take it.
        using ManualResetEventSlim probe = new();
        ThreadPool.UnsafeQueueUserWorkItem(static probe => probe.Set(), probe, preferLocal: false);
        Assert.False(probe.Wait(TimeSpan.FromMilliseconds(300)), "the pool is not blocked");
    }

    public void Dispose()
    {
        _end.Set();
        ThreadPool.SetMaxThreads(_before.Workers, _before.Io);
    }
}
