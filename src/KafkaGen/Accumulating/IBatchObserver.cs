namespace KafkaGen.Accumulating;

/// <summary>Who hears of batches as a whole. Called by the sender's loop, and returns at once.</summary>
internal interface IBatchObserver
{
    /// <summary>A batch is stored.</summary>
    void OnAcknowledged(ProducerBatch batch);

    /// <summary>A batch failed.</summary>
    /// <returns>Whether its memory is to be kept until the observer has read its records, which it tells the loop.</returns>
    bool OnFailed(ProducerBatch batch, ProduceException error);

    /// <summary>What the callers of a batch are told.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="code">Why it failed.</param>
    /// <param name="reason">The same in words, a part of a sentence that ends with a full stop.</param>
    /// <param name="status">Whether it may be stored.</param>
    ProduceException Describe(ProducerBatch batch, KafkaErrorCode code, string reason, RecordPersistence status);
}
