using KafkaGen;
using KafkaGen.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of a KafkaGen client.</summary>
public static class KafkaGenHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that tells how the live client gets on with its cluster: whether brokers answer, the age of the oldest record that nobody has
    /// acknowledged, failures, a fatal error. It sends nothing and opens no connection of its own.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="cluster">
    /// The name under which the client is registered, for an application with several clusters. Default: the client without a name.
    /// </param>
    /// <param name="configure">Sets from when on the client counts as degraded or unhealthy.</param>
    /// <param name="name">The check's name. Default: <c>kafkagen</c>, or <c>kafkagen-</c> with the cluster's name.</param>
    /// <param name="failureStatus">What is reported instead of unhealthy. Default: unhealthy.</param>
    /// <param name="tags">The check's tags, such as <c>ready</c>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <example><code>builder.Services.AddHealthChecks().AddKafkaGen();</code></example>
    public static IHealthChecksBuilder AddKafkaGen(
        this IHealthChecksBuilder builder,
        string? cluster = null,
        Action<KafkaGenHealthOptions>? configure = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        KafkaGenHealthOptions options = new();
        configure?.Invoke(options);
        string known = name ?? (cluster is null ? "kafkagen" : $"kafkagen-{cluster}");
        return builder.Add(new HealthCheckRegistration(
            known,
            services => new KafkaGenHealthCheck(
                cluster is null ? services.GetRequiredService<KafkaGenClient>() : services.GetRequiredKeyedService<KafkaGenClient>(cluster), options),
            failureStatus,
            tags));
    }
}
