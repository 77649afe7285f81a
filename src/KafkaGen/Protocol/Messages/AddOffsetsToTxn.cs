using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Adds the offsets of a group to a transaction.</summary>
/// <remarks>Version 2 may answer <c>PRODUCER_FENCED</c> (KIP-588), version 4 <c>TRANSACTION_ABORTABLE</c> (KIP-890).</remarks>
internal sealed class AddOffsetsToTxnRequest : Request
{
    public override Api Api => ApiCatalog.AddOffsetsToTxn;

    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public string GroupId { get; set; } = "";

    public override void Describe(ref MessageFields fields)
    {
        TransactionalId = fields.String(TransactionalId);
        ProducerId = fields.Int64(ProducerId);
        ProducerEpoch = fields.Int16(ProducerEpoch);
        GroupId = fields.String(GroupId);
    }
}

/// <summary>Whether the offsets were added.</summary>
internal sealed class AddOffsetsToTxnResponse : Response
{
    public override Api Api => ApiCatalog.AddOffsetsToTxn;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        ErrorCode = fields.ErrorCode(ErrorCode);
    }
}
