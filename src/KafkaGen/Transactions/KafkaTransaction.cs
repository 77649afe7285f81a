using Confluent.Kafka;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using KafkaGen.Transactions;

namespace KafkaGen;

/// <summary>
/// A Kafka transaction: records of any contracts, and a consumer's offsets, that become visible together or not at all. Records may be given to it by
/// several threads. Disposing it aborts it, unless it was committed.
/// </summary>
/// <remarks>
/// Every record that is given to it must be acknowledged for a commit to succeed, awaited or not. The exceptions are <see cref="RecordEncodingException"/>
/// and <see cref="RecordTooLargeException"/>: nothing of such a record was sent, and the transaction goes on without it.
/// </remarks>
public sealed class KafkaTransaction : IAsyncDisposable, IProducerSource
{
    private readonly TransactionPool _pool;
    private readonly TransactionalProducer _producer;
    private readonly SenderGate _gate = new();
    private readonly object _lock = new();
    private readonly Dictionary<(KafkaContract Contract, string Topic), object> _producers = [];
    private readonly Dictionary<(KafkaContract Contract, string Topic), object> _keyedProducers = [];
    private volatile TransactionOutcome _outcome;
    private KafkaTransactionException? _failure;
    private Task? _callersLeft;
    private Task? _commit;
    private Task? _abort;
    private Task? _disposal;
    private bool _isUnknownTold;

    internal KafkaTransaction(TransactionPool pool, TransactionalProducer producer)
    {
        _pool = pool;
        _producer = producer;
    }

    /// <summary>Kafka's <c>transactional.id</c> of the producer that runs it: the configured id and the producer's number.</summary>
    public string TransactionalId => _producer.Id;

    /// <summary>What has become of it so far.</summary>
    public TransactionOutcome Outcome => _outcome;

    /// <summary>Produces one record in the transaction and completes when the broker has acknowledged it; it is visible after the commit.</summary>
    /// <typeparam name="T">The message type: of its contract without a name of its own, or of the only one.</typeparam>
    /// <inheritdoc cref="ITopicProducer{T}.ProduceAsync(T, CancellationToken)"/>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ValueTask<RecordMetadata> ProduceAsync<T>(T message, CancellationToken cancellationToken = default) =>
        ProduceAsync(message, default, cancellationToken);

    /// <summary>Produces one record in the transaction, with headers, timestamp or partition of this call.</summary>
    /// <typeparam name="T">The message type: of its contract without a name of its own, or of the only one.</typeparam>
    /// <inheritdoc cref="ITopicProducer{T}.ProduceAsync(T, ProduceOptions, CancellationToken)"/>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ValueTask<RecordMetadata> ProduceAsync<T>(T message, ProduceOptions options, CancellationToken cancellationToken = default)
    {
        KafkaContract<T> contract = ContractRegistry.Get<T>();
        return _gate.IsClosed
            ? ValueTask.FromException<RecordMetadata>(Ended())
            : ProducerOfCall(contract).ProduceAsync(message, options, cancellationToken);
    }

    /// <summary>
    /// Gives one record to the transaction and completes when the buffer has accepted it. The commit waits for its acknowledgement, and fails
    /// without it.
    /// </summary>
    /// <typeparam name="T">The message type: of its contract without a name of its own, or of the only one.</typeparam>
    /// <inheritdoc cref="ITopicProducer{T}.EnqueueAsync"/>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ValueTask EnqueueAsync<T>(T message, ProduceOptions options = default, CancellationToken cancellationToken = default)
    {
        KafkaContract<T> contract = ContractRegistry.Get<T>();
        return _gate.IsClosed ? ValueTask.FromException(Ended()) : ProducerOfCall(contract).EnqueueAsync(message, options, cancellationToken);
    }

    /// <summary>The producer of a type's contract in this transaction: of the one without a name of its own, or of the only one.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ITopicProducer<T> GetProducer<T>() => Producer(ContractRegistry.Get<T>(), topic: null);

