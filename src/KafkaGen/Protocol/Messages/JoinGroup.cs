using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Joins a consumer group.</summary>
/// <remarks>
/// Version 1 adds the rebalance timeout (KIP-62). From version 4 on a member without an id is given one and asked to join again (KIP-394), version 5
/// knows static members (KIP-345), version 8 reasons (KIP-800).
/// </remarks>
internal sealed class JoinGroupRequest : Request
{
    public override Api Api => ApiCatalog.JoinGroup;

    public string GroupId { get; set; } = "";

    public int SessionTimeoutMs { get; set; }

    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>Empty for a new member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
    public string? GroupInstanceId { get; set; }

    public string ProtocolType { get; set; } = "";

    public List<Protocol> Protocols { get; set; } = [];

    public string? Reason { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.String(GroupId);
        SessionTimeoutMs = fields.Int32(SessionTimeoutMs);

        if (fields.Version >= 1)
        {
            RebalanceTimeoutMs = fields.Int32(RebalanceTimeoutMs);
        }

        MemberId = fields.String(MemberId);
        GroupInstanceId = fields.Version >= 5 ? fields.NullableString(GroupInstanceId) : fields.Absent(GroupInstanceId);
        ProtocolType = fields.String(ProtocolType);
        Protocols = fields.Array(Protocols);

        if (fields.Version >= 8)
        {
            Reason = fields.NullableString(Reason);
        }
    }

    internal sealed class Protocol : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public byte[] Metadata { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Metadata = fields.Bytes(Metadata);
        }
    }
}

/// <summary>The generation that was joined, and for the leader its members.</summary>
/// <remarks>
/// Version 2 adds the throttle time, version 5 static members (KIP-345), version 7 the type of the protocol (KIP-559), version 9 lets a leader that
/// came back skip the assignment (KIP-814).
/// </remarks>
internal sealed class JoinGroupResponse : Response
{
    public override Api Api => ApiCatalog.JoinGroup;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public int GenerationId { get; set; } = -1;

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; } = "";

    public string Leader { get; set; } = "";

    public bool SkipAssignment { get; set; }

    public string MemberId { get; set; } = "";

    public List<Member> Members { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 2)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        ErrorCode = fields.ErrorCode(ErrorCode);
        GenerationId = fields.Int32(GenerationId);

        if (fields.Version >= 7)
        {
            ProtocolType = fields.NullableString(ProtocolType);
        }

        ProtocolName = fields.Version >= 7 ? fields.NullableString(ProtocolName) : fields.String(ProtocolName);
        Leader = fields.String(Leader);
        SkipAssignment = fields.Version >= 9 ? fields.Bool(SkipAssignment) : fields.Absent(SkipAssignment);
        MemberId = fields.String(MemberId);
        Members = fields.Array(Members);
    }

    internal sealed class Member : ProtocolStructure
    {
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
        public string? GroupInstanceId { get; set; }

        public byte[] Metadata { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            MemberId = fields.String(MemberId);

            if (fields.Version >= 5)
            {
                GroupInstanceId = fields.NullableString(GroupInstanceId);
            }

            Metadata = fields.Bytes(Metadata);
        }
    }
}
