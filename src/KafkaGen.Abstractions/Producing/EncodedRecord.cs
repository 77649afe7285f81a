namespace KafkaGen;

/// <summary>
/// A record as bytes: what a dead-letter topic, a retry or an outbox holds. Produced like any contract, by
/// <c>ITopicProducer&lt;EncodedRecord&gt;</c>.
/// </summary>
public sealed record EncodedRecord
{
    /// <summary>The key; <see langword="null"/> is no key, which is not the same as an empty one. Default: no key.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>The value; <see langword="null"/> is a tombstone, which is not the same as an empty one. Default: a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The headers. Default: none.</summary>
    public IReadOnlyList<RecordHeader> Headers { get; init; } = [];

    /// <summary>The timestamp (create time), or <see langword="null"/> for the moment of acceptance. Default: that.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The partition, or <see langword="null"/> for the partitioner's choice. Default: that.</summary>
    public int? Partition { get; init; }
}
