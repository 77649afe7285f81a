using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks which broker coordinates a group or a transactional id.</summary>
/// <remarks>Version 4 asks for several at once (KIP-699), version 6 also for share groups (KIP-932).</remarks>
internal sealed class FindCoordinatorRequest : Request
{
    public override Api Api => ApiCatalog.FindCoordinator;

    /// <summary>The group or transactional id, up to version 3.</summary>
    public string Key { get; set; } = "";

    /// <summary>0 for a group, 1 for a transactional id, 2 for a share group.</summary>
    public sbyte KeyType { get; set; }

    /// <summary>The groups or transactional ids, from version 4 on.</summary>
    public string[] CoordinatorKeys { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        Key = fields.Version <= 3 ? fields.String(Key) : fields.Absent(Key, "");
        KeyType = fields.Version >= 1 ? fields.Int8(KeyType) : fields.Absent(KeyType);
        CoordinatorKeys = fields.Version >= 4 ? fields.StringArray(CoordinatorKeys) : fields.AbsentList(CoordinatorKeys);
    }
}

/// <summary>The coordinators.</summary>
/// <remarks>Version 4 answers for several keys, each with an error of its own (KIP-699).</remarks>
internal sealed class FindCoordinatorResponse : Response
{
    public override Api Api => ApiCatalog.FindCoordinator;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The error, up to version 3; later each coordinator has its own.</summary>
    public KafkaErrorCode ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public int NodeId { get; set; }

    public string Host { get; set; } = "";

    public int Port { get; set; }

    /// <summary>The coordinators, from version 4 on.</summary>
    public List<Coordinator> Coordinators { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 1)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        ErrorCode = fields.Version <= 3 ? fields.ErrorCode(ErrorCode) : fields.Absent(ErrorCode);

        if (fields.Version is >= 1 and <= 3)
        {
            ErrorMessage = fields.NullableString(ErrorMessage);
        }

        NodeId = fields.Version <= 3 ? fields.Int32(NodeId) : fields.Absent(NodeId);
        Host = fields.Version <= 3 ? fields.String(Host) : fields.Absent(Host, "");
        Port = fields.Version <= 3 ? fields.Int32(Port) : fields.Absent(Port);
        Coordinators = fields.Version >= 4 ? fields.Array(Coordinators) : fields.AbsentList(Coordinators);
    }

    internal sealed class Coordinator : ProtocolStructure
    {
        public string Key { get; set; } = "";

        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Key = fields.String(Key);
            NodeId = fields.Int32(NodeId);
            Host = fields.String(Host);
            Port = fields.Int32(Port);
            ErrorCode = fields.ErrorCode(ErrorCode);
            ErrorMessage = fields.NullableString(ErrorMessage);
        }
    }
}
