using System.Buffers.Binary;

namespace KafkaGen.Protocol.Records;

/// <summary>The 61 bytes before the records of a batch (message format v2, KIP-98).</summary>
internal readonly record struct RecordBatchHeader
{
    /// <summary>How many bytes a header has.</summary>
    public const int Size = 61;

    /// <summary>How many bytes offset and length take, which the length does not count.</summary>
    public const int LengthOverhead = 12;

    /// <summary>The format that Kafka has written since 0.11.</summary>
    public const byte CurrentMagic = 2;

    /// <summary>Where the checksum begins to count: behind itself.</summary>
    public const int ChecksumFrom = AttributesAt;

    private const int LengthAt = 8;
    private const int LeaderEpochAt = 12;
    private const int MagicAt = 16;
    private const int ChecksumAt = 17;
    private const int AttributesAt = 21;
    private const int LastOffsetDeltaAt = 23;
    private const int BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35;
    private const int ProducerIdAt = 43;
    private const int ProducerEpochAt = 51;
    private const int BaseSequenceAt = 53;
    private const int CountAt = 57;

    /// <summary>The offset of the first record. Producers write 0.</summary>
    public long BaseOffset { get; init; }

    /// <summary>How many bytes follow offset and length.</summary>
    public int Length { get; init; }

    /// <summary>The epoch of the leader that appended it; -1 from producers.</summary>
    public int LeaderEpoch { get; init; }

    public byte Magic { get; init; }

    /// <summary>CRC-32C of everything from the attributes on.</summary>
    public uint Checksum { get; init; }

    public BatchAttributes Attributes { get; init; }

    /// <summary>The offset of the last record less that of the first.</summary>
    public int LastOffsetDelta { get; init; }

    /// <summary>The time of the first record, from which the others count.</summary>
    public long BaseTimestamp { get; init; }

    /// <summary>The largest time of a record, or the broker's time.</summary>
    public long MaxTimestamp { get; init; }

    /// <summary>Who wrote it; -1 when it was not idempotent.</summary>
    public long ProducerId { get; init; }

    public short ProducerEpoch { get; init; }

    /// <summary>The sequence number of the first record; -1 when it was not idempotent.</summary>
    public int BaseSequence { get; init; }

    /// <summary>How many records there are. Compaction may leave fewer than the offsets say.</summary>
    public int Count { get; init; }

    /// <summary>The bytes of the whole batch.</summary>
    public int TotalSize => Length + LengthOverhead;

    /// <summary>The offset of the last record.</summary>
    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The sequence number of the last record. They wrap to 0 behind the largest <see cref="int"/>.</summary>
    public int LastSequence => BaseSequence < 0 ? -1 : (int)(((long)BaseSequence + LastOffsetDelta) & int.MaxValue);

    public CompressionCodec Codec => (CompressionCodec)(Attributes & BatchAttributes.CodecMask);

    public bool IsTransactional => (Attributes & BatchAttributes.Transactional) != 0;

    public bool IsControl => (Attributes & BatchAttributes.Control) != 0;

    public bool HasLogAppendTime => (Attributes & BatchAttributes.LogAppendTime) != 0;

    /// <summary>Reads the header from the beginning of <paramref name="batch"/>, which has at least <see cref="Size"/> bytes.</summary>
    public static RecordBatchHeader Read(ReadOnlySpan<byte> batch) => new()
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(batch),
        Length = BinaryPrimitives.ReadInt32BigEndian(batch[LengthAt..]),
        LeaderEpoch = BinaryPrimitives.ReadInt32BigEndian(batch[LeaderEpochAt..]),
        Magic = batch[MagicAt],
        Checksum = BinaryPrimitives.ReadUInt32BigEndian(batch[ChecksumAt..]),
        Attributes = (BatchAttributes)BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]),
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(batch[LastOffsetDeltaAt..]),
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[BaseTimestampAt..]),
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampAt..]),
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(batch[ProducerIdAt..]),
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(batch[ProducerEpochAt..]),
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(batch[BaseSequenceAt..]),
        Count = BinaryPrimitives.ReadInt32BigEndian(batch[CountAt..]),
    };

    /// <summary>The length field of a batch or of a message of an older format, of which at least 12 bytes are there.</summary>
    public static int ReadLength(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt32BigEndian(batch[LengthAt..]);

    /// <summary>The format of a batch, of which at least 17 bytes are there.</summary>
    public static byte ReadMagic(ReadOnlySpan<byte> batch) => batch[MagicAt];

    /// <summary>Writes the header to the beginning of <paramref name="batch"/>.</summary>
    public void WriteTo(Span<byte> batch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthAt..], Length);
        BinaryPrimitives.WriteInt32BigEndian(batch[LeaderEpochAt..], LeaderEpoch);
        batch[MagicAt] = Magic;
        BinaryPrimitives.WriteUInt32BigEndian(batch[ChecksumAt..], Checksum);
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], (short)Attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[LastOffsetDeltaAt..], LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[BaseTimestampAt..], BaseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], MaxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[ProducerIdAt..], ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[ProducerEpochAt..], ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[BaseSequenceAt..], BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[CountAt..], Count);
    }

    /// <summary>Sets what a leader sets when it appends a batch. The checksum does not cover it.</summary>
    public static void SetPlace(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LeaderEpochAt..], leaderEpoch);
    }

    /// <summary>Gives all records the time of the append (<c>message.timestamp.type=LogAppendTime</c>), and the batch a new checksum.</summary>
    public static void SetLogAppendTime(Span<byte> batch, long timestamp)
    {
        BatchAttributes attributes = (BatchAttributes)BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) | BatchAttributes.LogAppendTime;
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], (short)attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], timestamp);
        SetChecksum(batch);
    }

    /// <summary>Writes the checksum of a whole batch.</summary>
    public static void SetChecksum(Span<byte> batch) => SetChecksum(batch, Crc32C.Compute(batch[ChecksumFrom..]));

    /// <summary>Writes a checksum that was computed over the pieces of a batch.</summary>
    public static void SetChecksum(Span<byte> header, uint checksum) => BinaryPrimitives.WriteUInt32BigEndian(header[ChecksumAt..], checksum);
}
