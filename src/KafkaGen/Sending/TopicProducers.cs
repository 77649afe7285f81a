using KafkaGen.Configuration;
using KafkaGen.Contracts;

namespace KafkaGen.Sending;

/// <summary>The producers of the contracts on one sender, each opened once.</summary>
internal sealed class TopicProducers(RecordSender sender, ContractSet contracts, ContractSerializers serializers)
{
    private readonly Dictionary<(KafkaContract Contract, string Topic), object> _producers = [];

    /// <summary>The producer of a contract for one of its topics; the same one at each call.</summary>
    internal TopicProducer<T> Get<T>(KafkaContract<T> contract, string topic)
    {
        lock (_producers)
        {
            if (!_producers.TryGetValue((contract, topic), out object? producer))
            {
                producer = Open(contract, topic, static bound => bound);
                _producers.Add((contract, topic), producer);
            }

            return (TopicProducer<T>)producer;
        }
    }

    /// <summary>A new producer of calls whose arguments add to a contract.</summary>
    internal TopicProducer<TCall> Open<T, TCall>(
        KafkaContract<T> contract, string topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend)
    {
        TopicSettings settled = contracts.Settle(contract, topic);
        return new TopicProducer<TCall>(
            extend(contract.Bind(serializers, settled.Name)), sender.OpenTopic(settled.Name, settled.Properties));
    }
}
