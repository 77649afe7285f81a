using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for brokers, and for the partitions of topics and their leaders.</summary>
/// <remarks>
/// Version 0 asks for all topics by an empty list, later ones by null; an empty list then asks for none. Version 4 can ask without creating topics,
/// version 8 for authorized operations (KIP-430; those of the cluster moved to DescribeCluster in version 11, KIP-700). Versions 10 and 11 have topic
/// ids that no broker reads; they count from version 12 on (KIP-516).
/// </remarks>
internal sealed class MetadataRequest : Request
{
    public override Api Api => ApiCatalog.Metadata;

    /// <summary>The topics; null for all.</summary>
    public List<Topic>? Topics { get; set; } = [];

    public bool AllowAutoTopicCreation { get; set; } = true;

    public bool IncludeClusterAuthorizedOperations { get; set; }

    public bool IncludeTopicAuthorizedOperations { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        Topics = fields.Version >= 1 ? fields.NullableArray(Topics) : fields.Array(Topics);
        AllowAutoTopicCreation = fields.Version >= 4 ? fields.Bool(AllowAutoTopicCreation) : fields.Absent(AllowAutoTopicCreation, true);
        IncludeClusterAuthorizedOperations = fields.Version is >= 8 and <= 10
            ? fields.Bool(IncludeClusterAuthorizedOperations)
            : fields.Absent(IncludeClusterAuthorizedOperations);
        IncludeTopicAuthorizedOperations = fields.Version >= 8
            ? fields.Bool(IncludeTopicAuthorizedOperations)
            : fields.Absent(IncludeTopicAuthorizedOperations);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public Guid TopicId { get; set; }

        /// <summary>The name; null when the topic is named by its id.</summary>
        public string? Name { get; set; } = "";

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version >= 10)
            {
                TopicId = fields.Uuid(TopicId);
            }

            Name = fields.Version >= 10 ? fields.NullableString(Name) : fields.String(Name);
        }
    }
}

/// <summary>Brokers, topics, partitions and leaders.</summary>
/// <remarks>
/// Version 5 adds offline replicas (KIP-112), version 7 leader epochs (KIP-320), version 8 authorized operations (KIP-430), version 10 topic ids
/// (KIP-516), version 13 an error for the whole answer, which asks the client to bootstrap again (KIP-1102).
/// </remarks>
internal sealed class MetadataResponse : Response
{
    public override Api Api => ApiCatalog.Metadata;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Broker> Brokers { get; set; } = [];

    public string? ClusterId { get; set; }

    public int ControllerId { get; set; } = -1;

    public List<Topic> Topics { get; set; } = [];

    /// <summary>Bits of the operations that the client may do; <see cref="int.MinValue"/> when it did not ask.</summary>
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    public KafkaErrorCode ErrorCode { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 3)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }

        Brokers = fields.Array(Brokers);

        if (fields.Version >= 2)
        {
            ClusterId = fields.NullableString(ClusterId);
        }

        if (fields.Version >= 1)
        {
            ControllerId = fields.Int32(ControllerId);
        }

        Topics = fields.Array(Topics);
        ClusterAuthorizedOperations = fields.Version is >= 8 and <= 10
            ? fields.Int32(ClusterAuthorizedOperations)
            : fields.Absent(ClusterAuthorizedOperations, int.MinValue);

        if (fields.Version >= 13)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
        }
    }

    internal sealed class Broker : ProtocolStructure
    {
        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            NodeId = fields.Int32(NodeId);
            Host = fields.String(Host);
            Port = fields.Int32(Port);

            if (fields.Version >= 1)
            {
                Rack = fields.NullableString(Rack);
            }
        }
    }

    internal sealed class Topic : ProtocolStructure
    {
        public KafkaErrorCode ErrorCode { get; set; }

        /// <summary>The name; null when the id is not known.</summary>
        public string? Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public bool IsInternal { get; set; }

        public List<Partition> Partitions { get; set; } = [];

        /// <summary>Bits of the operations that the client may do; <see cref="int.MinValue"/> when it did not ask.</summary>
        public int TopicAuthorizedOperations { get; set; } = int.MinValue;

        public override void Describe(ref MessageFields fields)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
            Name = fields.Version >= 12 ? fields.NullableString(Name) : fields.String(Name);

            if (fields.Version >= 10)
            {
                TopicId = fields.Uuid(TopicId);
            }

            if (fields.Version >= 1)
            {
                IsInternal = fields.Bool(IsInternal);
            }

            Partitions = fields.Array(Partitions);
            TopicAuthorizedOperations = fields.Version >= 8
                ? fields.Int32(TopicAuthorizedOperations)
                : fields.Absent(TopicAuthorizedOperations, int.MinValue);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public KafkaErrorCode ErrorCode { get; set; }

        public int Index { get; set; }

        /// <summary>The broker that leads; -1 when none does.</summary>
        public int LeaderId { get; set; }

        public int LeaderEpoch { get; set; } = -1;

        public int[] ReplicaNodes { get; set; } = [];

        public int[] IsrNodes { get; set; } = [];

        public int[] OfflineReplicas { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
            Index = fields.Int32(Index);
            LeaderId = fields.Int32(LeaderId);

            if (fields.Version >= 7)
            {
                LeaderEpoch = fields.Int32(LeaderEpoch);
            }

            ReplicaNodes = fields.Int32Array(ReplicaNodes);
            IsrNodes = fields.Int32Array(IsrNodes);

            if (fields.Version >= 5)
            {
                OfflineReplicas = fields.Int32Array(OfflineReplicas);
            }
        }
    }
}
