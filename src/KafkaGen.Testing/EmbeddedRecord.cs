namespace KafkaGen.Testing;

/// <summary>A record that an <see cref="EmbeddedKafka"/> has stored.</summary>
public sealed class EmbeddedRecord
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The offset in its partition.</summary>
    public required long Offset { get; init; }

    /// <summary>The record's time: its producer's, or the broker's where the topic has <c>message.timestamp.type=LogAppendTime</c>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The key, or <see langword="null"/>.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The value; <see langword="null"/> is a tombstone.</summary>
    public byte[]? Value { get; init; }

    /// <summary>The headers, in their sequence.</summary>
    public required IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; }

    /// <summary>What the record's batch was compressed with.</summary>
    public CompressionCodec Codec { get; init; }

    /// <summary>The id of the idempotent producer that sent it, or -1.</summary>
    public long ProducerId { get; init; }

    /// <summary>That producer's epoch, or -1.</summary>
    public short ProducerEpoch { get; init; }

    /// <summary>The record's sequence number, or -1.</summary>
    public int Sequence { get; init; }

    /// <summary>Whether it belongs to a transaction.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>The key as UTF-8 text, or <see langword="null"/>.</summary>
    public string? KeyText => Key is null ? null : System.Text.Encoding.UTF8.GetString(Key);

    /// <summary>The value as UTF-8 text, or <see langword="null"/>.</summary>
    public string? ValueText => Value is null ? null : System.Text.Encoding.UTF8.GetString(Value);

    /// <summary>The topic, partition and offset, for a test's output.</summary>
    public override string ToString() => $"{Topic} [{Partition}] @{Offset}";
}
