using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for the committed offsets of groups.</summary>
/// <remarks>
/// Version 2 asks for all by null (KIP-88), version 7 can wait for open transactions (KIP-447), version 8 asks for several groups (KIP-709), version
/// 9 names the member (KIP-848). Version 10 names topics by id and is unstable in 4.1.
/// </remarks>
internal sealed class OffsetFetchRequest : Request
{
    public override Api Api => ApiCatalog.OffsetFetch;

    /// <summary>The group, up to version 7.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The topics, up to version 7; null for all.</summary>
    public List<Topic>? Topics { get; set; } = [];

    /// <summary>The groups, from version 8 on.</summary>
    public List<Group> Groups { get; set; } = [];

    public bool RequireStable { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.Version <= 7 ? fields.String(GroupId) : fields.Absent(GroupId, "");
        Topics = fields.Version switch
        {
            <= 1 => fields.Array(Topics),
            <= 7 => fields.NullableArray(Topics),
            _ => fields.AbsentList(Topics),
        };
        Groups = fields.Version >= 8 ? fields.Array(Groups) : fields.AbsentList(Groups);
        RequireStable = fields.Version >= 7 ? fields.Bool(RequireStable) : fields.Absent(RequireStable);
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

    internal sealed class Group : ProtocolStructure
    {
        public string GroupId { get; set; } = "";

        public string? MemberId { get; set; }

        public int MemberEpoch { get; set; } = -1;

        public List<GroupTopic>? Topics { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            GroupId = fields.String(GroupId);

            if (fields.Version >= 9)
            {
                MemberId = fields.NullableString(MemberId);
                MemberEpoch = fields.Int32(MemberEpoch);
            }

            Topics = fields.NullableArray(Topics);
        }
    }

    internal sealed class GroupTopic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public int[] Partitions { get; set; } = [];

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

            Partitions = fields.Int32Array(Partitions);
        }
    }
}

/// <summary>The committed offsets.</summary>
/// <remarks>
/// Version 2 adds an error for the whole group, version 5 leader epochs (KIP-320), version 8 answers for several groups (KIP-709), version 10 names
/// topics by id (KIP-848).
/// </remarks>
internal sealed class OffsetFetchResponse : Response
{
    public override Api Api => ApiCatalog.OffsetFetch;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public KafkaErrorCode ErrorCode { get; set; }

    /// <summary>The results, from version 8 on.</summary>
    public List<Group> Groups { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 3)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        Topics = fields.Version <= 7 ? fields.Array(Topics) : fields.AbsentList(Topics);

        if (fields.Version is >= 2 and <= 7)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
        }

        Groups = fields.Version >= 8 ? fields.Array(Groups) : fields.AbsentList(Groups);
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

        public string? Metadata { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            CommittedOffset = fields.Int64(CommittedOffset);

            if (fields.Version >= 5)
            {
                CommittedLeaderEpoch = fields.Int32(CommittedLeaderEpoch);
            }

            Metadata = fields.NullableString(Metadata);
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }

    internal sealed class Group : ProtocolStructure
    {
        public string GroupId { get; set; } = "";

        public List<GroupTopic> Topics { get; set; } = [];

        public KafkaErrorCode ErrorCode { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            GroupId = fields.String(GroupId);
            Topics = fields.Array(Topics);
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }

    internal sealed class GroupTopic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<GroupPartition> Partitions { get; set; } = [];

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

    internal sealed class GroupPartition : ProtocolStructure
    {
        public int Index { get; set; }

        public long CommittedOffset { get; set; }

        public int CommittedLeaderEpoch { get; set; } = -1;

        public string? Metadata { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            CommittedOffset = fields.Int64(CommittedOffset);
            CommittedLeaderEpoch = fields.Int32(CommittedLeaderEpoch);
            Metadata = fields.NullableString(Metadata);
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }
}
