using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Transport;

namespace KafkaGen.Producing;

/// <summary>The producers of the contracts on one sender, each opened once.</summary>
internal sealed class TopicProducers(RecordTransport transport, ContractSet contracts, ContractSerializers serializers)
{
    private readonly Dictionary<(KafkaContract Contract, string Topic), object> _producers = [];
    private readonly Dictionary<(KafkaContract Contract, string Topic), object> _keyedProducers = [];

    /// <summary>The producer of a contract for a topic that is named at run time, or for its own; the same one at each call.</summary>
    internal TopicProducer<T> Get<T>(KafkaContract<T> contract, string? topic = null) =>
        GetOrOpen(_producers, contract, topic, static (bound, opened) => new TopicProducer<T>(bound, opened));

    /// <summary>The producer of records and tombstones of a contract with a key; the same one at each call.</summary>
    internal KeyedTopicProducer<TKey, T> GetKeyed<TKey, T>(KafkaContract<TKey, T> contract, string? topic = null)
        where TKey : notnull =>
        GetOrOpen(
            _keyedProducers, contract, topic, static (bound, opened) => new KeyedTopicProducer<TKey, T>((KafkaContract<TKey, T>)bound, opened));

    /// <summary>A new producer of calls whose arguments add to a contract.</summary>
    internal TopicProducer<TCall> Open<T, TCall>(KafkaContract<T> contract, string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend) =>
        Open(contract, contracts.TopicOf(contract, topic), (bound, opened) => new TopicProducer<TCall>(extend(bound), opened));

    private TProducer GetOrOpen<T, TProducer>(
        Dictionary<(KafkaContract Contract, string Topic), object> known,
        KafkaContract<T> contract,
        string? topic,
        Func<KafkaContract<T>, TopicLane, TProducer> create)
        where TProducer : class
    {
        string name = contracts.TopicOf(contract, topic);
        lock (known)
        {
            if (!known.TryGetValue((contract, name), out object? producer))
            {
                producer = Open(contract, name, create);
                known.Add((contract, name), producer);
            }

            return (TProducer)producer;
        }
    }

    private TProducer Open<T, TProducer>(KafkaContract<T> contract, string topic, Func<KafkaContract<T>, TopicLane, TProducer> create)
    {
        TopicSettings settled = contracts.Settle(contract, topic);
        return create(contract.Bind(serializers, settled.Name), transport.OpenTopic(settled));
    }
}
