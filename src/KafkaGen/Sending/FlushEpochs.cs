namespace KafkaGen.Sending;

/// <summary>
/// The epochs of a sender that are not drained, by number. A record that nobody waits for needs no slot of <see cref="InFlightRecords"/>: what librdkafka
/// carries along for it is the number of its epoch with its size, so that its report touches no memory but the report's own.
/// </summary>
internal sealed class FlushEpochs
{
    /// <summary>The largest size that is carried along.</summary>
    internal const long MaxSize = uint.MaxValue;

    // The sign tells it from a slot, whose number and generation never reach that far.
    private static readonly nint s_unslotted = nint.MinValue;
    private const int SizeBits = 32;

    private readonly object _gate = new();
    private readonly Stack<int> _unused = new();
    private FlushEpoch?[] _epochs = new FlushEpoch?[16];
    private int _count;

    /// <summary>The value that librdkafka carries along for a record without a slot.</summary>
    internal static nint OpaqueOf(FlushEpoch epoch, long size) => unchecked(s_unslotted | ((nint)epoch.Number << SizeBits) | (nint)size);

    /// <summary>Whether a report's value is one of <see cref="OpaqueOf"/>.</summary>
    internal static bool HasNoSlot(nint opaque) => opaque < 0;

    /// <summary>The size in a value of <see cref="OpaqueOf"/>.</summary>
    internal static long SizeOf(nint opaque) => opaque & MaxSize;

    /// <summary>The epoch in a value of <see cref="OpaqueOf"/>. It is there: the record counts in it until its report.</summary>
    internal FlushEpoch EpochOf(nint opaque) => Volatile.Read(ref _epochs)[(int)((opaque & ~s_unslotted) >> SizeBits)]!;

    /// <summary>Gives an epoch its number.</summary>
    internal int Add(FlushEpoch epoch)
    {
        lock (_gate)
        {
            if (!_unused.TryPop(out int number))
            {
                number = _count++;
                if (number == _epochs.Length)
                {
                    FlushEpoch?[] grown = new FlushEpoch?[_epochs.Length * 2];
                    _epochs.CopyTo(grown, 0);
                    Volatile.Write(ref _epochs, grown);
                }
            }

            _epochs[number] = epoch;
            return number;
        }
    }

    /// <summary>Takes back the number of an epoch that has drained.</summary>
    internal void Remove(FlushEpoch epoch)
    {
        lock (_gate)
        {
            _epochs[epoch.Number] = null;
            _unused.Push(epoch.Number);
        }
    }

    /// <summary>Ends the wait for records of a topic that will not be reported any more.</summary>
    internal void Abandon(SenderTopic topic)
    {
        lock (_gate)
        {
            foreach (FlushEpoch? epoch in _epochs)
            {
                if (epoch?.Topic == topic)
                {
                    epoch.Abandon();
                }
            }
        }
    }
}
