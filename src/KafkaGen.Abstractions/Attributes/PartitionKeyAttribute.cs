namespace KafkaGen;

/// <summary>
/// Marks the member that is the record's key: what Kafka partitions by, compacts by and what a tombstone names.
/// </summary>
/// <remarks>
/// <para>
/// The key's bytes are those of the Java serializers: <see cref="string"/> as UTF-8, <see cref="short"/>, <see cref="int"/> and
/// <see cref="long"/> big-endian, <see cref="Guid"/> as its 36-character text, <see cref="T:byte[]"/> as it is. An enum is encoded as its
/// underlying integer; a struct with exactly one value (a strongly typed id) as that value. With several marked members the key is
/// their texts in the sequence of <see cref="Order"/>, joined by <c>|</c>, with <c>\</c> before a <c>|</c> or <c>\</c> of a text. A struct with
/// several values is such a key by itself, in the sequence of their declaration.
/// </para>
/// <para>A key that is <see langword="null"/> is sent as "no key": the record goes to any partition.</para>
/// </remarks>
/// <example><code>public sealed record OrderCreated([PartitionKey] Guid OrderId, decimal Total);</code></example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class PartitionKeyAttribute : Attribute
{
    /// <summary>
    /// The place of this member in a key of several members, smallest first; no two are equal. Default: 0.
    /// </summary>
    public int Order { get; set; }

    /// <summary>How the member becomes bytes. A part of a key of several is always text. Default: as Java's serializers.</summary>
    public KeyEncoding Encoding { get; set; }
}
