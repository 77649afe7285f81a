using System.Buffers;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Record batches for partitions that the broker leads, at most one a partition.</summary>
/// <remarks>
/// Version 7 may carry zstd (KIP-110), version 9 is flexible, version 12 adds partitions to the transaction by itself (KIP-890), version 13 names
/// topics by id, so that a topic that was deleted and created again is not written by mistake (KIP-516). Kafka 4.0 dropped versions 0-2, but its
/// brokers still list them, because librdkafka would do without idempotence otherwise (KAFKA-18659).
/// </remarks>
internal sealed class ProduceRequest : Request
{
    public override Api Api => ApiCatalog.Produce;

    public string? TransactionalId { get; set; }

    /// <summary>0 for no answer, 1 for the leader, -1 for all replicas in sync.</summary>
    public short Acks { get; set; }

    /// <summary>How long the broker may wait for replicas.</summary>
    public int TimeoutMs { get; set; }

    public List<Topic> Topics { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        TransactionalId = fields.NullableString(TransactionalId);
        Acks = fields.Int16(Acks);
        TimeoutMs = fields.Int32(TimeoutMs);
        Topics = fields.Array(Topics);
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

        public ReadOnlySequence<byte>? Records { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            Records = fields.Records(Records);
        }
    }
}

/// <summary>The offset or the error of each batch. With <c>acks=0</c> there is no answer at all.</summary>
/// <remarks>
/// Version 5 adds the log start offset, version 8 the errors of single records (KIP-467), version 10 the new leader as a hint (KIP-951), version 13
/// topic ids (KIP-516).
/// </remarks>
internal sealed class ProduceResponse : Response
{
    public override Api Api => ApiCatalog.Produce;

    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The addresses of the new leaders.</summary>
    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        Topics = fields.Array(Topics);
        ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
    }

    public override void DescribeTags(ref MessageFields fields)
    {
        if (fields.Version >= 10 && fields.Tag(0, NodeEndpoints.Count > 0))
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

        /// <summary>The offset of the first record; -1 when there is none, or when it is not known any more (a duplicate).</summary>
        public long BaseOffset { get; set; }

        /// <summary>When the broker appended the batch; -1 when the topic keeps the producer's time.</summary>
        public long LogAppendTimeMs { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        /// <summary>The records because of which the batch was refused.</summary>
        public List<RecordError> RecordErrors { get; set; } = [];

        public string? ErrorMessage { get; set; }

        /// <summary>Who leads now; null when that did not change.</summary>
        public LeaderIdAndEpoch? CurrentLeader { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Index = fields.Int32(Index);
            ErrorCode = fields.ErrorCode(ErrorCode);
            BaseOffset = fields.Int64(BaseOffset);
            LogAppendTimeMs = fields.Int64(LogAppendTimeMs);

            if (fields.Version >= 5)
            {
                LogStartOffset = fields.Int64(LogStartOffset);
            }

            if (fields.Version >= 8)
            {
                RecordErrors = fields.Array(RecordErrors);
                ErrorMessage = fields.NullableString(ErrorMessage);
            }
        }

        public override void DescribeTags(ref MessageFields fields)
        {
            if (fields.Version >= 10 && fields.Tag(0, CurrentLeader is not null))
            {
                CurrentLeader = fields.Structure(CurrentLeader);
            }
        }
    }

    internal sealed class RecordError : ProtocolStructure
    {
        /// <summary>Which record of the batch.</summary>
        public int BatchIndex { get; set; }

        public string? Message { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            BatchIndex = fields.Int32(BatchIndex);
            Message = fields.NullableString(Message);
        }
    }
}
