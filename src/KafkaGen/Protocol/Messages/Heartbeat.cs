using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Says that a member is alive.</summary>
/// <remarks>Version 3 knows static members (KIP-345).</remarks>
internal sealed class HeartbeatRequest : Request
{
    public override Api Api => ApiCatalog.Heartbeat;

    public string GroupId { get; set; } = "";

    public int GenerationId { get; set; }

    public string MemberId { get; set; } = "";

    /// <summary>The name of a static member (KIP-345); null for a dynamic one.</summary>
    public string? GroupInstanceId { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        GroupId = fields.String(GroupId);
        GenerationId = fields.Int32(GenerationId);
        MemberId = fields.String(MemberId);
        GroupInstanceId = fields.Version >= 3 ? fields.NullableString(GroupInstanceId) : fields.Absent(GroupInstanceId);
    }
}

/// <summary>Whether the member still belongs to the generation.</summary>
internal sealed class HeartbeatResponse : Response
{
    public override Api Api => ApiCatalog.Heartbeat;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 1)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        ErrorCode = fields.ErrorCode(ErrorCode);
    }
}
