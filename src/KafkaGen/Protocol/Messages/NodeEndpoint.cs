using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>The address of a broker that leads now (KIP-951).</summary>
internal sealed class NodeEndpoint : ProtocolStructure
{
    public int NodeId { get; set; }

    public string Host { get; set; } = "";

    public int Port { get; set; }

    public string? Rack { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        NodeId = fields.Int32(NodeId);
        Host = fields.String(Host);
        Port = fields.Int32(Port);
        Rack = fields.NullableString(Rack);
    }
}
