namespace KafkaGen.Accumulating;

/// <summary>Where a broker stored a record, as small as it comes: the caller's thread makes <see cref="RecordMetadata"/> of it.</summary>
/// <param name="topic">The topic.</param>
/// <param name="partition">The partition.</param>
/// <param name="offset">The offset; -1 when it is not known.</param>
/// <param name="milliseconds">The timestamp, since 1970.</param>
/// <param name="type">Who set it.</param>
internal readonly struct Acknowledgement(string topic, int partition, long offset, long milliseconds, RecordTimestampType type)
{
    internal int Partition => partition;

    internal long Offset => offset;

    internal RecordMetadata ToMetadata() => new()
    {
        Topic = topic,
        Partition = partition,
        Offset = offset,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, RecordTimes.LatestDate)),
        TimestampType = type,
    };
}
