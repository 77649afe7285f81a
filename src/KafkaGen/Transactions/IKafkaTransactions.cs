namespace KafkaGen;

/// <summary>Begins transactions of one <c>transactional.id</c>. Thread-safe; one instance serves the whole process.</summary>
/// <remarks>
/// Made by <c>services.AddKafkaGenTransactions</c>, or by <see cref="KafkaGenClient.OpenTransactions"/>. Its producers are its own: what an
/// <see cref="ITopicProducer{T}"/> from the services sends is in no transaction.
/// </remarks>
/// <example>
/// <code>
/// await using KafkaTransaction transaction = await transactions.BeginAsync(ct);
/// await transaction.EnqueueAsync(new OrderPaid(id), cancellationToken: ct);
/// await transaction.EnqueueAsync(new StockTaken(sku), cancellationToken: ct);
/// await transaction.CommitAsync(ct);
/// </code>
/// </example>
public interface IKafkaTransactions
{
    /// <summary>The configured id, to which each producer's number is added.</summary>
    string TransactionalId { get; }

    /// <summary>
    /// Begins a transaction, when one of the pool's producers is free; callers are served in their sequence. The first on each producer takes its
    /// <c>transactional.id</c> over from an earlier process and ends what that one has left open.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The transaction. Dispose it: that aborts it, unless it was committed, and frees its producer.</returns>
    /// <exception cref="KafkaTransactionException">
    /// No producer became free, or the coordinator did not answer, within <see cref="KafkaGenOptions.MaxBlock"/>; or this client's user may not use
    /// the id.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    ValueTask<KafkaTransaction> BeginAsync(CancellationToken cancellationToken = default);
}