    /// <summary>The producer of one of a type's contracts in this transaction.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">The contract's name: <see cref="KafkaTopicAttribute.Name"/>.</param>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ITopicProducer<T> GetProducer<T>(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Producer(ContractRegistry.Get<T>(name), topic: null);
    }

    /// <summary>The producer of records and tombstones of a type's contract with a key, in this transaction.</summary>
    /// <typeparam name="TKey">The key's type: see <see cref="IKeyedTopicProducer{TKey, T}"/>.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">The contract's name; without one the contract that has none of its own, or the only one there is.</param>
    /// <exception cref="KafkaContractException">
    /// <typeparamref name="T"/> has no such contract, it was excluded or rejected, it has no key, or its key is of another type.
    /// </exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public IKeyedTopicProducer<TKey, T> GetKeyedProducer<TKey, T>(string? name = null)
        where TKey : notnull
    {
        KafkaContract<TKey, T> contract = ContractRegistry.Get<TKey, T>(name);
        ThrowIfEnded();
        return Producer(
            _keyedProducers,
            contract,
            topic: null,
            static (transaction, known, topic) => new KeyedTransactionProducer<TKey, T>(
                transaction, transaction._producer.Producers.GetKeyed((KafkaContract<TKey, T>)known, topic)));
    }

    /// <summary>The producer of a contract for a topic that is named at run time, in this transaction: <see cref="KafkaGenClient.ForTopic{T}"/>.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="topic">The topic's name.</param>
    /// <param name="name">The contract's name, for a type with several.</param>
    /// <exception cref="ArgumentException">Kafka allows no such topic name.</exception>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public ITopicProducer<T> ForTopic<T>(string topic, string? name = null)
    {
        TopicName.ThrowIfIllegal(topic);
        return Producer(ContractRegistry.Get<T>(name), topic);
    }

    /// <summary>A new implementation of a <see cref="KafkaProducerAttribute"/> interface that produces in this transaction.</summary>
    /// <typeparam name="TProducer">The interface.</typeparam>
    /// <exception cref="KafkaContractException">It was not generated, or a contract that it produces was excluded or rejected.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public TProducer Implement<TProducer>()
        where TProducer : class => ContractRegistry.GetProducer<TProducer>().Create(this);

    ITopicProducer<T> IProducerSource.Open<T>(string? topic) => topic is null ? GetProducer<T>() : ForTopic<T>(topic);

    ITopicProducer<TCall> IProducerSource.Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend)
    {
        KafkaContract<T> contract = ContractRegistry.Get<T>();
        ThrowIfEnded();
        return new TransactionProducer<TCall>(this, _producer.Producers.Open(contract, topic, extend));
    }

    /// <summary>
    /// Adds a consumer's offsets to the transaction: they are committed with it, or not at all. What makes consume, transform and produce exactly once.
    /// </summary>
    /// <param name="offsets">For each partition the next offset to consume: the last one that was processed, plus 1.</param>
    /// <param name="groupMetadata">
    /// The consumer's <c>ConsumerGroupMetadata</c>, of the moment that the records were consumed. The consumer has <c>enable.auto.commit=false</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The offsets are in the transaction all the same, unless it is aborted.</param>
    /// <exception cref="ArgumentException">An offset is not a position, or the metadata is not a Confluent.Kafka consumer's.</exception>
    /// <exception cref="ProducerFencedException">Another producer has taken the transactional id over, or the transaction was open for too long.</exception>
    /// <exception cref="KafkaTransactionException">
    /// The offsets are not in the transaction, which can only be aborted; such as when the group has rebalanced.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public async Task SendOffsetsAsync(
        IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(groupMetadata);
        TopicPartitionOffset[] positions = [.. offsets];
        foreach (TopicPartitionOffset position in positions)
        {
            if (position is null || position.Offset.IsSpecial || position.Partition.IsSpecial)
            {
                throw new ArgumentException(
                    $"'{position}' is not the position of a consumer: pass partitions with the next offset to consume, the last one processed plus 1.", nameof(offsets));
            }
        }

        byte[] group = ConfluentGroupMetadata.BytesOf(groupMetadata);
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryEnter())
        {
            throw Ended();
        }

        await SendOffsetsOnceAsync(positions, group).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until every record that was given to the transaction is acknowledged, and commits it. A commit that cannot succeed aborts. Called again after
    /// its wait was cancelled, or after <see cref="KafkaGenOptions"/>' time-out left the outcome unknown, it resumes.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait, never the commit: call again, or dispose, to wait for its outcome.</param>
    /// <exception cref="ProducerFencedException">Another producer has taken the transactional id over, or the transaction was open for too long.</exception>
    /// <exception cref="KafkaTransactionException">
    /// It was aborted: a record was not acknowledged (the inner exception), offsets were not accepted, or the coordinator refuses. Or its outcome is
    /// unknown: the coordinator did not answer within <see cref="KafkaTransactionOptions.CommitTimeout"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The transaction was aborted or disposed.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await StartOrResumeCommit(_pool.Options.CommitTimeout, isDisposing: false).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaTransactionException error) when (error.Outcome == TransactionOutcome.Unknown)
        {
            _isUnknownTold = true;
            throw;
        }
    }

    /// <summary>
    /// Aborts the transaction: nothing of it becomes visible, and its unanswered records fail. It does not fail itself: when the coordinator cannot be told
    /// within <see cref="KafkaTransactionOptions.AbortTimeout"/>, its producer is given up, and the next one, or the coordinator's clock, ends it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait, never the abort.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A commit was asked for before: that cannot be taken back.</exception>
    public Task AbortAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_commit is not null && _outcome != TransactionOutcome.Aborted)
            {
                throw new InvalidOperationException(
                    $"A commit of the transaction of '{TransactionalId}' was asked for, which cannot be taken back. Call CommitAsync again, or dispose the transaction, to wait for its outcome.");
            }
        }

        return StartAbort().WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Aborts the transaction, unless a commit was asked for. A commit that has not been answered is waited for, for
    /// <see cref="KafkaTransactionOptions.AbortTimeout"/> at most.
    /// </summary>
    /// <exception cref="KafkaTransactionException">The outcome of a commit stays unknown, and no call of <see cref="CommitAsync"/> has said so.</exception>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new ValueTask(_disposal ??= DisposeOnceAsync());
        }
    }

    internal bool TryEnter() => _gate.TryEnter();

    internal void Leave() => _gate.Leave();

    internal InvalidOperationException Ended() => new(
        $"The transaction of '{TransactionalId}' has ended or is about to ({_outcome}): no more records or offsets are accepted. Begin another one.");

    private TransactionProducer<T> Producer<T>(KafkaContract<T> contract, string? topic)
    {
        ThrowIfEnded();
        return ProducerOfCall(contract, topic);
    }

    // For a call whose task tells that the transaction has ended: the producer that it gets refuses the record then.
    private TransactionProducer<T> ProducerOfCall<T>(KafkaContract<T> contract, string? topic = null) =>
        Producer(
            _producers,
            contract,
            topic,
            static (transaction, known, named) => new TransactionProducer<T>(
                transaction, transaction._producer.Producers.Get((KafkaContract<T>)known, named)));

    private TProducer Producer<TProducer>(
        Dictionary<(KafkaContract Contract, string Topic), object> known,
        KafkaContract contract,
        string? topic,
        Func<KafkaTransaction, KafkaContract, string?, TProducer> create)
        where TProducer : class
    {
        (KafkaContract Contract, string Topic) key = (contract, topic ?? contract.Topic);
        lock (known)
        {
            if (!known.TryGetValue(key, out object? producer))
            {
                producer = create(this, contract, topic);
                known.Add(key, producer);
            }

            return (TProducer)producer;
        }
    }

    private void ThrowIfEnded()
    {
        if (_gate.IsClosed)
        {
            throw Ended();
        }
    }

    private async Task SendOffsetsOnceAsync(TopicPartitionOffset[] offsets, byte[] group)
    {
        try
        {
            await _producer.SendOffsetsAsync(offsets, group).ConfigureAwait(false);
        }
        catch (KafkaTransactionException error)
        {
            _failure ??= error;
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private Task StartOrResumeCommit(TimeSpan bound, bool isDisposing)
    {
        lock (_lock)
        {
            if (_abort is not null || (_disposal is not null && !isDisposing))
            {
                throw Ended();
            }

            bool isPending = _commit is { IsCompleted: true } && _outcome == TransactionOutcome.Open;
            return _commit = _commit is null || isPending ? Task.Run(() => CommitOnceAsync(bound), CancellationToken.None) : _commit;
        }
    }

    private async Task CommitOnceAsync(TimeSpan bound)
    {
        try
        {
            await CloseGate().ConfigureAwait(false);
            if (_failure is { } offsets)
            {
                throw offsets;
            }

            await _producer.CommitAsync(bound).ConfigureAwait(false);
            End(TransactionOutcome.Committed);
        }
        catch (KafkaTransactionException error) when (error.Outcome == TransactionOutcome.Aborted)
        {
            await AbortOnceAsync().ConfigureAwait(false);
            throw;
        }
        catch (KafkaTransactionException) when (!_producer.IsCommitPending)
        {
            End(TransactionOutcome.Unknown);
            throw;
        }
    }

    private Task StartAbort()
    {
        lock (_lock)
        {
            return _outcome == TransactionOutcome.Aborted ? Task.CompletedTask : _abort ??= Task.Run(AbortOnceAsync, CancellationToken.None);
        }
    }

    private async Task AbortOnceAsync()
    {
        try
        {
            await _producer.AbortAsync(CloseGate()).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The client was closed, which aborts what is open.
        }

        End(TransactionOutcome.Aborted);
    }

    private async Task DisposeOnceAsync()
    {
        Task? commit;
        lock (_lock)
        {
            commit = _commit;
        }

        if (commit is null)
        {
            await StartAbort().ConfigureAwait(false);
            return;
        }

        KafkaTransactionException? unknown = await UnknownAsync(commit).ConfigureAwait(false);
        if (unknown is not null && _outcome == TransactionOutcome.Open)
        {
            unknown = await UnknownAsync(StartOrResumeCommit(_pool.Options.AbortTimeout, isDisposing: true)).ConfigureAwait(false);
            if (_outcome == TransactionOutcome.Committed)
            {
                KafkaGenLog.CommitResumed(_pool.Logger, TransactionalId);
            }
            else if (_outcome == TransactionOutcome.Open)
            {
                _producer.DiscardPendingCommit();
                End(TransactionOutcome.Unknown);
            }
        }

        if (unknown is not null && _outcome == TransactionOutcome.Unknown)
        {
            KafkaGenLog.TransactionOutcomeUnknown(_pool.Logger, TransactionalId, unknown);
            if (!_isUnknownTold)
            {
                throw unknown;
            }
        }
    }

    // What else a commit throws was told to its caller, or is of no interest to one who has stopped waiting: it is aborted.
    private static async Task<KafkaTransactionException?> UnknownAsync(Task commit)
    {
        try
        {
            await commit.ConfigureAwait(false);
            return null;
        }
        catch (KafkaTransactionException error)
        {
            return error.Outcome == TransactionOutcome.Unknown ? error : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private Task CloseGate()
    {
        lock (_lock)
        {
            return _callersLeft ??= _gate.CloseAsync();
        }
    }

    private void End(TransactionOutcome outcome)
    {
        _outcome = outcome;
        _pool.Return(_producer);
    }
}
