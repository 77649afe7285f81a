namespace KafkaGen;

/// <summary>Where an acknowledged record is stored.</summary>
public readonly record struct RecordMetadata
{
    /// <summary>The topic, as it is named on the cluster.</summary>
    public string Topic { get; init; }

    /// <summary>The partition.</summary>
    public int Partition { get; init; }

    /// <summary>
    /// The record's offset in the partition, or -1 when it is not known: after a retry whose first attempt the broker had stored already, it
    /// acknowledges without telling the offset.
    /// </summary>
    public long Offset { get; init; }

    /// <summary>The timestamp stored with the record, to the millisecond; what it means is told by <see cref="TimestampType"/>.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Who set <see cref="Timestamp"/>.</summary>
    public RecordTimestampType TimestampType { get; init; }
}
