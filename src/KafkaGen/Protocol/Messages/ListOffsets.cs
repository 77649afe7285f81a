using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for the offset of a time, or of the beginning or end of partitions.</summary>
/// <remarks>
/// Version 2 knows isolation levels, version 4 leader epochs (KIP-320). Version 7 adds the record with the largest timestamp (-3, KIP-734), version 8
/// the first offset on local disk (-4, KIP-405), version 9 the last one in tiered storage (-5, KIP-1005), version 10 a timeout for those (KIP-1075).
/// </remarks>
internal sealed class ListOffsetsRequest : Request
{
    public override Api Api => ApiCatalog.ListOffsets;

    /// <summary>The follower that asks; -1 for a consumer.</summary>
    public int ReplicaId { get; set; }

    /// <summary>0 for all records, 1 for committed ones.</summary>
    public sbyte IsolationLevel { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        ReplicaId = fields.Int32(ReplicaId);
        IsolationLevel = fields.Version >= 2 ? fields.Int8(IsolationLevel) : fields.Absent(IsolationLevel);
        Topics = fields.Array(Topics);

        if (fields.Version >= 10)
        {
            TimeoutMs = fields.Int32(TimeoutMs);
        }
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

        /// <summary>The time, or -1 for the end, -2 for the beginning, -3 to -5 for what the newer versions added.</summary>
        public long Timestamp { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);

            if (fields.Version >= 4)
            {
                CurrentLeaderEpoch = fields.Int32(CurrentLeaderEpoch);
            }

            Timestamp = fields.Int64(Timestamp);
        }
    }
}

/// <summary>Offsets and their timestamps.</summary>
/// <remarks>Version 4 adds the leader epoch of the record (KIP-320).</remarks>
internal sealed class ListOffsetsResponse : Response
{
    public override Api Api => ApiCatalog.ListOffsets;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 2)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
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

        public KafkaErrorCode ErrorCode { get; set; }

        public long Timestamp { get; set; } = -1;

        public long Offset { get; set; } = -1;

        public int LeaderEpoch { get; set; } = -1;

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            ErrorCode = fields.ErrorCode(ErrorCode);
            Timestamp = fields.Int64(Timestamp);
            Offset = fields.Int64(Offset);
            LeaderEpoch = fields.Version >= 4 ? fields.Int32(LeaderEpoch) : fields.Absent(LeaderEpoch, -1);
        }
    }
}
