namespace KafkaGen;

/// <summary>
/// Produces the records of one contract that has a key, and the tombstones that delete them from a compacted topic (<c>cleanup.policy=compact</c>).
/// <c>AddKafkaGen</c> registers it beside <see cref="ITopicProducer{T}"/>; <c>client.GetKeyedProducer&lt;TKey, T&gt;()</c> gives it without a host.
/// </summary>
/// <remarks>
/// A tombstone is a record with a key and without a value. Its key has the bytes that a message's key has. It carries the contract's constant headers
/// and those of the call; headers, timestamp and partition that the contract takes from members have no message to come from. Where the
/// contract has a member with <see cref="KafkaPartitionAttribute"/>, name the partition by <see cref="ProduceOptions.Partition"/>: a tombstone
/// deletes in its own partition only.
/// </remarks>
/// <typeparam name="TKey">
/// The type of the member with <see cref="PartitionKeyAttribute"/>, without <c>?</c>; of several members a tuple of their types in the sequence of
/// <see cref="PartitionKeyAttribute.Order"/>, such as <c>(string Tenant, int Number)</c>.
/// </typeparam>
/// <typeparam name="T">The message type, with <see cref="KafkaTopicAttribute"/> on it.</typeparam>
/// <example>
/// <code>
/// public sealed class Customers(IKeyedTopicProducer&lt;Guid, CustomerChanged&gt; customers)
/// {
///     public async Task ForgetAsync(Guid id, CancellationToken ct) => await customers.ProduceTombstoneAsync(id, cancellationToken: ct);
/// }
/// </code>
/// </example>
public interface IKeyedTopicProducer<TKey, T> : ITopicProducer<T>
    where TKey : notnull
{
    /// <summary>Produces a tombstone and completes when the broker has acknowledged it.</summary>
    /// <param name="key">The key to delete. Not <see langword="null"/>.</param>
    /// <param name="options">Headers, timestamp and partition of this call.</param>
    /// <param name="cancellationToken">Cancels the wait, for room or for the acknowledgement; not an accepted record.</param>
    /// <returns>Where the tombstone was stored. Await it at most once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ProduceException">The record was refused or not acknowledged; the exception tells why and whether it may be stored.</exception>
    /// <exception cref="ProducerQueueFullException">The buffer stayed full for <c>MaxBlock</c>.</exception>
    /// <exception cref="RecordEncodingException">The key cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    ValueTask<RecordMetadata> ProduceTombstoneAsync(TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>Hands a tombstone to the buffer and completes when it is accepted, not when it is acknowledged.</summary>
    /// <param name="key">The key to delete. Not <see langword="null"/>.</param>
    /// <param name="options">Headers, timestamp and partition of this call.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <remarks>One that fails later is told as every enqueued record is: see <see cref="ITopicProducer{T}.EnqueueAsync"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ProducerQueueFullException">The buffer stayed full for <c>MaxBlock</c>.</exception>
    /// <exception cref="RecordEncodingException">The key cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the record was not accepted.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    ValueTask EnqueueTombstoneAsync(TKey key, ProduceOptions options = default, CancellationToken cancellationToken = default);
}
