namespace KafkaGen;

/// <summary>
/// Makes a record, class or struct a contract: the generator emits its serializer, its key extractor and the registration behind
/// <see cref="ITopicProducer{T}"/>.
/// </summary>
/// <remarks>The attribute is not inherited: a derived type is a contract of its own or none.</remarks>
/// <example>
/// <code>
/// [KafkaTopic("orders.created")]
/// public sealed record OrderCreated([PartitionKey] Guid OrderId, decimal Total);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
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
}
