namespace KafkaGen;

/// <summary>
/// Makes a type that you cannot annotate a contract of this assembly: one of another library, or a closed generic one. Attributes that its members
/// do have count as usual.
/// </summary>
/// <example>
/// <code>
/// [assembly: KafkaContract(typeof(Vendor.Order), "orders", Key = "Id")]
/// [assembly: KafkaContract(typeof(Envelope&lt;OrderCreated&gt;), "orders.created", Key = "Payload.OrderId")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class KafkaContractAttribute : Attribute
{
    /// <summary>Declares the topic that records of a type are produced to.</summary>
    /// <param name="message">The message type: a class or struct that generated code can see and name.</param>
    /// <param name="topic">The topic's name, as in <see cref="KafkaTopicAttribute(string)"/>.</param>
    public KafkaContractAttribute(Type message, string topic)
    {
        Message = message;
        Topic = topic;
    }

    /// <summary>The message type.</summary>
    public Type Message { get; }

    /// <summary>The topic's name.</summary>
    public string Topic { get; }

    /// <summary>The contract's name, as <see cref="KafkaTopicAttribute.Name"/>. Default: the simple name of the type, without type arguments.</summary>
    public string? Name { get; set; }

    /// <summary>The cluster that the records go to, as <see cref="KafkaTopicAttribute.Cluster"/>. Default: the assembly's, else the one without a name.</summary>
    public string? Cluster { get; set; }

    /// <summary>
    /// The key: the path of a member, such as <c>Id</c> or <c>Payload.OrderId</c>; several, separated by commas, make a composite key. A path
    /// that meets a <see langword="null"/> on its way is a key that is <see langword="null"/>. Default: the members with
    /// <see cref="PartitionKeyAttribute"/>, if there are any.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>How the members that <see cref="Key"/> names become bytes. Default: as Java's serializers.</summary>
    public KeyEncoding KeyEncoding { get; set; }

    /// <summary>
    /// Headers besides those of <see cref="KafkaHeaderAttribute"/>: <c>name=path</c>, such as <c>"tenant=Payload.Tenant"</c>. Default: none.
    /// </summary>
    public string[]? Headers { get; set; }

    /// <summary>The path of the timestamp's member. Default: the member with <see cref="KafkaTimestampAttribute"/>, if there is one.</summary>
    public string? Timestamp { get; set; }

    /// <summary>The path of the partition's member. Default: the member with <see cref="KafkaPartitionAttribute"/>, if there is one.</summary>
    public string? Partition { get; set; }

    /// <summary>The topic's codec. Default: that of <see cref="CompressionAttribute"/> on the type, else the assembly's, else the cluster's.</summary>
    public CompressionCodec Codec { get; set; }

    /// <summary>The codec's level, as <see cref="CompressionAttribute.Level"/>. Default: -1, the codec's own default.</summary>
    public int CompressionLevel { get; set; } = -1;

    /// <summary>The topic's partitioner, as <see cref="KafkaTopicAttribute.Partitioner"/>. Default: the cluster's.</summary>
    public RecordPartitioner Partitioner { get; set; } = RecordPartitioner.Murmur2Random;

    /// <summary>A partitioner of the application's, as <see cref="KafkaTopicAttribute.CustomPartitioner"/>. Default: none.</summary>
    public Type? CustomPartitioner { get; set; }

    /// <summary>How long a record may stay unacknowledged, as <see cref="KafkaTopicAttribute.MessageTimeoutMs"/>. Default: the cluster's.</summary>
    public int MessageTimeoutMs { get; set; }

    /// <summary>The partitions to create, as <see cref="KafkaTopicAttribute.Partitions"/>. Default: the broker's.</summary>
    public int Partitions { get; set; }

    /// <summary>The replicas to create, as <see cref="KafkaTopicAttribute.ReplicationFactor"/>. Default: the broker's.</summary>
    public int ReplicationFactor { get; set; }

    /// <summary>The topic's settings on the broker, as <see cref="KafkaTopicAttribute.Config"/>. Default: none.</summary>
    public string[]? Config { get; set; }

    /// <summary>Writes the value, as <see cref="KafkaTopicAttribute.Serializer"/>. Default: none.</summary>
    public Type? Serializer { get; set; }

    /// <summary>Writes the key, as <see cref="KafkaTopicAttribute.KeySerializer"/>. Default: none.</summary>
    public Type? KeySerializer { get; set; }

    /// <summary>Writes the value by a context, as <see cref="KafkaTopicAttribute.JsonContext"/>. Default: none.</summary>
    public Type? JsonContext { get; set; }

    /// <summary>The defaults of System.Text.Json that the value is written by. Default: the assembly's, else <see cref="JsonProfile.Web"/>.</summary>
    public JsonProfile JsonDefaults { get; set; }

    /// <summary>The names of members in JSON. Default: the assembly's, else those of <see cref="JsonDefaults"/>.</summary>
    public JsonNaming JsonNaming { get; set; }

    /// <summary>
    /// Whether text is written with System.Text.Json's <c>UnsafeRelaxedJsonEscaping</c>: characters that matter to HTML alone, and those outside of
    /// ASCII, stay as they are. Default: the assembly's, else <see langword="false"/>.
    /// </summary>
    public bool UnsafeRelaxedJsonEscaping { get; set; }
}
