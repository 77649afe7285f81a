namespace KafkaGen;

/// <summary>How the batches of a topic are compressed. The numbers are those of Kafka's record batch attributes.</summary>
public enum CompressionCodec
{
    /// <summary>Not compressed.</summary>
    None = 0,

    /// <summary>gzip, levels 1-9.</summary>
    Gzip = 1,

    /// <summary>Snappy, no levels.</summary>
    Snappy = 2,

    /// <summary>LZ4, levels 1-12.</summary>
    Lz4 = 3,

    /// <summary>Zstandard, levels 1-12 (KIP-110; brokers 2.1 and newer).</summary>
    Zstd = 4,
}
