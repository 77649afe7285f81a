namespace KafkaGen.Testing.Broker.Producers;

/// <summary>Hands out producer ids, each once.</summary>
internal sealed class ProducerIds
{
    private long _next;

    public long Next() => _next++;
}
