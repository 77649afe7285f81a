namespace KafkaGen.Protocol.Records;

/// <summary>The attributes of a record batch.</summary>
[Flags]
internal enum BatchAttributes : short
{
    None = 0,

    /// <summary>The bits of the codec, whose numbers are those of <see cref="CompressionCodec"/>.</summary>
    CodecMask = 0x07,

    /// <summary>All records have the broker's time, which is <see cref="RecordBatchHeader.MaxTimestamp"/>.</summary>
    LogAppendTime = 0x08,

    /// <summary>The batch belongs to a transaction.</summary>
    Transactional = 0x10,

    /// <summary>Its records are <see cref="EndTransactionMarker"/>s and not for readers.</summary>
    Control = 0x20,

    /// <summary>The base timestamp is the time after which a compacted topic may forget tombstones (KIP-534).</summary>
    DeleteHorizon = 0x40,
}
