using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Creates topics.</summary>
/// <remarks>Since version 4 the counts may be left to the broker as -1 (KIP-464). Version 6 may be throttled (KIP-599).</remarks>
internal sealed class CreateTopicsRequest : Request
{
    public override Api Api => ApiCatalog.CreateTopics;

    public List<Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; } = 60000;

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

        /// <summary>How many partitions; -1 for the default of the broker, or when there are assignments.</summary>
        public int NumPartitions { get; set; }

        /// <summary>How many replicas; -1 for the default of the broker, or when there are assignments.</summary>
        public short ReplicationFactor { get; set; }

        public List<Assignment> Assignments { get; set; } = [];

        public List<Config> Configs { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            NumPartitions = fields.Int32(NumPartitions);
            ReplicationFactor = fields.Int16(ReplicationFactor);
            Assignments = fields.Array(Assignments);
            Configs = fields.Array(Configs);
        }
    }

    internal sealed class Assignment : ProtocolStructure
    {
        public int Index { get; set; }

        public int[] BrokerIds { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            BrokerIds = fields.Int32Array(BrokerIds);
        }
    }

    internal sealed class Config : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Value = fields.NullableString(Value);
        }
    }
}

/// <summary>What became of each topic.</summary>
/// <remarks>Version 5 adds the settings of the topic (KIP-525), version 7 its id (KIP-516).</remarks>
internal sealed class CreateTopicsResponse : Response
{
    public override Api Api => ApiCatalog.CreateTopics;

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

        public Guid TopicId { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        /// <summary>Why there are no settings.</summary>
        public KafkaErrorCode TopicConfigErrorCode { get; set; }

        public int NumPartitions { get; set; } = -1;

        public short ReplicationFactor { get; set; } = -1;

        /// <summary>The settings; null when the client may not see them.</summary>
        public List<Config>? Configs { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);

            if (fields.Version >= 7)
            {
                TopicId = fields.Uuid(TopicId);
            }

            ErrorCode = fields.ErrorCode(ErrorCode);
            ErrorMessage = fields.NullableString(ErrorMessage);

            if (fields.Version >= 5)
            {
                NumPartitions = fields.Int32(NumPartitions);
                ReplicationFactor = fields.Int16(ReplicationFactor);
                Configs = fields.NullableArray(Configs);
            }
        }

        public override void DescribeTags(ref MessageFields fields)
        {
            if (fields.Tag(0, TopicConfigErrorCode != KafkaErrorCode.None))
            {
                TopicConfigErrorCode = fields.ErrorCode(TopicConfigErrorCode);
            }
        }
    }

    internal sealed class Config : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public bool ReadOnly { get; set; }

        public sbyte ConfigSource { get; set; } = -1;

        public bool IsSensitive { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Value = fields.NullableString(Value);
            ReadOnly = fields.Bool(ReadOnly);
            ConfigSource = fields.Int8(ConfigSource);
            IsSensitive = fields.Bool(IsSensitive);
        }
    }
}
