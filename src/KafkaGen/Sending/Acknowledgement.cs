using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>Where the broker stored a record, as small as it comes: the caller's thread makes <see cref="RecordMetadata"/> of it.</summary>
internal readonly struct Acknowledgement
{
    private readonly SenderTopic _topic;
    private readonly long _offset;
    private readonly long _milliseconds;
    private readonly int _partition;
    private readonly RecordTimestampType _type;

    internal Acknowledgement(SenderTopic topic, in DeliveryReport report)
    {
        _topic = topic;
        _offset = report.Offset;
        _partition = report.Partition;
        (_milliseconds, _type) = report.Timestamp;
    }

    internal RecordMetadata ToMetadata() => new()
    {
        Topic = _topic.Name,
        Partition = _partition,
        Offset = _offset,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(_milliseconds, 0, InFlightRecord.LatestDate)),
        TimestampType = _type,
    };
}
