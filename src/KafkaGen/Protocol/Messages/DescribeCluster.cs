using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for the brokers and the id of the cluster (KIP-700).</summary>
/// <remarks>Version 1 can ask a controller (KIP-919), version 2 for fenced brokers (KIP-1073).</remarks>
internal sealed class DescribeClusterRequest : Request
{
    public override Api Api => ApiCatalog.DescribeCluster;

    public bool IncludeClusterAuthorizedOperations { get; set; }

    /// <summary>1 for brokers, 2 for controllers.</summary>
    public sbyte EndpointType { get; set; } = 1;

    public bool IncludeFencedBrokers { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        IncludeClusterAuthorizedOperations = fields.Bool(IncludeClusterAuthorizedOperations);
        EndpointType = fields.Version >= 1 ? fields.Int8(EndpointType) : fields.Absent<sbyte>(EndpointType, 1);
        IncludeFencedBrokers = fields.Version >= 2 ? fields.Bool(IncludeFencedBrokers) : fields.Absent(IncludeFencedBrokers);
    }
}

/// <summary>The brokers and the id of the cluster.</summary>
/// <remarks>Version 1 says whose endpoints they are (KIP-919), version 2 which brokers are fenced (KIP-1073).</remarks>
internal sealed class DescribeClusterResponse : Response
{
    public override Api Api => ApiCatalog.DescribeCluster;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>1 for brokers, 2 for controllers.</summary>
    public sbyte EndpointType { get; set; } = 1;

    public string ClusterId { get; set; } = "";

    public int ControllerId { get; set; } = -1;

    public List<Broker> Brokers { get; set; } = [];

    /// <summary>Bits of the operations that the client may do; <see cref="int.MinValue"/> when it did not ask.</summary>
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        ErrorCode = fields.ErrorCode(ErrorCode);
        ErrorMessage = fields.NullableString(ErrorMessage);
        EndpointType = fields.Version >= 1 ? fields.Int8(EndpointType) : fields.Absent<sbyte>(EndpointType, 1);
        ClusterId = fields.String(ClusterId);
        ControllerId = fields.Int32(ControllerId);
        Brokers = fields.Array(Brokers);
        ClusterAuthorizedOperations = fields.Int32(ClusterAuthorizedOperations);
    }

    internal sealed class Broker : ProtocolStructure
    {
        public int BrokerId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        public bool IsFenced { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            BrokerId = fields.Int32(BrokerId);
            Host = fields.String(Host);
            Port = fields.Int32(Port);
            Rack = fields.NullableString(Rack);
            IsFenced = fields.Version >= 2 ? fields.Bool(IsFenced) : fields.Absent(IsFenced);
        }
    }
}
