using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker;

/// <summary>One broker of a cluster: where it listens, whether it is up, and who is connected.</summary>
internal sealed class BrokerNode(int id)
{
    public int Id { get; } = id;

    /// <summary>The address that metadata tells.</summary>
    public string Host { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 9092 + id;

    public string? Rack { get; set; }

    public bool IsUp { get; set; } = true;

    /// <summary>From a request's arrival to its answer, at least.</summary>
    public TimeSpan RoundTripTime { get; set; }

    public List<Connection> Connections { get; } = [];
}
