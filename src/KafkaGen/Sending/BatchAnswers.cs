namespace KafkaGen.Sending;

/// <summary>Collects the answers of the records of one <c>ProduceManyAsync</c>: one completion and one array for all of them.</summary>
internal sealed class BatchAnswers(int records)
{
    private readonly ProduceResult[] _results = new ProduceResult[records];
    private readonly TaskCompletionSource<ProduceBatchResult> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The call itself counts until it has tried every record.
    private int _open = records + 1;
    private int _failed;

    /// <summary>Completes when every record is answered and <see cref="Close"/> was called.</summary>
    internal Task<ProduceBatchResult> All => _all.Task;

    internal void Acknowledge(int index, in RecordMetadata metadata) => _results[index] = new ProduceResult { Metadata = metadata };

    internal void Fail(int index, Exception error)
    {
        _results[index] = new ProduceResult { Error = error };
        Interlocked.Increment(ref _failed);
    }

    /// <summary>Records are answered.</summary>
    internal void Complete(int records = 1)
    {
        if (Interlocked.Add(ref _open, -records) == 0)
        {
            _all.TrySetResult(new ProduceBatchResult { Results = _results, FailedCount = _failed });
        }
    }

    /// <summary>Every record was tried.</summary>
    internal void Close() => Complete();
}
