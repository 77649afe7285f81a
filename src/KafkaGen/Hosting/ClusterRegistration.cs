using KafkaGen.Configuration;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Hosting;

/// <summary>One call of <c>AddKafkaGen</c>: where the options of a cluster come from.</summary>
/// <param name="Cluster">Its name; empty for the one without.</param>
/// <param name="Read">Reads configuration, and may be called again when that has changed; <see langword="null"/> without any.</param>
/// <param name="Configure">The application's own code, which has the last word.</param>
internal sealed record ClusterRegistration(string Cluster, Action<KafkaGenOptions>? Read, Action<KafkaGenOptions>? Configure)
{
    /// <summary>The configuration that <see cref="Read"/> reads, to hear of its changes.</summary>
    internal IConfiguration? Source { get; init; }

    internal static ClusterRegistration From(string cluster, IConfiguration configuration, Action<KafkaGenOptions>? configure) =>
        new(cluster, options => OptionsReader.Read(configuration, options), configure) { Source = configuration };
}
