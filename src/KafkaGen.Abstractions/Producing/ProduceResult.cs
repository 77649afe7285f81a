namespace KafkaGen;

/// <summary>What became of one record of a batch.</summary>
public readonly record struct ProduceResult
{
    /// <summary>Where the record is stored; meaningful when <see cref="Error"/> is <see langword="null"/>.</summary>
    public RecordMetadata Metadata { get; init; }

    /// <summary>Why the record was not acknowledged, or <see langword="null"/>: the exception that <c>ProduceAsync</c> would have thrown.</summary>
    public Exception? Error { get; init; }
}
