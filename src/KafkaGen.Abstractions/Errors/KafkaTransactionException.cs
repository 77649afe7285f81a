namespace KafkaGen;

/// <summary>A transaction could not be begun or committed, or offsets could not be added to it.</summary>
public class KafkaTransactionException : KafkaGenException
{
    /// <summary>Describes a transaction that failed.</summary>
    /// <param name="transactionalId">Kafka's <c>transactional.id</c> of the producer that ran it.</param>
    /// <param name="outcome">What became of the transaction.</param>
    /// <param name="code">Kafka's or the client library's code.</param>
    /// <param name="reason">What went wrong and, where it is known, what to do about it; a sentence.</param>
    /// <param name="innerException">What caused it, such as the failure of one of its records.</param>
    public KafkaTransactionException(
        string transactionalId, TransactionOutcome outcome, KafkaErrorCode code, string reason, Exception? innerException = null)
        : base($"Transaction of '{transactionalId}': {reason} Its outcome: {Text(outcome)}. [{code}]", innerException)
    {
        TransactionalId = transactionalId;
        Outcome = outcome;
        Code = code;
        Reason = reason;
    }

    /// <summary>Kafka's <c>transactional.id</c> of the producer that ran the transaction: the configured id and the producer's number.</summary>
    public string TransactionalId { get; }

    /// <summary>
    /// What became of the transaction: <see cref="TransactionOutcome.Aborted"/> (nothing of it is or will be visible) or
    /// <see cref="TransactionOutcome.Unknown"/>.
    /// </summary>
    public TransactionOutcome Outcome { get; }

    /// <summary>Kafka's or the client library's code.</summary>
    public KafkaErrorCode Code { get; }

    /// <summary>What went wrong, a sentence.</summary>
    public string Reason { get; }

    /// <summary>
    /// Whether the same work may succeed in a new transaction: nothing of this one is visible, and what went wrong may pass. Never for an
    /// unknown outcome.
    /// </summary>
    public bool IsRetriable { get; init; }

    private static string Text(TransactionOutcome outcome) => outcome switch
    {
        TransactionOutcome.Aborted => "aborted, nothing of it is visible",
        TransactionOutcome.Unknown => "unknown, it is either wholly visible or not at all",
        _ => outcome.ToString(),
    };
}
