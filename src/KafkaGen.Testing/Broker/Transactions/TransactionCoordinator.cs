using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Transactions;

/// <summary>A producer id and epoch, or why there is none.</summary>
internal readonly record struct ProducerIdentity(KafkaErrorCode Error, long ProducerId, short Epoch)
{
    public static ProducerIdentity Refused(KafkaErrorCode error) => new(error, -1, -1);
}

/// <summary>
/// Decides about transactions. A real cluster has a coordinator on each broker with a log of its own; here one state stands for all of them, as if its
/// log were never lost.
/// </summary>
internal sealed class TransactionCoordinator(Cluster cluster)
{
    private readonly Dictionary<string, TransactionalProducer> _producers = [];
    private readonly MarkerWriter _markers = new(cluster);

    public IReadOnlyDictionary<string, TransactionalProducer> Producers => _producers;

    /// <summary>InitProducerId of a transactional producer.</summary>
    /// <param name="id">The transactional id.</param>
    /// <param name="timeout">The transaction timeout.</param>
    /// <param name="expected">The producer's present id and epoch, when it asks to go on with a raised epoch (KIP-360).</param>
    public ProducerIdentity Initialize(string id, TimeSpan timeout, (long ProducerId, short Epoch)? expected)
    {
        if (id.Length == 0)
        {
            return ProducerIdentity.Refused(KafkaErrorCode.InvalidRequest);
        }

        if (timeout <= TimeSpan.Zero || timeout > cluster.Settings.MaxTransactionTimeout)
        {
            return ProducerIdentity.Refused(KafkaErrorCode.InvalidTransactionTimeout);
        }

        if (!_producers.TryGetValue(id, out TransactionalProducer? producer))
        {
            producer = new TransactionalProducer(id, cluster.ProducerIds.Next());
            _producers.Add(id, producer);
        }

        if (expected is { } present && !IsOwner(producer, present.ProducerId, present.Epoch))
        {
            return ProducerIdentity.Refused(KafkaErrorCode.ProducerFenced);
        }

        switch (producer.State)
        {
            case TransactionState.PrepareCommit or TransactionState.PrepareAbort:
                return ProducerIdentity.Refused(KafkaErrorCode.ConcurrentTransactions);
            case TransactionState.Ongoing:
                // The old producer is fenced and its transaction aborted; the new one asks again and gets an epoch above that.
                Fence(producer);
                return ProducerIdentity.Refused(KafkaErrorCode.ConcurrentTransactions);
            default:
                return NextIdentity(producer, timeout, expected?.Epoch);
        }
    }

    /// <summary>AddPartitionsToTxn, and what a batch of transaction version 2 does by itself.</summary>
    public KafkaErrorCode AddPartitions(string id, long producerId, short epoch, IEnumerable<Partition> partitions)
    {
        KafkaErrorCode error = Admit(id, producerId, epoch, out TransactionalProducer? producer);
        if (error == KafkaErrorCode.None)
        {
            Begin(producer!);
            producer!.Partitions.UnionWith(partitions);
        }

        return error;
    }

    /// <summary>AddOffsetsToTxn.</summary>
    public KafkaErrorCode AddGroup(string id, long producerId, short epoch, string group)
    {
        KafkaErrorCode error = Admit(id, producerId, epoch, out TransactionalProducer? producer);
        if (error == KafkaErrorCode.None)
        {
            Begin(producer!);
            producer!.Groups.Add(group);
        }

        return error;
    }

    /// <summary>Whether a transaction has a partition: what a broker asks before the first batch of a transaction is appended (KIP-890, part 1).</summary>
    public KafkaErrorCode Verify(string? id, long producerId, short epoch, Partition partition)
    {
        KafkaErrorCode error = Admit(id, producerId, epoch, out TransactionalProducer? producer);
        return error != KafkaErrorCode.None || producer!.Partitions.Contains(partition) ? error : KafkaErrorCode.TransactionAbortable;
    }

    /// <summary>Whether a transaction has a group, before offsets are written for it.</summary>
    public KafkaErrorCode VerifyGroup(string? id, long producerId, short epoch, string group)
    {
        KafkaErrorCode error = Admit(id, producerId, epoch, out TransactionalProducer? producer);
        return error != KafkaErrorCode.None || producer!.Groups.Contains(group) ? error : KafkaErrorCode.TransactionAbortable;
    }

