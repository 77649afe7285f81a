using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Leaves a group.</summary>
/// <remarks>Version 3 is for several members at once (KIP-345), version 5 gives reasons (KIP-800).</remarks>
internal sealed class LeaveGroupRequest : Request
{
    public override Api Api => ApiCatalog.LeaveGroup;

    public string GroupId { get; set; } = "";

    /// <summary>The member, up to version 2.</summary>
    public string MemberId { get; set; } = "";

    public List<Member> Members { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.String(GroupId);
        MemberId = fields.Version <= 2 ? fields.String(MemberId) : fields.Absent(MemberId, "");
        Members = fields.Version >= 3 ? fields.Array(Members) : fields.AbsentList(Members);
    }

    internal sealed class Member : ProtocolStructure
    {
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
        public string? GroupInstanceId { get; set; }

        public string? Reason { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            MemberId = fields.String(MemberId);
            GroupInstanceId = fields.NullableString(GroupInstanceId);

            if (fields.Version >= 5)
            {
                Reason = fields.NullableString(Reason);
            }
        }
    }
}

/// <summary>What became of each member.</summary>
internal sealed class LeaveGroupResponse : Response
{
    public override Api Api => ApiCatalog.LeaveGroup;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public List<Member> Members { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 1)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        ErrorCode = fields.ErrorCode(ErrorCode);
        Members = fields.Version >= 3 ? fields.Array(Members) : fields.AbsentList(Members);
    }

    internal sealed class Member : ProtocolStructure
    {
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
        public string? GroupInstanceId { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            MemberId = fields.String(MemberId);
            GroupInstanceId = fields.NullableString(GroupInstanceId);
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }
}
