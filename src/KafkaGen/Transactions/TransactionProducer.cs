using KafkaGen.Producing;

namespace KafkaGen.Transactions;

/// <summary>A producer of one transaction: once that has ended, it takes no more records, which would be in the next one.</summary>
internal class TransactionProducer<T>(KafkaTransaction transaction, TopicProducer<T> producer) : ITopicProducer<T>
{
    public string Topic => producer.Topic;

    public ValueTask<RecordMetadata> ProduceAsync(T message, CancellationToken cancellationToken = default) =>
        ProduceAsync(message, default, cancellationToken);

    public ValueTask<RecordMetadata> ProduceAsync(T message, ProduceOptions options, CancellationToken cancellationToken = default)
    {
        if (!transaction.TryEnter())
        {
            return ValueTask.FromException<RecordMetadata>(transaction.Ended());
        }

        try
        {
            return producer.ProduceAsync(message, options, cancellationToken);
        }
        finally
        {
            transaction.Leave();
        }
    }

    public ValueTask EnqueueAsync(T message, ProduceOptions options = default, CancellationToken cancellationToken = default)
    {
        if (!transaction.TryEnter())
        {
            return ValueTask.FromException(transaction.Ended());
        }

        try
        {
            return producer.EnqueueAsync(message, options, cancellationToken);
        }
        finally
        {
            transaction.Leave();
        }
    }

    public bool TryEnqueue(T message, ProduceOptions options = default)
    {
        if (!transaction.TryEnter())
        {
            throw transaction.Ended();
        }

        try
        {
            return producer.TryEnqueue(message, options);
        }
        finally
        {
            transaction.Leave();
        }
    }

    public ValueTask<ProduceBatchResult> ProduceManyAsync(
        IReadOnlyList<T> messages, ProduceOptions options = default, CancellationToken cancellationToken = default) => transaction.TryEnter()
        ? producer.ProduceManyAsync(messages, options, transaction.Leave, cancellationToken)
        : ValueTask.FromException<ProduceBatchResult>(transaction.Ended());

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) =>
        transaction.Outcome == TransactionOutcome.Open ? producer.FlushAsync(cancellationToken) : ValueTask.FromException(transaction.Ended());
}
