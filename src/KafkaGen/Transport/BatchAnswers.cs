using KafkaGen.Accumulating;

namespace KafkaGen.Transport;

/// <summary>Collects the answers of the records of one <c>ProduceManyAsync</c>: one completion and one array for all of them.</summary>
internal sealed class BatchAnswers : IRecordReply
{
    private readonly ProduceResult[] _results;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TaskCompletionSource<ProduceBatchResult> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The call itself counts until it has tried every record.
    private int _open;
    private int _failed;

    /// <param name="records">How many there are.</param>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    internal BatchAnswers(int records, CancellationToken cancellationToken)
    {
        _results = new ProduceResult[records];
        _open = records + 1;
        _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((BatchAnswers)state!)._all.TrySetCanceled(token), this);
    }

    /// <summary>Completes when every record is answered and <see cref="Close"/> was called.</summary>
    internal Task<ProduceBatchResult> All => _all.Task;

    public void Acknowledge(int index, in Acknowledgement at) => _results[index] = new ProduceResult { Metadata = at.ToMetadata() };

    void IRecordReply.Fail(int index, ProduceException error) => Fail(index, error);

    internal void Fail(int index, Exception error)
    {
        _results[index] = new ProduceResult { Error = error };
        Interlocked.Increment(ref _failed);
    }

    /// <summary>Records are answered.</summary>
    public void Complete(int records = 1)
    {
        if (Interlocked.Add(ref _open, -records) == 0)
        {
            _cancellation.Unregister();
            _all.TrySetResult(new ProduceBatchResult { Results = _results, FailedCount = _failed });
        }
    }

    /// <summary>The records that are left will not be tried.</summary>
    internal void Abandon(Exception reason)
    {
        _cancellation.Unregister();
        if (reason is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token })
        {
            _all.TrySetCanceled(token);
        }
        else
        {
            _all.TrySetException(reason);
        }
    }

    /// <summary>Every record was tried.</summary>
    internal void Close() => Complete();
}
