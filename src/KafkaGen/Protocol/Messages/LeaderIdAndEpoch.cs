using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Who leads a partition now, as a hint in an answer that says that this broker does not (KIP-951).</summary>
internal sealed class LeaderIdAndEpoch : ProtocolStructure
{
    /// <summary>The broker that leads; -1 when that is not known.</summary>
    public int LeaderId { get; set; } = -1;

    public int LeaderEpoch { get; set; } = -1;

    public override void Describe(ref MessageFields fields)
    {
        LeaderId = fields.Int32(LeaderId);
        LeaderEpoch = fields.Int32(LeaderEpoch);
    }
}
