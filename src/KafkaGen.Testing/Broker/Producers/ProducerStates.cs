using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Log;

namespace KafkaGen.Testing.Broker.Producers;

/// <summary>What a partition knows of its idempotent and transactional producers, and whether a batch of theirs may be appended.</summary>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerState> _producers = [];

    public int Count => _producers.Count;

    /// <summary>
    /// The offset at which the leader's broker shut down: its snapshot has one batch a producer, the last, and only what was replayed from there on is remembered in full
    /// (<c>ProducerStateManager.writeSnapshot</c>). Zero where it has followed the log from its beginning.
    /// </summary>
    public long SnapshotAt { get; set; }

    public ProducerState? Find(long producerId) => _producers.GetValueOrDefault(producerId);

    /// <summary>Whether a batch was appended before and is remembered: its answer is repeated then.</summary>
    public bool IsDuplicate(in RecordBatchHeader batch, out ProducerState.Batch original)
    {
        original = default;
        return _producers.TryGetValue(batch.ProducerId, out ProducerState? producer)
            && producer.TryFind(batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence, SnapshotAt, out original);
    }

    /// <summary>Checks epoch and sequence of a batch that is no duplicate.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="startsAtZero">
    /// Whether a producer without a state must begin at 0. Kafka asks this only where the transaction's partition was added by the batch itself
    /// (transaction version 2); otherwise it takes any number, for the state may have been lost with its records.
    /// </param>
    public KafkaErrorCode Check(in RecordBatchHeader batch, bool startsAtZero)
    {
        if (!_producers.TryGetValue(batch.ProducerId, out ProducerState? producer))
        {
            return startsAtZero && batch.BaseSequence != 0 ? KafkaErrorCode.OutOfOrderSequenceNumber : KafkaErrorCode.None;
        }

        if (batch.ProducerEpoch < producer.Epoch)
        {
            return KafkaErrorCode.InvalidProducerEpoch;
        }

        if (batch.ProducerEpoch > producer.Epoch)
        {
            return batch.BaseSequence == 0 ? KafkaErrorCode.None : KafkaErrorCode.OutOfOrderSequenceNumber;
        }

        return batch.BaseSequence == Next(producer.LastSequence) ? KafkaErrorCode.None : KafkaErrorCode.OutOfOrderSequenceNumber;
    }

    /// <summary>Takes note of a batch that was appended at an offset.</summary>
    public void Appended(in RecordBatchHeader batch)
    {
        ProducerState producer = GetOrAdd(batch.ProducerId);
        producer.Add(
            batch.ProducerEpoch,
            new ProducerState.Batch(batch.BaseSequence, batch.LastSequence, batch.BaseOffset, batch.LastOffset, batch.MaxTimestamp));
    }

    public void Marker(long producerId, short epoch, int coordinatorEpoch, long timestamp) =>
        GetOrAdd(producerId).Marker(epoch, coordinatorEpoch, timestamp);

    /// <summary>
    /// Forgets producers whose last batch is <c>producer.id.expiration.ms</c> old by its own timestamp (<c>ProducerStateManager.isProducerExpired</c>) and that have nothing open.
    /// </summary>
    /// <param name="upTo">What is not later than this has expired, in milliseconds since 1970.</param>
    /// <param name="open">The transactions that are open.</param>
    public void Expire(long upTo, OpenTransactions open)
    {
        List<long>? expired = null;
        foreach ((long id, ProducerState producer) in _producers)
        {
            if (producer.LastTimestamp <= upTo && !open.IsOpen(id))
            {
                (expired ??= []).Add(id);
            }
        }

        expired?.ForEach(id => _producers.Remove(id));
    }

    public void Clear() => _producers.Clear();

    /// <summary>The sequence after one, which wraps from 2^31-1 to 0.</summary>
    private static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    private ProducerState GetOrAdd(long producerId)
    {
        if (!_producers.TryGetValue(producerId, out ProducerState? producer))
        {
            producer = new ProducerState();
            _producers.Add(producerId, producer);
        }

        return producer;
    }
}
