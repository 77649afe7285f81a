using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Contracts;
using KafkaGen.Transport;

namespace KafkaGen.Interop;

/// <summary>Writes a contract's values for Confluent.Kafka.</summary>
internal sealed class ValueSerializer<T>(KafkaContract<T> contract, ContractSerializers serializers, bool withHeaders) : ISerializer<T>
{
    // A serializer of the application's is told the topic.
    private readonly ConcurrentDictionary<string, KafkaContract<T>> _byTopic = new();

    public byte[] Serialize(T data, SerializationContext context)
    {
        if (data is null)
        {
            return null!;
        }

        RecordBuffer buffer = RecordBuffers.Rent();
        try
        {
            _byTopic.GetOrAdd(context.Topic, static (topic, given) => given.contract.Bind(given.serializers, topic), (contract, serializers))
                .Encode(in data, buffer);
            for (int i = 0; withHeaders && i < buffer.HeaderCount; i++)
            {
                context.Headers.Add(Encoding.UTF8.GetString(buffer.HeaderName(i)), buffer.HeaderValue(i).ToArray());
            }

            return buffer.IsTombstone ? null! : buffer.Value.ToArray();
        }
        finally
        {
            RecordBuffers.Return(buffer);
        }
    }
}
