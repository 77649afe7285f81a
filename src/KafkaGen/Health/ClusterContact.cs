namespace KafkaGen.Health;

/// <summary>Whether brokers answer.</summary>
internal sealed record ClusterContact
{
    /// <summary>Whether one has answered when the client was last asked; <see langword="null"/> before a client that connects for its first record has done so.</summary>
    internal required bool? IsReachable { get; init; }

    /// <summary>Whether that was found out, rather than that the client is still connecting for the first time.</summary>
    internal bool IsDown { get; init; }

    /// <summary>Since when, in <see cref="Environment.TickCount64"/>.</summary>
    internal required long Since { get; init; }

    /// <summary>How many brokers the cluster had then, by its own metadata.</summary>
    internal int? Brokers { get; init; }

    /// <summary>How many fewer than before.</summary>
    internal int MissingBrokers { get; init; }
}

/// <summary>An answer to the question for metadata.</summary>
/// <param name="Code">Zero, or why there are none.</param>
/// <param name="Brokers">How many brokers the cluster has.</param>
internal readonly record struct ClusterAnswer(KafkaErrorCode Code, int Brokers);
