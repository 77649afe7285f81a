using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Deletes topics.</summary>
/// <remarks>Version 6 can name them by id (KIP-516).</remarks>
internal sealed class DeleteTopicsRequest : Request
{
    public override Api Api => ApiCatalog.DeleteTopics;

    /// <summary>The topics by name or id, from version 6 on.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>The topics, up to version 5.</summary>
    public string[] TopicNames { get; set; } = [];

    public int TimeoutMs { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        Topics = fields.Version >= 6 ? fields.Array(Topics) : fields.AbsentList(Topics);

        if (fields.Version <= 5)
        {
            TopicNames = fields.StringArray(TopicNames);
        }

        TimeoutMs = fields.Int32(TimeoutMs);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string? Name { get; set; }

        public Guid TopicId { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.NullableString(Name);
            TopicId = fields.Uuid(TopicId);
        }
    }
}

/// <summary>What became of each topic.</summary>
/// <remarks>Version 5 adds error texts (KIP-599), version 6 ids (KIP-516).</remarks>
internal sealed class DeleteTopicsResponse : Response
{
    public override Api Api => ApiCatalog.DeleteTopics;

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
        public string? Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.Version >= 6 ? fields.NullableString(Name) : fields.String(Name);

            if (fields.Version >= 6)
            {
                TopicId = fields.Uuid(TopicId);
            }

            ErrorCode = fields.ErrorCode(ErrorCode);

            if (fields.Version >= 5)
            {
                ErrorMessage = fields.NullableString(ErrorMessage);
            }
        }
    }
}
