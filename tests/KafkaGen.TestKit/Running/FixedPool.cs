namespace KafkaGen.TestKit.Running;

/// <summary>The thread pool makes no more threads than it has, until this is disposed. For tests that run alone in their process.</summary>
public sealed class FixedPool : IDisposable
{
    private readonly (int Workers, int Io) _before;

    public FixedPool()
    {
        ThreadPool.GetMaxThreads(out _before.Workers, out _before.Io);
        Count = Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount);
        if (!ThreadPool.SetMaxThreads(Count, _before.Io))
        {
            throw new InvalidOperationException($"The pool does not take {Count} as its largest number of threads.");
        }
    }

    /// <summary>The largest number of its threads.</summary>
    public int Count { get; }

    public void Dispose() => ThreadPool.SetMaxThreads(_before.Workers, _before.Io);
}
