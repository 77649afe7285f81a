using System.Buffers;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks for record batches from offsets on.</summary>
/// <remarks>
/// Version 4 knows isolation levels (KIP-98), version 7 incremental sessions (KIP-227), version 9 leader epochs (KIP-320), version 11 racks
/// (KIP-392). Version 12 is flexible, version 13 names topics by id (KIP-516), version 15 moves the replica into a tagged field (KIP-903), version 17
/// and 18 are for followers (KIP-853, KIP-1166).
/// </remarks>
internal sealed class FetchRequest : Request
{
    public override Api Api => ApiCatalog.Fetch;

    /// <summary>The cluster that the fetcher believes to talk to; for Raft alone.</summary>
    public string? ClusterId { get; set; }

    /// <summary>The follower that fetches; -1 for a consumer.</summary>
    public int ReplicaId { get; set; } = -1;

    /// <summary>The follower that fetches, from version 15 on; null for a consumer.</summary>
    public Replica? ReplicaState { get; set; }

    public int MaxWaitMs { get; set; }

    public int MinBytes { get; set; }

    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>0 for all records, 1 for committed ones.</summary>
    public sbyte IsolationLevel { get; set; }

    /// <summary>The session; 0 for none.</summary>
    public int SessionId { get; set; }

    /// <summary>0 begins a session, -1 does without one or ends it.</summary>
    public int SessionEpoch { get; set; } = -1;

    public List<Topic> Topics { get; set; } = [];

    /// <summary>What the session no longer wants (KIP-227).</summary>
    public List<ForgottenTopic> ForgottenTopics { get; set; } = [];

    public string RackId { get; set; } = "";

    public override void Describe(ref MessageFields fields)
    {
        ReplicaId = fields.Version <= 14 ? fields.Int32(ReplicaId) : fields.Absent(ReplicaId, -1);
        MaxWaitMs = fields.Int32(MaxWaitMs);
        MinBytes = fields.Int32(MinBytes);
        MaxBytes = fields.Int32(MaxBytes);
        IsolationLevel = fields.Int8(IsolationLevel);

        if (fields.Version >= 7)
        {
            SessionId = fields.Int32(SessionId);
            SessionEpoch = fields.Int32(SessionEpoch);
        }

        Topics = fields.Array(Topics);
        ForgottenTopics = fields.Version >= 7 ? fields.Array(ForgottenTopics) : fields.AbsentList(ForgottenTopics);

        if (fields.Version >= 11)
        {
            RackId = fields.String(RackId);
        }
    }

    public override void DescribeTags(ref MessageFields fields)
    {
        if (fields.Tag(0, ClusterId is not null))
        {
            ClusterId = fields.NullableString(ClusterId);
        }

        if (fields.Version >= 15 && fields.Tag(1, ReplicaState is not null))
        {
            ReplicaState = fields.Structure(ReplicaState);
        }
    }

    internal sealed class Replica : ProtocolStructure
    {
        /// <summary>The follower that fetches; -1 for a consumer.</summary>
        public int ReplicaId { get; set; } = -1;

        public long ReplicaEpoch { get; set; } = -1;

        public override void Describe(ref MessageFields fields)
        {
            ReplicaId = fields.Int32(ReplicaId);
            ReplicaEpoch = fields.Int64(ReplicaEpoch);
        }
    }

    internal sealed class Topic : ProtocolStructure
    {
        /// <summary>The name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>The id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version <= 12)
            {
                Name = fields.String(Name);
            }

            if (fields.Version >= 13)
            {
                TopicId = fields.Uuid(TopicId);
            }

            Partitions = fields.Array(Partitions);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public int Index { get; set; }

        public int CurrentLeaderEpoch { get; set; } = -1;

        public long FetchOffset { get; set; }

        public int LastFetchedEpoch { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        public int MaxBytes { get; set; }

        public Guid ReplicaDirectoryId { get; set; }

        public long HighWatermark { get; set; } = long.MaxValue;

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);

            if (fields.Version >= 9)
            {
                CurrentLeaderEpoch = fields.Int32(CurrentLeaderEpoch);
            }

            FetchOffset = fields.Int64(FetchOffset);
            LastFetchedEpoch = fields.Version >= 12 ? fields.Int32(LastFetchedEpoch) : fields.Absent(LastFetchedEpoch, -1);

            if (fields.Version >= 5)
            {
                LogStartOffset = fields.Int64(LogStartOffset);
            }

            MaxBytes = fields.Int32(MaxBytes);
        }

