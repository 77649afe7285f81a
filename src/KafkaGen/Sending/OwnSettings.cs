using KafkaGen.Configuration;
using KafkaGen.Connections;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Sending;

/// <summary>What the sender in C# goes by, from the options of a client.</summary>
internal static class OwnSettings
{
    // As many batches of a partition as a broker remembers.
    private const int MostInFlight = 5;

    internal static BrainSettings OfBrain(SenderSettings settings)
    {
        List<(string, int)> bootstrap = [];
        foreach (string server in settings.BootstrapServers.Split(','))
        {
            BrokerAddress.Problem(server, "plaintext", out BrokerAddress address);
            bootstrap.Add((address.Host, address.Port));
        }

        BrainSettings defaults = new() { Bootstrap = bootstrap };
        long inFlight = settings.Effective("max.in.flight.requests.per.connection", defaults.MaxInFlight);
        return defaults with
        {
            ClientId = settings.ClientId,
            Linger = (long)Math.Ceiling(settings.LingerMs),
            DeliveryTimeout = settings.DeliveryTimeoutOf(topic: null),
            RequestTimeout = settings.Effective("request.timeout.ms", defaults.RequestTimeout),
            MaxRequestSize = settings.MessageMaxBytes,
            BatchSize = settings.BatchSize,
            MaxInFlight = (int)Math.Min(inFlight, settings.IsIdempotent ? MostInFlight : int.MaxValue),
            Acks = (short)settings.Effective("acks", defaults.Acks),
            IsIdempotent = settings.IsIdempotent,
            RetryBackoff = settings.Effective("retry.backoff.ms", defaults.RetryBackoff),
            MaxRetryBackoff = settings.Effective("retry.backoff.max.ms", defaults.MaxRetryBackoff),
            ReconnectBackoff = settings.Effective("reconnect.backoff.ms", defaults.ReconnectBackoff),
            MaxReconnectBackoff = settings.Effective("reconnect.backoff.max.ms", defaults.MaxReconnectBackoff),
            MetadataMaxAge = settings.MetadataRefresh == Timeout.InfiniteTimeSpan ? SenderSettings.Endless : (long)settings.MetadataRefresh.TotalMilliseconds,
            AllowTopicCreation = settings.CreatesTopics,
        };
    }

    internal static ConnectionSettings OfConnections(SenderSettings settings)
    {
        ConnectionSettings defaults = new();
        return defaults with
        {
            SetupTimeout = TimeSpan.FromMilliseconds(settings.Effective("socket.connection.setup.timeout.ms", (long)defaults.SetupTimeout.TotalMilliseconds)),
            SendBuffer = settings.Effective("socket.send.buffer.bytes", 0) is > 0 and var send ? (int)send : null,
            ReceiveBuffer = settings.Effective("socket.receive.buffer.bytes", 0) is > 0 and var receive ? (int)receive : null,
            MaxFrame = (int)settings.Effective("receive.message.max.bytes", ConnectionSettings.DefaultMaxFrame),
        };
    }
}
