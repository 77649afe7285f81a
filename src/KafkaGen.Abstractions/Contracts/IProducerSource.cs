using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>Where generated implementations of <see cref="KafkaProducerAttribute"/> interfaces get their producers: a client.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IProducerSource
{
    /// <summary>A producer of a contract.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="topic">The topic, or <see langword="null"/> for the contract's.</param>
    ITopicProducer<T> Open<T>(string? topic);

    /// <summary>A producer of calls whose arguments add to a contract.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <typeparam name="TCall">The message with the arguments.</typeparam>
    /// <param name="topic">The topic, or <see langword="null"/> for the contract's.</param>
    /// <param name="extend">Makes the contract of the calls from the message's.</param>
    ITopicProducer<TCall> Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend);
}
