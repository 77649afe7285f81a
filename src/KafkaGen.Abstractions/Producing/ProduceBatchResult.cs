namespace KafkaGen;

/// <summary>The outcome of <see cref="ITopicProducer{T}.ProduceManyAsync"/>: one result a record, in their sequence.</summary>
public readonly record struct ProduceBatchResult
{
    private readonly IReadOnlyList<ProduceResult>? _results;

    /// <summary>One result a record.</summary>
    public IReadOnlyList<ProduceResult> Results
    {
        get => _results ?? [];
        init => _results = value;
    }

    /// <summary>How many records were not acknowledged.</summary>
    public int FailedCount { get; init; }

    /// <summary>Whether every record was acknowledged.</summary>
    public bool IsSuccess => FailedCount == 0;

    /// <summary>Throws when a record was not acknowledged.</summary>
    /// <exception cref="AggregateException">The exceptions of the records that failed, in their sequence.</exception>
    public void ThrowIfFailed()
    {
        if (FailedCount > 0)
        {
            throw new AggregateException(
                $"{FailedCount} of {Results.Count} records were not acknowledged.",
                Results.Where(result => result.Error is not null).Select(result => result.Error!));
        }
    }
}
