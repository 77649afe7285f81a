using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Brings the assignments, from the leader, or asks for one.</summary>
/// <remarks>Version 3 knows static members (KIP-345), version 5 names the protocol (KIP-559).</remarks>
internal sealed class SyncGroupRequest : Request
{
    public override Api Api => ApiCatalog.SyncGroup;

    public string GroupId { get; set; } = "";

    public int GenerationId { get; set; }

    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
    public string? GroupInstanceId { get; set; }

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; }

    public List<MemberAssignment> Assignments { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.String(GroupId);
        GenerationId = fields.Int32(GenerationId);
        MemberId = fields.String(MemberId);
        GroupInstanceId = fields.Version >= 3 ? fields.NullableString(GroupInstanceId) : fields.Absent(GroupInstanceId);

        if (fields.Version >= 5)
        {
            ProtocolType = fields.NullableString(ProtocolType);
            ProtocolName = fields.NullableString(ProtocolName);
        }

        Assignments = fields.Array(Assignments);
    }

    internal sealed class MemberAssignment : ProtocolStructure
    {
        public string MemberId { get; set; } = "";

        public byte[] Assignment { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            MemberId = fields.String(MemberId);
            Assignment = fields.Bytes(Assignment);
        }
    }
}

/// <summary>The assignment of the member.</summary>
/// <remarks>Version 5 names the protocol (KIP-559).</remarks>
internal sealed class SyncGroupResponse : Response
{
    public override Api Api => ApiCatalog.SyncGroup;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; }

    public byte[] Assignment { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 1)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        ErrorCode = fields.ErrorCode(ErrorCode);

        if (fields.Version >= 5)
        {
            ProtocolType = fields.NullableString(ProtocolType);
            ProtocolName = fields.NullableString(ProtocolName);
        }

        Assignment = fields.Bytes(Assignment);
    }
}
