namespace KafkaGen.Testing.Broker.Log;

/// <summary>A record as it lies in a log.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Timestamp">Its time, in milliseconds since 1970.</param>
/// <param name="Key">Its key, or <see langword="null"/>.</param>
/// <param name="Value">Its value, or <see langword="null"/>.</param>
/// <param name="Headers">Its headers, in their order.</param>
internal sealed record StoredRecord(
    long Offset, long Timestamp, byte[]? Key, byte[]? Value, IReadOnlyList<KeyValuePair<string, byte[]?>> Headers);
