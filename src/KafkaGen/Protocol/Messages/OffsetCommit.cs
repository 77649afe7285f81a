using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Commits offsets of a group.</summary>
/// <remarks>
/// Version 5 no longer carries a retention time (KIP-211), version 6 adds leader epochs (KIP-320), version 7 static members (KIP-345), version 9 the
/// new group protocol (KIP-848). Version 10 names topics by id and is unstable in 4.1.
/// </remarks>
internal sealed class OffsetCommitRequest : Request
{
    public override Api Api => ApiCatalog.OffsetCommit;

    public string GroupId { get; set; } = "";

    /// <summary>The generation of a member, -1 for a commit from outside.</summary>
    public int GenerationIdOrMemberEpoch { get; set; } = -1;

    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
    public string? GroupInstanceId { get; set; }

    public long RetentionTimeMs { get; set; } = -1;

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.String(GroupId);
        GenerationIdOrMemberEpoch = fields.Int32(GenerationIdOrMemberEpoch);
        MemberId = fields.String(MemberId);
        GroupInstanceId = fields.Version >= 7 ? fields.NullableString(GroupInstanceId) : fields.Absent(GroupInstanceId);

        if (fields.Version <= 4)
        {
            RetentionTimeMs = fields.Int64(RetentionTimeMs);
        }

        Topics = fields.Array(Topics);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version <= 9)
            {
                Name = fields.String(Name);
            }

            if (fields.Version >= 10)
            {
                TopicId = fields.Uuid(TopicId);
            }

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

            if (fields.Version >= 6)
            {
                CommittedLeaderEpoch = fields.Int32(CommittedLeaderEpoch);
            }

            CommittedMetadata = fields.NullableString(CommittedMetadata);
        }
    }
}

/// <summary>What became of each offset.</summary>
/// <remarks>Version 10 names topics by id (KIP-848).</remarks>
internal sealed class OffsetCommitResponse : Response
{
    public override Api Api => ApiCatalog.OffsetCommit;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 3)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        Topics = fields.Array(Topics);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version <= 9)
            {
                Name = fields.String(Name);
            }

            if (fields.Version >= 10)
            {
                TopicId = fields.Uuid(TopicId);
            }

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
