namespace KafkaGen;

/// <summary>
/// Makes a record, class or struct a contract: the generator emits its serializer, its key extractor and the registration behind
/// <see cref="ITopicProducer{T}"/>.
/// </summary>
/// <remarks>
/// <para>
/// The attribute is not inherited: a derived type is a contract of its own or none. A base class or interface that lists its derived types by
/// <c>[JsonDerivedType]</c> is a contract for all of them.
/// </para>
/// <para>
/// A record may go to several topics: each attribute but one has a <see cref="Name"/> then, by which its producer is asked for. The one
/// without a name, or the only one, is <see cref="ITopicProducer{T}"/>.
/// </para>
/// <para>On a method of a <see cref="KafkaProducerAttribute"/> interface it is the topic that the method produces to.</para>
/// </remarks>
/// <example>
/// <code>
/// [KafkaTopic("orders.created")]
/// [KafkaTopic("orders.audit", Name = "audit")]    // [FromKeyedServices("audit")] ITopicProducer&lt;OrderCreated&gt;
/// public sealed record OrderCreated([PartitionKey] Guid OrderId, decimal Total);
/// </code>
/// </example>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class KafkaTopicAttribute : Attribute
{
    /// <summary>Declares the topic that records of this type are produced to.</summary>
    /// <param name="topic">
    /// The topic's name: 1 to 249 characters out of <c>a-z A-Z 0-9 . _ -</c>, neither <c>.</c> nor <c>..</c>
    /// (Kafka's <c>org.apache.kafka.common.internals.Topic</c>). Anything else is a compile error.
    /// </param>
    public KafkaTopicAttribute(string topic) => Topic = topic;

    /// <summary>The topic's name.</summary>
    public string Topic { get; }

    /// <summary>
    /// The contract's name, not empty: in configuration (<c>Kafka:Topics:audit:Topic</c>), as the key of the keyed service, and in
    /// <c>client.GetProducer&lt;T&gt;("audit")</c>. Unique in the application, ignoring case. Default: the simple name of the type.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The cluster that the records go to: the name of an <c>AddKafkaGen("eu", ...)</c>, or of a section <c>Kafka:Clusters:eu</c>; ignoring case. A name that is
    /// not configured stops the start. Default: the assembly's (<see cref="KafkaDefaultsAttribute.Cluster"/>), else the one without a name.
    /// </summary>
    public string? Cluster { get; set; }

    /// <summary>
    /// How records are spread over the partitions by their key. A setting of the topic: contracts of one topic agree on it. Default: the cluster's
    /// <c>partitioner</c>, <see cref="RecordPartitioner.Murmur2Random"/> unless it is configured.
    /// </summary>
    public RecordPartitioner Partitioner { get; set; } = RecordPartitioner.Murmur2Random;

    /// <summary>A class or struct that implements <see cref="IRecordPartitioner"/>, instead of <see cref="Partitioner"/>. Default: none.</summary>
    public Type? CustomPartitioner { get; set; }

    /// <summary>
    /// How long a record may stay unacknowledged, retries included, before it fails, in milliseconds: 1 to 2147483647, and more than <c>linger.ms</c> (librdkafka's
    /// topic property <c>message.timeout.ms</c>, Java's <c>delivery.timeout.ms</c>). Default: the cluster's, 300000 unless it is configured. Where topics of a client
    /// differ in it, records that time out can make others be stored twice: the client logs a warning (event 1012).
    /// </summary>
    public int MessageTimeoutMs { get; set; }

    /// <summary>How many partitions the topic is to have, where it is created for the application: at least 1. Default: the broker's.</summary>
    public int Partitions { get; set; }

    /// <summary>
    /// How many brokers are to hold each partition, where the topic is created for the application: 1 to 32767. Default: the broker's.
    /// </summary>
    public int ReplicationFactor { get; set; }

    /// <summary>
    /// Settings of the topic on the broker, where it is created for the application: <c>name=value</c>, such as <c>"cleanup.policy=compact"</c>. Default: none.
    /// </summary>
    public string[]? Config { get; set; }

    /// <summary>
    /// Writes the record's value instead of the generated JSON: a class that implements <see cref="IRecordSerializer{T}"/> for the message type.
    /// Taken from dependency injection if it is registered there, else made by its public parameterless constructor. Default: none.
    /// </summary>
    public Type? Serializer { get; set; }

    /// <summary>
    /// Writes the record's key instead of the generated encoder: a class that implements <see cref="IRecordSerializer{T}"/> for the type of the
    /// one member with <see cref="PartitionKeyAttribute"/>. Made as <see cref="Serializer"/> is. A key that is <see langword="null"/> is sent as
    /// no key, without asking it. Default: none.
    /// </summary>
    public Type? KeySerializer { get; set; }

    /// <summary>
    /// A <c>JsonSerializerContext</c> with <c>[JsonSerializable]</c> for the message type: System.Text.Json writes the value by its options,
    /// with every converter and feature that it has, slower than the generated JSON. Default: none.
    /// </summary>
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
