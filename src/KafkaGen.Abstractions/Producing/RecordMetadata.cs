using System.Globalization;
using System.Text;

namespace KafkaGen;

/// <summary>Where an acknowledged record is stored.</summary>
public readonly record struct RecordMetadata
{
    private readonly string? _topic;

    /// <summary>The topic, as it is named on the cluster; empty in <see langword="default"/>.</summary>
    public string Topic
    {
        get => _topic ?? "";
        init => _topic = string.IsNullOrEmpty(value) ? null : value;
    }

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

    // Called by ToString: the same in every culture, and to the millisecond as Kafka stores it.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Topic = {Topic}, Partition = {Partition}, Offset = {Offset}, Timestamp = {Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, TimestampType = {TimestampType}");
        return true;
    }
}
