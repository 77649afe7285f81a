namespace KafkaGen.Accumulating;

/// <summary>
/// A flush: it is over when what was there before it is answered: batches, and records that waited for room. It is there before it begins, so that those who wait can be counted.
/// </summary>
internal sealed class FlushOperation
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = 1;
    private volatile bool _isBegun;

    internal Task Task => _completion.Task;

    /// <summary>Whether somebody waits for it: what it counts is sent without a linger.</summary>
    internal bool IsBegun
    {
        get => _isBegun;
        set => _isBegun = value;
    }

    /// <summary>Waits for one more batch, which belongs to the caller at this moment.</summary>
    internal void Add(ProducerBatch batch)
    {
        List<FlushOperation> flushes = batch.Delivery.Flushes ??= [];
        if (!flushes.Contains(this))
        {
            Hold();
            flushes.Add(this);
        }
    }

    /// <summary>Waits for one more record, until <see cref="Remove"/>.</summary>
    internal void Hold() => Interlocked.Increment(ref _left);

    /// <summary>A batch is answered, a record waits no more, or all have been added.</summary>
    internal void Remove()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _completion.TrySetResult();
        }
    }
}
