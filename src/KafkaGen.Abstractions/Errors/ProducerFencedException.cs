namespace KafkaGen;

/// <summary>
/// Another producer has taken over the <c>transactional.id</c>, or the transaction was open for longer than <c>transaction.timeout.ms</c> and the
/// coordinator has ended it. Beginning another transaction takes the id back: do not, when two instances must not run at the same time.
/// </summary>
public sealed class ProducerFencedException : KafkaTransactionException
{
    /// <summary>Describes a transaction whose producer was fenced.</summary>
    /// <inheritdoc cref="KafkaTransactionException(string, TransactionOutcome, KafkaErrorCode, string, Exception?)"/>
    public ProducerFencedException(
        string transactionalId, TransactionOutcome outcome, KafkaErrorCode code, string reason, Exception? innerException = null)
        : base(transactionalId, outcome, code, reason, innerException)
    {
    }
}
