namespace KafkaGen;

/// <summary>
/// Has an interface of produce methods implemented and registered: <c>AddKafkaGen</c> makes it a singleton service,
/// <c>client.Implement&lt;T&gt;()</c> gives it without a host.
/// </summary>
/// <remarks>
/// <para>
/// A method takes the record, of a type with a contract, and in any sequence a <see cref="CancellationToken"/>, <see cref="ProduceOptions"/>, parameters
/// with <see cref="PartitionKeyAttribute"/> (the record's key instead of the contract's) and with <see cref="KafkaHeaderAttribute"/> or
/// <see cref="KafkaHeadersAttribute"/> (headers after the contract's). <see cref="KafkaTopicAttribute"/> on it sends the same record to another topic.
/// </para>
/// <para>
/// It returns a <see cref="ValueTask{TResult}"/> or <see cref="Task{TResult}"/> of <see cref="RecordMetadata"/>, which completes on the broker's answer
/// (<see cref="ITopicProducer{T}.ProduceAsync(T, CancellationToken)"/>), or a <see cref="ValueTask"/>, which completes when the record is accepted
/// (<see cref="ITopicProducer{T}.EnqueueAsync"/>).
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [KafkaProducer]
/// public interface IOrderEvents
/// {
///     ValueTask&lt;RecordMetadata&gt; CreatedAsync(OrderCreated order, CancellationToken cancellationToken);
///
///     [KafkaTopic("orders.audit")]
///     ValueTask AuditAsync(OrderCreated order, [PartitionKey] string tenant, [KafkaHeader("user")] string? user);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class KafkaProducerAttribute : Attribute;
