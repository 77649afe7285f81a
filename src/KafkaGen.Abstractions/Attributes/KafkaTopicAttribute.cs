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
/// </remarks>
/// <example>
/// <code>
/// [KafkaTopic("orders.created")]
/// [KafkaTopic("orders.audit", Name = "audit")]    // [FromKeyedServices("audit")] ITopicProducer&lt;OrderCreated&gt;
/// public sealed record OrderCreated([PartitionKey] Guid OrderId, decimal Total);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
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
}
