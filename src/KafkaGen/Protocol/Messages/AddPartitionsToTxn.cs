using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Adds partitions to a transaction, before their first batch.</summary>
/// <remarks>
/// Clients use versions up to 3. Versions 4 and 5 are sent by brokers, for many transactions at once, to verify that a transaction is open (KIP-890).
/// </remarks>
internal sealed class AddPartitionsToTxnRequest : Request
{
    public override Api Api => ApiCatalog.AddPartitionsToTxn;

    /// <summary>What brokers ask for, from version 4 on.</summary>
    public List<Transaction> Transactions { get; set; } = [];

    /// <summary>The transaction, up to version 3.</summary>
    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        Transactions = fields.Version >= 4 ? fields.Array(Transactions) : fields.AbsentList(Transactions);
        TransactionalId = fields.Version <= 3 ? fields.String(TransactionalId) : fields.Absent(TransactionalId, "");
        ProducerId = fields.Version <= 3 ? fields.Int64(ProducerId) : fields.Absent(ProducerId);
        ProducerEpoch = fields.Version <= 3 ? fields.Int16(ProducerEpoch) : fields.Absent(ProducerEpoch);
        Topics = fields.Version <= 3 ? fields.Array(Topics) : fields.AbsentList(Topics);
    }

    internal sealed class Transaction : ProtocolStructure
    {
        public string TransactionalId { get; set; } = "";

        public long ProducerId { get; set; }

        public short ProducerEpoch { get; set; }

        public bool VerifyOnly { get; set; }

        public List<Topic> Topics { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            TransactionalId = fields.String(TransactionalId);
            ProducerId = fields.Int64(ProducerId);
            ProducerEpoch = fields.Int16(ProducerEpoch);
            VerifyOnly = fields.Bool(VerifyOnly);
            Topics = fields.Array(Topics);
        }
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public int[] Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Partitions = fields.Int32Array(Partitions);
        }
    }
}

/// <summary>What became of each partition.</summary>
internal sealed class AddPartitionsToTxnResponse : Response
{
    public override Api Api => ApiCatalog.AddPartitionsToTxn;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    /// <summary>The results, from version 4 on.</summary>
    public List<Transaction> Transactions { get; set; } = [];

    /// <summary>The results, up to version 3.</summary>
    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);

        if (fields.Version >= 4)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
        }

        Transactions = fields.Version >= 4 ? fields.Array(Transactions) : fields.AbsentList(Transactions);
        Topics = fields.Version <= 3 ? fields.Array(Topics) : fields.AbsentList(Topics);
    }

    internal sealed class Transaction : ProtocolStructure
    {
        public string TransactionalId { get; set; } = "";

        public List<Topic> Topics { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            TransactionalId = fields.String(TransactionalId);
            Topics = fields.Array(Topics);
        }
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Partitions = fields.Array(Partitions);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public int Index { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }
}
