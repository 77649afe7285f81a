using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Quickstart;

/// <summary>
/// What an order must look like on Kafka, made without KafkaGen: its value by System.Text.Json, its key and headers by the documentation.
/// </summary>
internal sealed record ExpectedRecord(byte[] Key, byte[] Value, long Timestamp, IReadOnlyList<(string Name, byte[] Value)> Headers)
{
    /// <summary>The bytes of key, value and headers, without Kafka's framing.</summary>
    public int Size => Key.Length + Value.Length + Headers.Sum(header => Encoding.UTF8.GetByteCount(header.Name) + header.Value.Length);

    public static ExpectedRecord Of(OrderPlaced order) => new(
        Encoding.UTF8.GetBytes(order.OrderId.ToString()),
        JsonSerializer.SerializeToUtf8Bytes(order, OrderReader.Json),
        order.PlacedAt.ToUnixTimeMilliseconds(),
        [("shop", Encoding.UTF8.GetBytes(order.Shop)), ("type", "order.placed"u8.ToArray())]);

    /// <summary>What differs in a record that was read, or <see langword="null"/>.</summary>
    public string? Difference(Message<byte[], byte[]> read)
    {
        if (!read.Key.AsSpan().SequenceEqual(Key))
        {
            return $"the key is '{Text(read.Key)}', not '{Text(Key)}'";
        }

        if (!read.Value.AsSpan().SequenceEqual(Value))
        {
            return $"the value is '{Text(read.Value)}', not '{Text(Value)}'";
        }

        if (read.Timestamp.Type == TimestampType.CreateTime && read.Timestamp.UnixTimestampMs != Timestamp)
        {
            return $"the timestamp is {read.Timestamp.UnixTimestampMs}, not {Timestamp}";
        }

        string headers = Text(read.Headers.Select(header => (header.Key, header.GetValueBytes())));
        return headers == Text(Headers) ? null : $"the headers are {headers}, not {Text(Headers)}";
    }

    private static string Text(byte[]? bytes) => bytes is null ? "null" : Encoding.UTF8.GetString(bytes);

    private static string Text(IEnumerable<(string Name, byte[] Value)> headers) =>
        string.Join(", ", headers.OrderBy(header => header.Name, StringComparer.Ordinal).Select(header => $"{header.Name}={Text(header.Value)}"));
}
