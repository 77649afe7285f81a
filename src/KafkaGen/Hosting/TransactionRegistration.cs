namespace KafkaGen.Hosting;

/// <summary>One call of <c>AddKafkaGenTransactions</c>.</summary>
/// <param name="TransactionalId">Its id.</param>
internal sealed record TransactionRegistration(string TransactionalId);
