namespace KafkaGen.Health;

/// <summary>What one sender knows of its own state. Durations are from an event until now.</summary>
internal sealed record SenderHealth
{
    /// <summary>Kafka's <c>transactional.id</c>, of a sender for transactions.</summary>
    internal string? TransactionalId { get; init; }

    /// <summary>Why nothing is sent any more.</summary>
    internal string? FatalError { get; init; }

    /// <summary>Whether a new native producer is about to take over.</summary>
    internal bool IsBeingReplaced { get; init; }

    internal required ClusterContact Contact { get; init; }

    internal TimeSpan InContactState { get; init; }

    internal TimeSpan OldestRecord { get; init; }

    internal TimeSpan? SinceDelivery { get; init; }

    internal TimeSpan? SinceFailure { get; init; }

    /// <summary>Why the last record failed.</summary>
    internal string? LastFailure { get; init; }

    /// <summary>Whether another record was delivered since.</summary>
    internal bool HasDeliveredSinceFailure { get; init; }

    /// <summary>Why there is no OAuth token.</summary>
    internal string? TokenProblem { get; init; }

    /// <summary>The last thing that went wrong with the client as a whole.</summary>
    internal string? LastClientError { get; init; }

    internal int BufferedRecords { get; init; }

    internal long BufferedBytes { get; init; }

    internal int WaitingCallers { get; init; }
}
