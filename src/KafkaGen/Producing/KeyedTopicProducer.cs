using KafkaGen.Contracts;
using KafkaGen.Transport;

namespace KafkaGen.Producing;

/// <summary>Produces the records of a contract with a key, and tombstones: those go the way of every record, as records of a contract of their own.</summary>
internal sealed class KeyedTopicProducer<TKey, T>(KafkaContract<TKey, T> contract, TopicLane topic)
    : TopicProducer<T>(contract, topic), IKeyedTopicProducer<TKey, T>
    where TKey : notnull
{
    private readonly TopicProducer<Tombstone<TKey>> _tombstones = new(new TombstoneContract<TKey, T>(contract), topic);

    public ValueTask<RecordMetadata> ProduceTombstoneAsync(
        TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default) =>
        _tombstones.ProduceAsync(Of(key), options, cancellationToken);

    public ValueTask EnqueueTombstoneAsync(TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default) =>
        _tombstones.EnqueueAsync(Of(key), options, cancellationToken);

    private static Tombstone<TKey> Of(TKey key)
    {
        // The test for a value type keeps unoptimized code from boxing every struct.
        if (!typeof(TKey).IsValueType && key is null)
        {
            throw new ArgumentNullException(nameof(key), "A tombstone deletes a key, so it needs one.");
        }

        return new Tombstone<TKey>(key);
    }
}
