namespace KafkaGen.Sending;

/// <summary>The pool of the completions of <c>ProduceAsync</c>.</summary>
internal sealed class ProduceOperations
{
    private readonly object _gate = new();
    private readonly Stack<ProduceOperation> _pool = new();

    internal ProduceOperation Rent()
    {
        lock (_gate)
        {
            if (_pool.TryPop(out ProduceOperation? operation))
            {
                return operation;
            }
        }

        return new ProduceOperation(this);
    }

    internal void Return(ProduceOperation operation)
    {
        lock (_gate)
        {
            _pool.Push(operation);
        }
    }
}
