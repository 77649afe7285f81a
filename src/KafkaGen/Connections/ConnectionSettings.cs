using System.Net;

namespace KafkaGen.Connections;

/// <summary>What connections to brokers go by. The names in brackets are the Java producer's.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>What a broker may call one frame of it. It is 100,000,000 in librdkafka (<c>receive.message.max.bytes</c>); other clients have no bound.</summary>
    internal const int DefaultMaxFrame = 100_000_000;

    /// <summary>The name that requests carry [<c>client.id</c>].</summary>
    internal string? ClientId { get; init; }

    /// <summary>How long resolving a name, and then connecting to each of its addresses, may take [<c>socket.connection.setup.timeout.ms</c>].</summary>
    internal TimeSpan SetupTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Finds the addresses of a name. It is asked for each attempt, and may block.</summary>
    internal Func<string, IPAddress[]> Resolve { get; init; } = Dns.GetHostAddresses;

    /// <summary>The system's buffer for what is sent, in bytes; <see langword="null"/> lets the system adapt it [<c>send.buffer.bytes</c>].</summary>
    internal int? SendBuffer { get; init; }

    /// <summary>The system's buffer for what is received, in bytes; <see langword="null"/> lets the system adapt it [<c>receive.buffer.bytes</c>].</summary>
    internal int? ReceiveBuffer { get; init; }

    /// <summary>The largest frame that is read, in bytes. A length beyond it is no Kafka's.</summary>
    internal int MaxFrame { get; init; } = DefaultMaxFrame;

    /// <summary>How many requests may wait to be written. Whoever sends keeps far below it, by what may be unanswered.</summary>
    internal int MaxWaiting { get; init; } = 1024;
}
