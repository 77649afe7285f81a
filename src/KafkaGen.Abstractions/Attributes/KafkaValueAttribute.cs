namespace KafkaGen;

/// <summary>
/// Marks the one member that is the record's value as it is: its bytes, or its text in UTF-8. The other members are no part of the value; they
/// can be key, headers, timestamp and partition.
/// </summary>
/// <remarks>
/// The member is a <see cref="T:byte[]"/>, a <see cref="ReadOnlyMemory{T}"/> or <see cref="Memory{T}"/> of bytes, or a <see cref="string"/>. An
/// empty one is an empty value. One that is <see langword="null"/> fails with <see cref="RecordEncodingException"/>: a record without a value
/// is a tombstone, which is never made by accident.
/// </remarks>
/// <example><code>public sealed record Image([PartitionKey] string Id, [KafkaHeader("content-type")] string Type, [KafkaValue] byte[] Bytes);</code></example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class KafkaValueAttribute : Attribute;
