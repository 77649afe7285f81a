using Confluent.Kafka;
using KafkaGen.Contracts;
using KafkaGen.Interop;

namespace KafkaGen;

/// <summary>Contracts as serializers of Confluent.Kafka, for pipelines that produce through its own client.</summary>
public static class KafkaContractExtensions
{
    /// <summary>
    /// A serializer of values with exactly the bytes that KafkaGen sends. A message that is <see langword="null"/> becomes a tombstone. The key is not
    /// its matter, and neither are timestamp and partition: set them on Confluent's message.
    /// </summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract, such as <c>ContractRegistry.Get&lt;OrderCreated&gt;()</c>.</param>
    /// <param name="withHeaders">Whether the contract's headers are added to the message's. Default: they are not.</param>
    /// <param name="services">Where a contract's <see cref="IRecordSerializer{T}"/> may come from. Default: its public parameterless constructor.</param>
    /// <returns>A serializer for any number of producers and threads. It throws <see cref="RecordEncodingException"/> for what cannot be written.</returns>
    /// <example>
    /// <code>
    /// new ProducerBuilder&lt;Guid, OrderCreated&gt;(config)
    ///     .SetKeySerializer(ContractRegistry.Get&lt;Guid, OrderCreated&gt;().AsKeySerializer())
    ///     .SetValueSerializer(ContractRegistry.Get&lt;OrderCreated&gt;().AsSerializer(withHeaders: true))
    /// </code>
    /// </example>
    public static ISerializer<T> AsSerializer<T>(this KafkaContract<T> contract, bool withHeaders = false, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new ValueSerializer<T>(contract, new ContractSerializers(services), withHeaders);
    }

    /// <summary>A serializer of keys with exactly the bytes that KafkaGen sends. A key that is <see langword="null"/> stays no key.</summary>
    /// <typeparam name="TKey">The key's type: see <see cref="IKeyedTopicProducer{TKey, T}"/>.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract, such as <c>ContractRegistry.Get&lt;Guid, OrderCreated&gt;()</c>.</param>
    /// <param name="services">Where a contract's <see cref="IRecordSerializer{T}"/> may come from. Default: its public parameterless constructor.</param>
    /// <returns>A serializer for any number of producers and threads.</returns>
    public static ISerializer<TKey> AsKeySerializer<TKey, T>(this KafkaContract<TKey, T> contract, IServiceProvider? services = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new KeySerializer<TKey, T>(contract, new ContractSerializers(services));
    }
}
