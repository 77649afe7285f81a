using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Contracts;

namespace KafkaGen.KafkaTests.RoundTrips;

/// <summary>All that a record consists of, so that what was sent and what any client reads can be compared.</summary>
internal sealed record StoredRecord(
    string Topic, int Partition, long Offset, long Timestamp, byte[]? Key, byte[]? Value, IReadOnlyList<(string Name, byte[]? Value)> Headers)
{
    /// <summary>What the contract made of a message, at the place that its acknowledgement told.</summary>
    public static StoredRecord Of(RecordBuffer encoded, RecordMetadata place) => new(
        place.Topic,
        place.Partition,
        place.Offset,
        encoded.Timestamp ?? place.Timestamp.ToUnixTimeMilliseconds(),
        encoded.HasKey ? encoded.Key.ToArray() : null,
        encoded.Value.ToArray(),
        [.. Enumerable.Range(0, encoded.HeaderCount)
            .Select(header => (Encoding.UTF8.GetString(encoded.HeaderName(header)), (byte[]?)encoded.HeaderValue(header).ToArray()))]);

    /// <summary>What Confluent.Kafka's consumer read.</summary>
    public static StoredRecord Of(ConsumeResult<byte[], byte[]> read) => new(
        read.Topic,
        read.Partition.Value,
        read.Offset.Value,
        read.Message.Timestamp.UnixTimestampMs,
        read.Message.Key,
        read.Message.Value,
        [.. read.Message.Headers.Select(header => (header.Key, (byte[]?)header.GetValueBytes()))]);

    /// <summary>As <c>JavaRecords.java</c> prints it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Topic} {Partition} {Offset} {Timestamp} {Hex(Key)} {Hex(Value)}{string.Concat(Headers.Select(header => $" {Hex(Encoding.UTF8.GetBytes(header.Name))} {Hex(header.Value)}"))}");

    private static string Hex(byte[]? bytes) => bytes switch
    {
        null => "null",
        [] => "-",
        _ => Convert.ToHexStringLower(bytes),
    };
}
