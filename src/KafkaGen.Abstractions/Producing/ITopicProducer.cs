namespace KafkaGen;

/// <summary>Produces records of one contract to its topic. Thread-safe; one instance serves the whole process.</summary>
/// <typeparam name="T">The contract: a type with <see cref="KafkaTopicAttribute"/>.</typeparam>
/// <remarks>
/// <para>
/// The message is encoded during the call when there is room in the buffer. While a call waits for room, the message is encoded later, so it
/// must not change before the returned task completes.
/// </para>
/// <para>
/// A <see cref="CancellationToken"/> cancels the wait, never the record: a record that the buffer has accepted may still be delivered.
/// </para>
/// </remarks>
public interface ITopicProducer<T>
{
    /// <summary>The topic that records go to, as it is named on the cluster.</summary>
    string Topic { get; }

    /// <summary>Produces one record and completes when the broker has acknowledged it.</summary>
    /// <param name="message">The record. Not <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the wait, for room or for the acknowledgement; not an accepted record.</param>
    /// <returns>Where the record was stored. Await it at most once.</returns>
    /// <exception cref="ProduceException">The record was refused or not acknowledged; the exception tells why and whether it may be stored.</exception>
    /// <exception cref="ProducerQueueFullException">The buffer stayed full for <c>MaxBlock</c>.</exception>
    /// <exception cref="RecordTooLargeException">The record exceeds <c>message.max.bytes</c> or the whole buffer.</exception>
    /// <exception cref="RecordEncodingException">A value of the message cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    ValueTask<RecordMetadata> ProduceAsync(T message, CancellationToken cancellationToken = default);

    /// <summary>Produces one record with headers, timestamp or partition of this call and completes when the broker has acknowledged it.</summary>
    /// <inheritdoc cref="ProduceAsync(T, CancellationToken)"/>
    /// <param name="message">The record. Not <see langword="null"/>.</param>
    /// <param name="options">Headers to add, and the timestamp and partition to use instead of the contract's.</param>
    /// <param name="cancellationToken">Cancels the wait, for room or for the acknowledgement; not an accepted record.</param>
    ValueTask<RecordMetadata> ProduceAsync(T message, ProduceOptions options, CancellationToken cancellationToken = default);

    /// <summary>Hands one record to the buffer and completes when it is accepted, not when it is acknowledged.</summary>
    /// <param name="message">The record. Not <see langword="null"/>.</param>
    /// <param name="options">Headers to add, and the timestamp and partition to use instead of the contract's.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <remarks>A record that fails later is counted and logged as an error of the category <c>KafkaGen</c>.</remarks>
    /// <exception cref="ProducerQueueFullException">The buffer stayed full for <c>MaxBlock</c>.</exception>
    /// <exception cref="RecordTooLargeException">The record exceeds <c>message.max.bytes</c> or the whole buffer.</exception>
    /// <exception cref="RecordEncodingException">A value of the message cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The wait for room was cancelled: the record is not sent.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    ValueTask EnqueueAsync(T message, ProduceOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>Hands one record to the buffer if there is room for it now.</summary>
    /// <param name="message">The record. Not <see langword="null"/>.</param>
    /// <param name="options">Headers to add, and the timestamp and partition to use instead of the contract's.</param>
    /// <returns>
    /// <see langword="true"/> when the record is accepted; <see langword="false"/> when the buffer is full or callers wait for it. While the topic's partitions are not known yet the record is
    /// accepted, and sent once they are.
    /// </returns>
    /// <exception cref="RecordTooLargeException">The record exceeds <c>message.max.bytes</c> or the whole buffer.</exception>
    /// <exception cref="RecordEncodingException">A value of the message cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    bool TryEnqueue(T message, ProduceOptions options = default);

    /// <summary>Produces many records and completes when each is acknowledged or failed.</summary>
    /// <param name="messages">The records, none of them <see langword="null"/>, sent in this sequence.</param>
    /// <param name="options">For every record: headers to add, and the timestamp and partition to use instead of the contract's.</param>
    /// <param name="cancellationToken">Cancels the wait; records already accepted may still be delivered.</param>
    /// <returns>One result a record, in the sequence of <paramref name="messages"/>. A failed record does not fail the others.</returns>
    /// <exception cref="OperationCanceledException">
    /// The wait was cancelled. Which records were accepted before is not told: those may still be delivered.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before the call.</exception>
    ValueTask<ProduceBatchResult> ProduceManyAsync(
        IReadOnlyList<T> messages, ProduceOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// Completes when every record of this contract that was accepted before the call is acknowledged or failed. Cuts the linger short.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait, not the records.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before the call.</exception>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);
}
