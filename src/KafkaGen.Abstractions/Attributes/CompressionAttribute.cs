namespace KafkaGen;

/// <summary>
/// Sets the compression codec, and optionally its level, of the topic that the contract names. Other contracts of the same
/// process keep theirs and still share the connection.
/// </summary>
/// <remarks>
/// Without the attribute the cluster's <c>compression.type</c> holds (librdkafka's default: none). The codec is a setting of the topic,
/// so two contracts on one topic must agree.
/// </remarks>
/// <example><code>[KafkaTopic("orders.created"), Compression(CompressionCodec.Zstd, Level = 3)]</code></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CompressionAttribute : Attribute
{
    /// <summary>Sets the codec with its default level.</summary>
    /// <param name="codec">The codec (librdkafka's topic property <c>compression.codec</c>).</param>
    public CompressionAttribute(CompressionCodec codec) => Codec = codec;

    /// <summary>The codec.</summary>
    public CompressionCodec Codec { get; }

    /// <summary>
    /// The level (librdkafka's topic property <c>compression.level</c>): gzip 1-9, lz4 1-12, zstd 1-12; none and snappy have no levels.
    /// Default: -1, the codec's own default.
    /// </summary>
    public int Level { get; set; } = -1;
}
