using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks where leader epochs end, to find out what was truncated (KIP-279).</summary>
/// <remarks>Version 2 adds the current epoch (KIP-320), version 3 the replica that asks.</remarks>
internal sealed class OffsetForLeaderEpochRequest : Request
{
    public override Api Api => ApiCatalog.OffsetForLeaderEpoch;

    public int ReplicaId { get; set; } = -2;

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 3)
        {
            ReplicaId = fields.Int32(ReplicaId);
        }

        Topics = fields.Array(Topics);
    }

    internal sealed class Topic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Partitions = fields.Array(Partitions);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public int Index { get; set; }

        public int CurrentLeaderEpoch { get; set; } = -1;

        public int LeaderEpoch { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            CurrentLeaderEpoch = fields.Int32(CurrentLeaderEpoch);
            LeaderEpoch = fields.Int32(LeaderEpoch);
        }
    }
}

/// <summary>Where the epochs end.</summary>
internal sealed class OffsetForLeaderEpochResponse : Response
{
    public override Api Api => ApiCatalog.OffsetForLeaderEpoch;

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

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            Partitions = fields.Array(Partitions);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public KafkaErrorCode ErrorCode { get; set; }

        public int Index { get; set; }

        public int LeaderEpoch { get; set; } = -1;

        public long EndOffset { get; set; } = -1;

        public override void Describe(ref MessageFields fields)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
            Index = fields.Int32(Index);
            LeaderEpoch = fields.Int32(LeaderEpoch);
            EndOffset = fields.Int64(EndOffset);
        }
    }
}
