namespace KafkaGen.Testing.Broker.Groups;

/// <summary>Where a consumer group stands (classic protocol).</summary>
internal enum GroupState
{
    /// <summary>Nobody is in it; it may have offsets.</summary>
    Empty,

    /// <summary>Members are asked to join again.</summary>
    PreparingRebalance,

    /// <summary>Everybody has joined; the leader's assignment is awaited.</summary>
    CompletingRebalance,

    /// <summary>Everybody has an assignment.</summary>
    Stable,
}
