using System.Globalization;
using KafkaGen.Configuration;

namespace KafkaGen.Telemetry;

/// <summary>What all spans and metrics of one client say of it.</summary>
internal sealed class ClientTags
{
    internal ClientTags(SenderSettings settings)
    {
        ClientId = settings.ClientId;
        OfCluster = settings.Cluster.Length == 0
            ? [new(TelemetryTags.System, TelemetryTags.Kafka)]
            : [new(TelemetryTags.System, TelemetryTags.Kafka), new(TelemetryTags.Cluster, settings.Cluster)];
        Shared = [.. OfCluster, .. ServerOf(settings.BootstrapServers)];
        OfClient = [.. Shared, new(TelemetryTags.ClientId, ClientId)];
        Identity = $"{settings.Cluster}\n{settings.BootstrapServers}\n{ClientId}";
    }

    /// <summary>What tells this client's metrics from another's.</summary>
    internal string Identity { get; }

    /// <summary>The attributes of the cluster without an address.</summary>
    internal KeyValuePair<string, object?>[] OfCluster { get; }

    /// <summary>The attributes of every span and metric.</summary>
    internal KeyValuePair<string, object?>[] Shared { get; }

    /// <summary>The attributes of what is measured of the client as a whole.</summary>
    internal KeyValuePair<string, object?>[] OfClient { get; }

    /// <summary>The configured <c>client.id</c>.</summary>
    internal string ClientId { get; }

    // A record's broker is known to librdkafka alone. Where several are named, none of them stands for the cluster.
    private static IEnumerable<KeyValuePair<string, object?>> ServerOf(string bootstrapServers)
    {
        const int DefaultPort = 9092;
        string server = bootstrapServers.Trim();
        if (server.Contains(',', StringComparison.Ordinal))
        {
            return [];
        }

        int scheme = server.IndexOf("://", StringComparison.Ordinal);
        server = scheme < 0 ? server : server[(scheme + 3)..];
        int colon = server.LastIndexOf(':');
        bool hasPort = colon > server.LastIndexOf(']');
        int port = hasPort ? int.Parse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture) : DefaultPort;
        string address = (hasPort ? server[..colon] : server).Trim('[', ']');
        return [new(TelemetryTags.ServerAddress, address), new(TelemetryTags.ServerPort, port)];
    }
}
