namespace KafkaGen.Transport;

/// <summary>
/// The pool of the completions of <c>ProduceAsync</c>. Each thread keeps some of its own, and the pool is asked for several at once: one lock for a
/// record each would be a tenth of the record's cost.
/// </summary>
internal sealed class ProduceOperations
{
    private const int KeptByThread = 32;
    private const int Moved = KeptByThread / 2;

    [ThreadStatic]
    private static Stack<ProduceOperation>? s_own;

    private readonly object _gate = new();
    private readonly Stack<ProduceOperation> _pool = new();

    /// <summary>Takes one that waits for nothing.</summary>
    internal ProduceOperation Rent()
    {
        Stack<ProduceOperation> own = s_own ??= new Stack<ProduceOperation>(KeptByThread);
        if (own.Count == 0)
        {
            lock (_gate)
            {
                while (own.Count < Moved && _pool.TryPop(out ProduceOperation? pooled))
                {
                    own.Push(pooled);
                }
            }
        }

        return own.TryPop(out ProduceOperation? operation) ? operation : new ProduceOperation();
    }

    /// <summary>Takes one back from a thread that takes none.</summary>
    internal void ReturnToPool(ProduceOperation operation)
    {
        lock (_gate)
        {
            _pool.Push(operation);
        }
    }

    /// <summary>Takes one back from a caller's thread, which keeps it for its next record.</summary>
    internal void Return(ProduceOperation operation)
    {
        Stack<ProduceOperation> own = s_own ??= new Stack<ProduceOperation>(KeptByThread);
        if (own.Count == KeptByThread)
        {
            lock (_gate)
            {
                while (own.Count > Moved)
                {
                    _pool.Push(own.Pop());
                }
            }
        }

        own.Push(operation);
    }
}
