namespace KafkaGen;

/// <summary>One contract as a client serves it: what its attributes say, with what the application's options change.</summary>
public sealed class ContractDescription
{
    internal ContractDescription()
    {
    }

    /// <summary>The contract's name in configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's name; empty for the one without a name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The topic's final name, with the prefix.</summary>
    public required string Topic { get; init; }

    /// <summary>The message type.</summary>
    public required Type MessageType { get; init; }

    /// <summary>The key's type, of several members a tuple; <see langword="null"/> without a key.</summary>
    public Type? KeyType { get; init; }

    /// <summary>What the bytes of the key are, in words, such as <c>text</c>; <see langword="null"/> without a key.</summary>
    public string? KeyShape { get; init; }

    /// <summary>The names of the headers that each record may have. Those of <see cref="KafkaHeadersAttribute"/> come at run time.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>Whether a member carries the record's timestamp.</summary>
    public bool HasTimestamp { get; init; }

    /// <summary>Whether a member names the record's partition.</summary>
    public bool HasPartition { get; init; }

    /// <summary>The topic's codec; <see langword="null"/> for the cluster's.</summary>
    public CompressionCodec? Codec { get; init; }

    /// <summary>The codec's level; -1 is the codec's own default.</summary>
    public int CompressionLevel { get; init; }

    /// <summary>The topic's partitioner: librdkafka's, or the type of the application's own; <see langword="null"/> for the cluster's.</summary>
    public string? Partitioner { get; init; }

    /// <summary>How long a record may stay unacknowledged; <see langword="null"/> for the cluster's time.</summary>
    public TimeSpan? MessageTimeout { get; init; }

    /// <summary>How many partitions the topic is to have; <see langword="null"/> for the broker's default.</summary>
    public int? Partitions { get; init; }

    /// <summary>How many brokers are to hold each partition; <see langword="null"/> for the broker's default.</summary>
    public int? ReplicationFactor { get; init; }

    /// <summary>The topic's settings on the broker, as far as they are stated.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>
    /// The JSON schema (draft 2020-12) of the value; <see langword="null"/> where a serializer, a context or bytes of the application's make it.
    /// </summary>
    public string? ValueSchema { get; init; }
}