        public override void DescribeTags(ref MessageFields fields)
        {
            if (fields.Version >= 17 && fields.Tag(0, ReplicaDirectoryId != Guid.Empty))
            {
                ReplicaDirectoryId = fields.Uuid(ReplicaDirectoryId);
            }

            if (fields.Version >= 18 && fields.Tag(1, HighWatermark != long.MaxValue))
            {
                HighWatermark = fields.Int64(HighWatermark);
            }
        }
    }

    internal sealed class ForgottenTopic : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public int[] Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version <= 12)
            {
                Name = fields.String(Name);
            }

            if (fields.Version >= 13)
            {
                TopicId = fields.Uuid(TopicId);
            }

            Partitions = fields.Int32Array(Partitions);
        }
    }
}

/// <summary>Record batches, and what belongs to reading them.</summary>
/// <remarks>
/// Version 12 adds where an epoch ends and who leads, both tagged (KIP-595), version 13 names topics by id (KIP-516), version 16 adds the addresses
/// of new leaders (KIP-951).
/// </remarks>
internal sealed class FetchResponse : Response
{
    public override Api Api => ApiCatalog.Fetch;

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public KafkaErrorCode ErrorCode { get; set; }

    public int SessionId { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);

        if (fields.Version >= 7)
        {
            ErrorCode = fields.ErrorCode(ErrorCode);
        }

        SessionId = fields.Version >= 7 ? fields.Int32(SessionId) : fields.Absent(SessionId);
        Topics = fields.Array(Topics);
    }

    public override void DescribeTags(ref MessageFields fields)
    {
        if (fields.Version >= 16 && fields.Tag(0, NodeEndpoints.Count > 0))
        {
            NodeEndpoints = fields.Array(NodeEndpoints);
        }
    }

    internal sealed class Topic : ProtocolStructure
    {
        /// <summary>The name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>The id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        public List<Partition> Partitions { get; set; } = [];

        public override void Describe(ref MessageFields fields)
        {
            if (fields.Version <= 12)
            {
                Name = fields.String(Name);
            }

            if (fields.Version >= 13)
            {
                TopicId = fields.Uuid(TopicId);
            }

            Partitions = fields.Array(Partitions);
        }
    }

    internal sealed class Partition : ProtocolStructure
    {
        public int Index { get; set; }

        public KafkaErrorCode ErrorCode { get; set; }

        public long HighWatermark { get; set; }

        public long LastStableOffset { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        /// <summary>Where the log of the reader parts from the leader's; null when it does not.</summary>
        public EpochEnd? DivergingEpoch { get; set; }

        /// <summary>Who leads now; null when the one that was asked.</summary>
        public LeaderIdAndEpoch? CurrentLeader { get; set; }

        /// <summary>The snapshot to fetch instead; for Raft alone.</summary>
        public Snapshot? SnapshotId { get; set; }

        /// <summary>The aborted transactions in these batches; null unless the reader asked for committed records.</summary>
        public List<AbortedTransaction>? AbortedTransactions { get; set; }

        public int PreferredReadReplica { get; set; } = -1;

        public ReadOnlySequence<byte>? Records { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            ErrorCode = fields.ErrorCode(ErrorCode);
            HighWatermark = fields.Int64(HighWatermark);
            LastStableOffset = fields.Int64(LastStableOffset);

            if (fields.Version >= 5)
            {
                LogStartOffset = fields.Int64(LogStartOffset);
            }

            AbortedTransactions = fields.NullableArray(AbortedTransactions);
            PreferredReadReplica = fields.Version >= 11 ? fields.Int32(PreferredReadReplica) : fields.Absent(PreferredReadReplica, -1);
            Records = fields.Records(Records);
        }

        public override void DescribeTags(ref MessageFields fields)
        {
            if (fields.Tag(0, DivergingEpoch is not null))
            {
                DivergingEpoch = fields.Structure(DivergingEpoch);
            }

            if (fields.Tag(1, CurrentLeader is not null))
            {
                CurrentLeader = fields.Structure(CurrentLeader);
            }

            if (fields.Tag(2, SnapshotId is not null))
            {
                SnapshotId = fields.Structure(SnapshotId);
            }
        }
    }

    internal sealed class EpochEnd : ProtocolStructure
    {
        public int Epoch { get; set; } = -1;

        public long EndOffset { get; set; } = -1;

        public override void Describe(ref MessageFields fields)
        {
            Epoch = fields.Int32(Epoch);
            EndOffset = fields.Int64(EndOffset);
        }
    }

    internal sealed class Snapshot : ProtocolStructure
    {
        public long EndOffset { get; set; } = -1;

        public int Epoch { get; set; } = -1;

        public override void Describe(ref MessageFields fields)
        {
            EndOffset = fields.Int64(EndOffset);
            Epoch = fields.Int32(Epoch);
        }
    }

    internal sealed class AbortedTransaction : ProtocolStructure
    {
        public long ProducerId { get; set; }

        public long FirstOffset { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            ProducerId = fields.Int64(ProducerId);
            FirstOffset = fields.Int64(FirstOffset);
        }
    }
}
