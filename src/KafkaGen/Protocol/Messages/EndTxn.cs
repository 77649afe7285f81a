using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Commits or aborts a transaction.</summary>
/// <remarks>
/// Version 2 may answer <c>PRODUCER_FENCED</c> (KIP-588), version 4 <c>TRANSACTION_ABORTABLE</c>, version 5 begins a new epoch (KIP-890).
/// </remarks>
internal sealed class EndTxnRequest : Request
{
    public override Api Api => ApiCatalog.EndTxn;

    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public bool Committed { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        TransactionalId = fields.String(TransactionalId);
        ProducerId = fields.Int64(ProducerId);
        ProducerEpoch = fields.Int16(ProducerEpoch);
        Committed = fields.Bool(Committed);
    }
}

/// <summary>Whether the transaction ends as asked.</summary>
/// <remarks>Version 5 returns the id and epoch of the next one (KIP-890).</remarks>
internal sealed class EndTxnResponse : Response
{
    public override Api Api => ApiCatalog.EndTxn;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; } = -1;

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        ErrorCode = fields.ErrorCode(ErrorCode);

        if (fields.Version >= 5)
        {
            ProducerId = fields.Int64(ProducerId);
            ProducerEpoch = fields.Int16(ProducerEpoch);
        }
    }
}
