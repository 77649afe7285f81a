using KafkaGen;

namespace OpenTelemetry.Metrics;

/// <summary>Adds KafkaGen's metrics to OpenTelemetry.</summary>
public static class KafkaGenMeterProviderBuilderExtensions
{
    /// <summary>Collects the metrics of KafkaGen's producers, for all clients of the process; docs/observability.md lists them.</summary>
    /// <param name="builder">OpenTelemetry's builder.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <example><code>builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddKafkaGenInstrumentation());</code></example>
    public static MeterProviderBuilder AddKafkaGenInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(KafkaGenTelemetry.MeterName);
    }
}
