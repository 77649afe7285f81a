namespace KafkaGen;

/// <summary>What one call adds to or replaces of what the contract says. <see langword="default"/> changes nothing.</summary>
public readonly record struct ProduceOptions
{
    /// <summary>Headers to send after those of the contract. Default: none.</summary>
    public IReadOnlyList<RecordHeader>? Headers { get; init; }

    /// <summary>The record's timestamp (create time), instead of the contract's. Default: the contract's.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The partition, zero or above, instead of the contract's. Default: the contract's, else by the partitioner.</summary>
    public int? Partition { get; init; }
}
