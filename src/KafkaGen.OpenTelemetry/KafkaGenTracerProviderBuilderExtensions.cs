using KafkaGen;

namespace OpenTelemetry.Trace;

/// <summary>Adds KafkaGen's spans to OpenTelemetry.</summary>
public static class KafkaGenTracerProviderBuilderExtensions
{
    /// <summary>
    /// Collects the spans of KafkaGen's producers, for all clients of the process; docs/observability.md lists them. Records then carry the context of
    /// their trace as headers.
    /// </summary>
    /// <param name="builder">OpenTelemetry's builder.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <example><code>builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddKafkaGenInstrumentation());</code></example>
    public static TracerProviderBuilder AddKafkaGenInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(KafkaGenTelemetry.ActivitySourceName);
    }
}
