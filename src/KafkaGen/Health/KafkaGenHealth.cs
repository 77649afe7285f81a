using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGen;

/// <summary>How a client gets on with its cluster at one moment, from what it has seen itself. See docs/observability.md for what each state means.</summary>
public sealed record KafkaGenHealth
{
    /// <summary>Healthy, degraded (works, or works again by itself soon) or unhealthy.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Whether a broker answered last; <see langword="null"/> before the first connection of a client without <see cref="KafkaGenOptions.WarmUp"/>.</summary>
    public bool? IsReachable { get; init; }

    /// <summary>
    /// How many brokers the cluster had when the client last looked, which it does at start and after errors; zero while none answers;
    /// <see langword="null"/> before.
    /// </summary>
    public int? Brokers { get; init; }

    /// <summary>The age of the oldest accepted record that is not answered; zero without one. To a tenth of a second.</summary>
    public TimeSpan OldestRecordAge { get; init; }

    /// <summary>When a record was last acknowledged.</summary>
    public DateTimeOffset? LastDelivery { get; init; }

    /// <summary>When an accepted record last failed.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>The last thing that went wrong with the client as a whole, such as a refused connection, whether or not it is over.</summary>
    public string? LastError { get; init; }

    /// <summary>How many records are accepted and not yet answered.</summary>
    public int BufferedRecords { get; init; }

    /// <summary>The bytes that those records take.</summary>
    public long BufferedBytes { get; init; }

    /// <summary>How many calls wait for room in the buffer.</summary>
    public int WaitingCallers { get; init; }
}
