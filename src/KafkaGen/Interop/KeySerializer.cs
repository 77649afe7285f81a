using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaGen.Contracts;
using KafkaGen.Producing;
using KafkaGen.Transport;

namespace KafkaGen.Interop;

/// <summary>Writes a contract's keys for Confluent.Kafka.</summary>
internal sealed class KeySerializer<TKey, T>(KafkaContract<TKey, T> contract, ContractSerializers serializers) : ISerializer<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<string, TombstoneContract<TKey, T>> _byTopic = new();

    public byte[] Serialize(TKey data, SerializationContext context)
    {
        if (data is null)
        {
            return null!;
        }

        RecordBuffer buffer = RecordBuffers.Rent();
        try
        {
            TombstoneContract<TKey, T> bound = _byTopic.GetOrAdd(
                context.Topic,
                static (topic, given) => new TombstoneContract<TKey, T>((KafkaContract<TKey, T>)given.contract.Bind(given.serializers, topic)),
                (contract, serializers));
            bound.Encode(new Tombstone<TKey>(data), buffer);
            return buffer.Key.ToArray();
        }
        finally
        {
            RecordBuffers.Return(buffer);
        }
    }
}
