using KafkaGen.Producing;

namespace KafkaGen.Transactions;

/// <summary>The same for records and tombstones of a contract with a key.</summary>
internal sealed class KeyedTransactionProducer<TKey, T>(KafkaTransaction transaction, KeyedTopicProducer<TKey, T> producer)
    : TransactionProducer<T>(transaction, producer), IKeyedTopicProducer<TKey, T>
    where TKey : notnull
{
    private readonly KafkaTransaction _transaction = transaction;
    private readonly KeyedTopicProducer<TKey, T> _producer = producer;

    public ValueTask<RecordMetadata> ProduceTombstoneAsync(
        TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default)
    {
        if (!_transaction.TryEnter())
        {
            return ValueTask.FromException<RecordMetadata>(_transaction.Ended());
        }

        try
        {
            return _producer.ProduceTombstoneAsync(key, options, cancellationToken);
        }
        finally
        {
            _transaction.Leave();
        }
    }

    public ValueTask EnqueueTombstoneAsync(TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default)
    {
        if (!_transaction.TryEnter())
        {
            return ValueTask.FromException(_transaction.Ended());
        }

        try
        {
            return _producer.EnqueueTombstoneAsync(key, options, cancellationToken);
        }
        finally
        {
            _transaction.Leave();
        }
    }
}
