namespace KafkaGen.Accumulating;

/// <summary>A flush: it is over when the batches that were unanswered when it began are answered. The loop's alone, but for its task.</summary>
internal sealed class FlushOperation
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = 1;

    internal Task Task => _completion.Task;

    /// <summary>Waits for one more batch.</summary>
    internal void Add(ProducerBatch batch)
    {
        _left++;
        (batch.Delivery.Flushes ??= []).Add(this);
    }

    /// <summary>A batch is answered, or all have been added.</summary>
    internal void Remove()
    {
        if (--_left == 0)
        {
            _completion.TrySetResult();
        }
    }
}
