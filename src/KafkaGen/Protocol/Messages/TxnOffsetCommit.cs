using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Commits offsets of a group within a transaction, to the coordinator of the group.</summary>
/// <remarks>
/// Version 2 adds leader epochs (KIP-320), version 3 the member, so that a zombie is refused (KIP-447), version 5 adds the offsets to the transaction
/// by itself (KIP-890).
/// </remarks>
internal sealed class TxnOffsetCommitRequest : Request
{
    public override Api Api => ApiCatalog.TxnOffsetCommit;

    public string TransactionalId { get; set; } = "";

    public string GroupId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public int GenerationId { get; set; } = -1;

    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
    public string? GroupInstanceId { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        TransactionalId = fields.String(TransactionalId);
        GroupId = fields.String(GroupId);
        ProducerId = fields.Int64(ProducerId);
        ProducerEpoch = fields.Int16(ProducerEpoch);
        GenerationId = fields.Version >= 3 ? fields.Int32(GenerationId) : fields.Absent(GenerationId, -1);
        MemberId = fields.Version >= 3 ? fields.String(MemberId) : fields.Absent(MemberId, "");
        GroupInstanceId = fields.Version >= 3 ? fields.NullableString(GroupInstanceId) : fields.Absent(GroupInstanceId);
        Topics = fields.Array(Topics);
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

        public long CommittedOffset { get; set; }

        public int CommittedLeaderEpoch { get; set; } = -1;

        public string? CommittedMetadata { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            CommittedOffset = fields.Int64(CommittedOffset);

            if (fields.Version >= 2)
            {
                CommittedLeaderEpoch = fields.Int32(CommittedLeaderEpoch);
            }

            CommittedMetadata = fields.NullableString(CommittedMetadata);
        }
    }
}

/// <summary>What became of each offset.</summary>
internal sealed class TxnOffsetCommitResponse : Response
{
    public override Api Api => ApiCatalog.TxnOffsetCommit;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        Topics = fields.Array(Topics);
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