    /// <summary>EndTxn.</summary>
    /// <param name="id">The transactional id.</param>
    /// <param name="producerId">The producer id.</param>
    /// <param name="epoch">The epoch of the transaction.</param>
    /// <param name="commit">Commit or abort.</param>
    /// <param name="raisesEpoch">Whether the next transaction has the next epoch (EndTxn v5, transaction version 2).</param>
    public ProducerIdentity End(string? id, long producerId, short epoch, bool commit, bool raisesEpoch)
    {
        if (string.IsNullOrEmpty(id))
        {
            return ProducerIdentity.Refused(KafkaErrorCode.InvalidRequest);
        }

        if (!_producers.TryGetValue(id, out TransactionalProducer? producer))
        {
            return ProducerIdentity.Refused(KafkaErrorCode.InvalidProducerIdMapping);
        }

        // The answer to the same end may have been lost: its epoch is one behind then, or the last of the producer id before.
        // Or the coordinator has aborted it meanwhile. Older clients end within their epoch, and are fenced by any other.
        bool canRepeat = raisesEpoch && producer.EndsRaiseEpoch;
        bool repeatsAfterOverflow = canRepeat && producer.PreviousProducerId == producerId
            && TransactionalProducer.Exhausts(epoch) && producer.Epoch == 0;
        bool repeats = repeatsAfterOverflow
            || (canRepeat && producer.ProducerId == producerId && producer.Epoch == epoch + 1);
        if (producer.ProducerId != producerId && !repeatsAfterOverflow)
        {
            return ProducerIdentity.Refused(KafkaErrorCode.InvalidProducerIdMapping);
        }

        if (!repeats && (producer.Epoch != epoch || (producer.EndsRaiseEpoch && producer.IsEnding)))
        {
            return ProducerIdentity.Refused(KafkaErrorCode.ProducerFenced);
        }

        bool isRepetition = repeats || !producer.EndsRaiseEpoch;
        switch (producer.State)
        {
            case TransactionState.Ongoing when !repeats:
                return Decide(producer, commit, raisesEpoch);
            case TransactionState.PrepareCommit when commit:
            case TransactionState.PrepareAbort when !commit:
                return ProducerIdentity.Refused(KafkaErrorCode.ConcurrentTransactions);
            case TransactionState.CompleteCommit when commit && isRepetition:
            case TransactionState.CompleteAbort when !commit && isRepetition:
                return new ProducerIdentity(KafkaErrorCode.None, producer.ProducerId, producer.Epoch);
            case TransactionState.Empty or TransactionState.CompleteCommit or TransactionState.CompleteAbort when raisesEpoch && !commit && !repeats:
                // Nothing was added that the coordinator knows of, but batches may be on their way: the raised epoch keeps them out.
                return Decide(producer, commit: false, raisesEpoch: true);
            default:
                return ProducerIdentity.Refused(KafkaErrorCode.InvalidTxnState);
        }
    }

    private static bool IsOwner(TransactionalProducer producer, long producerId, short epoch) =>
        producer.Epoch == TransactionalProducer.NoEpoch
        || producer.ProducerId == producerId
        || (producer.PreviousProducerId == producerId && TransactionalProducer.Exhausts(epoch));

    private ProducerIdentity NextIdentity(TransactionalProducer producer, TimeSpan timeout, short? expectedEpoch)
    {
        if (producer.IsEpochExhausted && (expectedEpoch is null || expectedEpoch == producer.Epoch))
        {
            producer.PreviousProducerId = producer.ProducerId;
            producer.ProducerId = cluster.ProducerIds.Next();
            producer.LastEpoch = expectedEpoch is null ? TransactionalProducer.NoEpoch : producer.Epoch;
            producer.Epoch = 0;
        }
        else if (expectedEpoch is null)
        {
            producer.Epoch++;
            producer.LastEpoch = TransactionalProducer.NoEpoch;
        }
        else if (producer.Epoch == TransactionalProducer.NoEpoch || expectedEpoch == producer.Epoch)
        {
            producer.LastEpoch = producer.Epoch;
            producer.Epoch++;
        }
        else if (expectedEpoch != producer.LastEpoch)
        {
            return ProducerIdentity.Refused(KafkaErrorCode.ProducerFenced);
        }

        producer.Timeout = timeout;
        producer.State = TransactionState.Empty;
        producer.EndsRaiseEpoch = false;
        return new ProducerIdentity(KafkaErrorCode.None, producer.ProducerId, producer.Epoch);
    }

    private KafkaErrorCode Admit(string? id, long producerId, short epoch, out TransactionalProducer? producer)
    {
        producer = null;
        if (string.IsNullOrEmpty(id))
        {
            return KafkaErrorCode.InvalidRequest;
        }

        if (!_producers.TryGetValue(id, out producer) || producer.ProducerId != producerId)
        {
            return KafkaErrorCode.InvalidProducerIdMapping;
        }

        if (producer.Epoch != epoch)
        {
            return KafkaErrorCode.ProducerFenced;
        }

        return producer.IsEnding ? KafkaErrorCode.ConcurrentTransactions : KafkaErrorCode.None;
    }

    private void Begin(TransactionalProducer producer)
    {
        if (producer.State == TransactionState.Ongoing)
        {
            return;
        }

        producer.State = TransactionState.Ongoing;
        long number = ++producer.Number;
        cluster.Schedule.At(cluster.Now + producer.Timeout, () =>
        {
            if (producer.Number == number && producer.State == TransactionState.Ongoing)
            {
                Fence(producer);
            }
        });
    }

    /// <summary>
    /// Aborts a transaction against its producer's will: its epoch is no longer valid. Under transaction version 2 that is an end like any other, so
    /// that a producer that was only slow may ask for the epoch that follows (KIP-890).
    /// </summary>
    private void Fence(TransactionalProducer producer)
    {
        bool raises = cluster.Settings.TransactionVersion >= 2;
        producer.LastEpoch = raises ? producer.Epoch : TransactionalProducer.NoEpoch;
        producer.Epoch++;
        producer.EndsRaiseEpoch = raises;
        producer.State = TransactionState.PrepareAbort;
        _markers.Write(producer, commit: false);
    }

    private ProducerIdentity Decide(TransactionalProducer producer, bool commit, bool raisesEpoch)
    {
        producer.EndsRaiseEpoch = raisesEpoch;
        if (raisesEpoch)
        {
            if (producer.IsEpochExhausted)
            {
                producer.NextProducerId = cluster.ProducerIds.Next();
            }

            producer.LastEpoch = producer.Epoch;
            producer.Epoch++;
        }

        producer.State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort;
        ProducerIdentity next = producer.NextProducerId >= 0
            ? new ProducerIdentity(KafkaErrorCode.None, producer.NextProducerId, 0)
            : new ProducerIdentity(KafkaErrorCode.None, producer.ProducerId, producer.Epoch);
        _markers.Write(producer, commit);
        return next;
    }
}
