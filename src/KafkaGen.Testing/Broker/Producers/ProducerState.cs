namespace KafkaGen.Testing.Broker.Producers;

/// <summary>What a partition remembers of one producer: its epoch and its last five batches.</summary>
internal sealed class ProducerState
{
    /// <summary>How many batches a broker remembers, and so how many requests a producer may have in flight.</summary>
    public const int RememberedBatches = 5;

    /// <summary>No epoch was seen.</summary>
    public const short NoEpoch = -1;

    private readonly Batch[] _batches = new Batch[RememberedBatches];
    private int _count;
    private int _newest = -1;

    public short Epoch { get; private set; } = NoEpoch;

    public int CoordinatorEpoch { get; private set; } = -1;

    /// <summary>The time of its last batch or marker, in milliseconds since 1970: the records' own, not when they came.</summary>
    public long LastTimestamp { get; private set; } = long.MinValue;

    public int LastSequence => _count > 0 ? _batches[_newest].LastSequence : -1;

    public void Add(short epoch, in Batch batch)
    {
        SetEpoch(epoch);
        _newest = (_newest + 1) % RememberedBatches;
        _batches[_newest] = batch;
        _count = Math.Min(_count + 1, RememberedBatches);
        LastTimestamp = batch.Timestamp;
    }

    public void Marker(short epoch, int coordinatorEpoch, long timestamp)
    {
        SetEpoch(epoch);
        CoordinatorEpoch = coordinatorEpoch;
        LastTimestamp = timestamp;
    }

    /// <summary>Finds a remembered batch with exactly these sequence numbers.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="firstSequence">The first number.</param>
    /// <param name="lastSequence">The last number.</param>
    /// <param name="snapshotAt">Of what is before this offset only the last batch is remembered.</param>
    /// <param name="found">The batch.</param>
    public bool TryFind(short epoch, int firstSequence, int lastSequence, long snapshotAt, out Batch found)
    {
        if (epoch == Epoch)
        {
            for (int back = 0; back < _count; back++)
            {
                Batch batch = _batches[(_newest - back + RememberedBatches) % RememberedBatches];
                if (batch.FirstSequence == firstSequence && batch.LastSequence == lastSequence)
                {
                    found = batch;
                    return true;
                }

                if (batch.FirstOffset < snapshotAt)
                {
                    break;
                }
            }
        }

        found = default;
        return false;
    }

    private void SetEpoch(short epoch)
    {
        if (Epoch != epoch)
        {
            Epoch = epoch;
            _count = 0;
            _newest = -1;
        }
    }

    /// <summary>A batch that was appended.</summary>
    public readonly record struct Batch(int FirstSequence, int LastSequence, long FirstOffset, long LastOffset, long Timestamp);
}
