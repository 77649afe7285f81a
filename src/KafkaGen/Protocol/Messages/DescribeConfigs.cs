using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for the settings of topics and brokers.</summary>
/// <remarks>Version 1 can ask for synonyms (KIP-226), version 3 for documentation (KIP-569).</remarks>
internal sealed class DescribeConfigsRequest : Request
{
    public override Api Api => ApiCatalog.DescribeConfigs;

    public List<Resource> Resources { get; set; } = [];

    public bool IncludeSynonyms { get; set; }

    public bool IncludeDocumentation { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        Resources = fields.Array(Resources);
        IncludeSynonyms = fields.Bool(IncludeSynonyms);
        IncludeDocumentation = fields.Version >= 3 ? fields.Bool(IncludeDocumentation) : fields.Absent(IncludeDocumentation);
    }

    internal sealed class Resource : ProtocolStructure
    {
        /// <summary>2 for a topic, 4 for a broker.</summary>
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        /// <summary>The settings; null for all.</summary>
        public string[]? ConfigurationKeys { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            ResourceType = fields.Int8(ResourceType);
            ResourceName = fields.String(ResourceName);
            ConfigurationKeys = fields.NullableStringArray(ConfigurationKeys);
        }
    }
}

/// <summary>Settings.</summary>
/// <remarks>Version 1 adds where a value comes from (KIP-226), version 3 types and documentation (KIP-569).</remarks>
internal sealed class DescribeConfigsResponse : Response
{
    public override Api Api => ApiCatalog.DescribeConfigs;

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
        public KafkaErrorCode ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        /// <summary>2 for a topic, 4 for a broker.</summary>
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public List<Config> Configs { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
            ErrorMessage = fields.NullableString(ErrorMessage);
            ResourceType = fields.Int8(ResourceType);
            ResourceName = fields.String(ResourceName);
            Configs = fields.Array(Configs);
        }
    }

    internal sealed class Config : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public bool ReadOnly { get; set; }

        public sbyte ConfigSource { get; set; } = -1;

        public bool IsSensitive { get; set; }

        public List<Synonym> Synonyms { get; set; } = [];

        public sbyte ConfigType { get; set; }

        public string? Documentation { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Value = fields.NullableString(Value);
            ReadOnly = fields.Bool(ReadOnly);
            ConfigSource = fields.Int8(ConfigSource);
            IsSensitive = fields.Bool(IsSensitive);
            Synonyms = fields.Array(Synonyms);

            if (fields.Version >= 3)
            {
                ConfigType = fields.Int8(ConfigType);
                Documentation = fields.NullableString(Documentation);
            }
        }
    }

    internal sealed class Synonym : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public sbyte Source { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Value = fields.NullableString(Value);
            Source = fields.Int8(Source);
        }
    }
}
