using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for a producer id, or for the next epoch of one.</summary>
/// <remarks>
/// Version 3 carries the id and epoch so far, by which a producer recovers from errors (KIP-360). Version 4 may answer <c>PRODUCER_FENCED</c>
/// (KIP-588), version 5 <c>TRANSACTION_ABORTABLE</c> (KIP-890). Version 6 is for two-phase commit (KIP-939) and unstable in 4.1.
/// </remarks>
internal sealed class InitProducerIdRequest : Request
{
    public override Api Api => ApiCatalog.InitProducerId;

    /// <summary>Null for a producer that is only idempotent.</summary>
    public string? TransactionalId { get; set; }

    public int TransactionTimeoutMs { get; set; }

    /// <summary>The id so far; -1 for a new one.</summary>
    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; } = -1;

    public bool Enable2Pc { get; set; }

    public bool KeepPreparedTxn { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        TransactionalId = fields.NullableString(TransactionalId);
        TransactionTimeoutMs = fields.Int32(TransactionTimeoutMs);
        ProducerId = fields.Version >= 3 ? fields.Int64(ProducerId) : fields.Absent(ProducerId, -1);
        ProducerEpoch = fields.Version >= 3 ? fields.Int16(ProducerEpoch) : fields.Absent<short>(ProducerEpoch, -1);
        Enable2Pc = fields.Version >= 6 ? fields.Bool(Enable2Pc) : fields.Absent(Enable2Pc);
        KeepPreparedTxn = fields.Version >= 6 ? fields.Bool(KeepPreparedTxn) : fields.Absent(KeepPreparedTxn);
    }
}

/// <summary>A producer id and epoch.</summary>
/// <remarks>Version 6 adds the transaction that is still prepared (KIP-939).</remarks>
internal sealed class InitProducerIdResponse : Response
{
    public override Api Api => ApiCatalog.InitProducerId;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; }

    public long OngoingTxnProducerId { get; set; } = -1;

    public short OngoingTxnProducerEpoch { get; set; } = -1;

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        ErrorCode = fields.ErrorCode(ErrorCode);
        ProducerId = fields.Int64(ProducerId);
        ProducerEpoch = fields.Int16(ProducerEpoch);
        OngoingTxnProducerId = fields.Version >= 6 ? fields.Int64(OngoingTxnProducerId) : fields.Absent(OngoingTxnProducerId, -1);
        OngoingTxnProducerEpoch = fields.Version >= 6 ? fields.Int16(OngoingTxnProducerEpoch) : fields.Absent<short>(OngoingTxnProducerEpoch, -1);
    }
}
