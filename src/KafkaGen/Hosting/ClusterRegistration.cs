using Microsoft.Extensions.Configuration;

namespace KafkaGen.Hosting;

/// <summary>One call of <c>AddKafkaGen</c>; what it says is in the options of the cluster's name.</summary>
/// <param name="Cluster">The cluster's name; empty for the one without.</param>
/// <param name="Source">The configuration that it reads, to hear of its changes.</param>
internal sealed record ClusterRegistration(string Cluster, IConfiguration? Source);
