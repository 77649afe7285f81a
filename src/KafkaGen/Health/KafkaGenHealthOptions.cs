namespace KafkaGen;

/// <summary>From when on a client counts as degraded or unhealthy; see docs/observability.md.</summary>
public sealed class KafkaGenHealthOptions
{
    /// <summary>
    /// How long no broker may answer before the client is unhealthy; until then it is degraded. Zero: at once. Default: 10 seconds.
    /// </summary>
    public TimeSpan UnreachableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The age of the oldest accepted record that nobody has acknowledged, from which on the client is degraded. More than <c>linger.ms</c> and the usual
    /// time to an acknowledgement. Default: 10 seconds.
    /// </summary>
    public TimeSpan DegradedRecordAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same age from which on the client is unhealthy. Default: 60 seconds.</summary>
    public TimeSpan UnhealthyRecordAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a record that failed makes the client degraded, unless another is delivered since. Default: 60 seconds.
    /// </summary>
    public TimeSpan FailureMemory { get; set; } = TimeSpan.FromSeconds(60);
}
