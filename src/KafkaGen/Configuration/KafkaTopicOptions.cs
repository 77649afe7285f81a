using KafkaGen.Contracts;

namespace KafkaGen;

/// <summary>
/// What an application says of one topic, instead of the attributes of its contracts. What is <see langword="null"/> stays as they say.
/// </summary>
public sealed class KafkaTopicOptions
{
    private RecordPartitioner? _partitioner;

    internal KafkaTopicOptions()
    {
    }

    /// <summary>The topic's name, before which <see cref="KafkaGenOptions.TopicPrefix"/> still comes. Default: the declared one.</summary>
    public string? Topic { get; set; }

    /// <summary>
    /// The cluster that the contract's records go to, by its name; empty for the one without a name. Said in the options of that one, of a contract by its name.
    /// Default: the declared one.
    /// </summary>
    public string? Cluster { get; set; }

    /// <summary>The codec. Default: that of <see cref="CompressionAttribute"/>, else the cluster's <c>compression.type</c>.</summary>
    public CompressionCodec? Codec { get; set; }

    /// <summary>
    /// The codec's level: gzip 1-9, lz4 1-12, zstd 1-12, or -1 for the codec's own default. Default: the declared one with the declared codec, -1 with
    /// another <see cref="Codec"/>.
    /// </summary>
    public int? CompressionLevel { get; set; }

    /// <summary>
    /// The partitioner, also instead of a declared one of the application's own. Default: the declared one, else the cluster's <c>partitioner</c>.
    /// </summary>
    public RecordPartitioner? Partitioner
    {
        get => _partitioner;
        set
        {
            _partitioner = value;
            CustomPartitioner = null;
        }
    }

    /// <summary>
    /// How long a record may stay unacknowledged before it fails: 1 ms to 24.8 days, and more than <c>linger.ms</c>. Default: the declared one, else the
    /// cluster's <c>message.timeout.ms</c>.
    /// </summary>
    public TimeSpan? MessageTimeout { get; set; }

    /// <summary>How many partitions the topic is to have (<see cref="KafkaGenOptions.Provisioning"/>): at least 1. Default: the declared number, else the broker's.</summary>
    public int? Partitions { get; set; }

    /// <summary>How many brokers are to hold each partition: 1 to 32767. Default: the declared number, else the broker's.</summary>
    public int? ReplicationFactor { get; set; }

    /// <summary>Settings of the topic on the broker, by their names, such as <c>cleanup.policy</c>; the declared ones stay where nothing else is said here.</summary>
    public IDictionary<string, string> Config { get; } = new Dictionary<string, string>();

    internal CustomPartitioner? CustomPartitioner { get; private set; }

    /// <summary>Partitions by a rule of the application's own, instead of <see cref="Partitioner"/>.</summary>
    /// <typeparam name="TPartitioner">The rule.</typeparam>
    public void PartitionBy<TPartitioner>()
        where TPartitioner : IRecordPartitioner
    {
        _partitioner = null;
        CustomPartitioner = CustomPartitioner<TPartitioner>.Instance;
    }
}
