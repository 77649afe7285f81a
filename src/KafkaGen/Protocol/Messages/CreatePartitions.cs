using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Gives topics more partitions.</summary>
/// <remarks>Version 3 may be throttled (KIP-599).</remarks>
internal sealed class CreatePartitionsRequest : Request
{
    public override Api Api => ApiCatalog.CreatePartitions;

    public List<Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; }

    public bool ValidateOnly { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        Topics = fields.Array(Topics);
        TimeoutMs = fields.Int32(TimeoutMs);
        ValidateOnly = fields.Bool(ValidateOnly);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        /// <summary>How many partitions the topic shall have.</summary>
        public int Count { get; set; }

        /// <summary>Where the new partitions go; null to leave that to the broker.</summary>
        public List<Assignment>? Assignments { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Count = fields.Int32(Count);
            Assignments = fields.NullableArray(Assignments);
        }
    }

    internal sealed class Assignment : ProtocolStructure
    {
        public int[] BrokerIds { get; set; } = [];

        public override void Describe(ref MessageFields fields) => BrokerIds = fields.Int32Array(BrokerIds);
    }
}

/// <summary>What became of each topic.</summary>
internal sealed class CreatePartitionsResponse : Response
{
    public override Api Api => ApiCatalog.CreatePartitions;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Result> Results { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        Results = fields.Array(Results);
    }

    internal sealed class Result : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public KafkaErrorCode ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            ErrorCode = fields.ErrorCode(ErrorCode);
            ErrorMessage = fields.NullableString(ErrorMessage);
        }
    }
}
