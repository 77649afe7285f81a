namespace KafkaGen;

/// <summary>The names by which an application listens to KafkaGen's spans and metrics; see docs/observability.md.</summary>
public static class KafkaGenTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> whose spans tell of the records that are produced.</summary>
    public const string ActivitySourceName = "KafkaGen";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "KafkaGen";

    internal static string Version { get; } = typeof(KafkaGenTelemetry).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "";
}
