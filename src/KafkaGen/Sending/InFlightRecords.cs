namespace KafkaGen.Sending;

/// <summary>
/// The records that librdkafka holds and somebody waits for, each in a numbered slot. What librdkafka carries along is the slot's number with a
/// generation, so that a report that comes twice, or for a slot used again, finds nothing instead of another record.
/// </summary>
/// <remarks>
/// A slot belongs to the producing thread until the native call, and from then on to the delivery thread, so that reading reports takes no lock. The
/// slots of a batch of reports come back in one piece, in their sequence.
/// </remarks>
internal sealed class InFlightRecords
{
    private const int IndexBits = 23;
    private const int IndexMask = (1 << IndexBits) - 1;

    // Slots never move: a growing array would be copied while the delivery thread writes into it.
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;
    private const int ChunkCount = 1 << (IndexBits - ChunkBits);
    private const int None = -1;

    private readonly object _gate = new();
    private readonly Slot[]?[] _chunks = new Slot[ChunkCount][];

    // Apart from the slots, because most records have none.
    private readonly Times[]?[] _times = new Times[ChunkCount][];
    private int _slotCount;

    // The first free slot, below a count of the changes: a slot that was taken and came back meanwhile is not mistaken for an unchanged list.
    private long _free = uint.MaxValue;

    // The chain that the delivery thread will hand over.
    private int _firstTaken = None;
    private int _lastTaken = None;

    /// <summary>How many slots there are: as many as records were ever in flight at once.</summary>
    internal int Capacity => Volatile.Read(ref _slotCount);

    /// <summary>Takes a slot for a record.</summary>
    /// <returns>What librdkafka carries along. Never zero and never negative.</returns>
    internal nint Add(in InFlightRecord record)
    {
        int index = TakeFree();
        ref Slot slot = ref At(index);
        slot.Generation++;
        slot.Size = (uint)record.Size;
        slot.AcceptedAt = record.AcceptedAt;
        slot.Answer = record.Answer;
        slot.Index = record.Index;
        slot.Epoch = record.Epoch;
        SetTimes(index, new Times { Timestamp = record.Timestamp, StartedAt = record.StartedAt });
        return ((nint)slot.Generation << IndexBits) | index;
    }

    /// <summary>Takes back the slot of a record that librdkafka refused.</summary>
    internal void Return(nint opaque)
    {
        int index = (int)(opaque & IndexMask);
        Free(ref At(index));
        PutFree(index, index);
    }

    /// <summary>
    /// Takes the record of a report out of its slot, unless the slot was given up before. Only on the delivery thread, or after it has ended.
    /// </summary>
    internal bool TryTake(nint opaque, out InFlightRecord record)
    {
        int index = (int)(opaque & IndexMask);
        if (index >= Capacity)
        {
            record = default;
            return false;
        }

        ref Slot slot = ref At(index);
        if (slot.Epoch is not { } epoch || slot.Generation != (uint)(opaque >> IndexBits))
        {
            record = default;
            return false;
        }

        Times times = _times[index >> ChunkBits] is { } all ? all[index & (ChunkSize - 1)] : Times.None;
        record = new()
        {
            Size = slot.Size,
            Timestamp = times.Timestamp,
            StartedAt = times.StartedAt,
            AcceptedAt = slot.AcceptedAt,
            Epoch = epoch,
            Answer = slot.Answer,
            Index = slot.Index,
        };
        Free(ref slot);
        slot.Index = None;
        if (_firstTaken == None)
        {
            _firstTaken = index;
        }
        else
        {
            At(_lastTaken).Index = index;
        }

        _lastTaken = index;
        return true;
    }

    /// <summary>Gives the slots taken since the last call back for use.</summary>
    internal void ReturnTaken()
    {
        if (_firstTaken != None)
        {
            PutFree(_firstTaken, _lastTaken);
            _firstTaken = None;
        }
    }

    /// <summary>How long ago the oldest record was accepted, in milliseconds of the clock; zero when there is none. A look: records come and go meanwhile.</summary>
    internal uint OldestAge(uint clock)
    {
        uint oldest = 0;
        for (int i = Capacity - 1; i >= 0; i--)
        {
            ref Slot slot = ref At(i);
            uint age = clock - slot.AcceptedAt;

            // One of a moment ago may be ahead of the clock that the caller has read.
            if (Volatile.Read(ref slot.Epoch) is not null && age < uint.MaxValue / 2)
            {
                oldest = Math.Max(oldest, age);
            }
        }

        return oldest;
    }

    /// <summary>Takes all records out of their slots, after the delivery thread has ended.</summary>
    internal List<InFlightRecord> TakeAll()
    {
        List<InFlightRecord> all = [];
        for (int i = 0; i < Capacity; i++)
        {
            if (TryTake(((nint)At(i).Generation << IndexBits) | i, out InFlightRecord record))
            {
                all.Add(record);
            }
        }

        ReturnTaken();
        return all;
    }

    // It must hold on to nothing: slots live as long as the sender.
    private static void Free(ref Slot slot)
    {
        slot.Epoch = null;
        slot.Answer = null;
    }

    private int TakeFree()
    {
        long free = Volatile.Read(ref _free);
        while ((int)free != None)
        {
            // Another thread may take the slot and use the field meanwhile: then the list has changed, and what was read here is dropped.
            long next = Next(free, Volatile.Read(ref At((int)free).Index));
            long seen = Interlocked.CompareExchange(ref _free, next, free);
            if (seen == free)
            {
                return (int)free;
            }

            free = seen;
        }

        lock (_gate)
        {
            int index = _slotCount;
            _chunks[index >> ChunkBits] ??= new Slot[ChunkSize];
            Volatile.Write(ref _slotCount, index + 1);
            return index;
        }
    }

    private void PutFree(int first, int last)
    {
        long free = Volatile.Read(ref _free);
        while (true)
        {
            At(last).Index = (int)free;
            long seen = Interlocked.CompareExchange(ref _free, Next(free, first), free);
            if (seen == free)
            {
                return;
            }

            free = seen;
        }
    }

    private static long Next(long free, int index) => (((free >> 32) + 1) << 32) | (uint)index;

    private void SetTimes(int index, in Times times)
    {
        Times[]? all = _times[index >> ChunkBits];
        if (all is null)
        {
            if (times.IsNone)
            {
                return;
            }

            all = AddTimes(index >> ChunkBits);
        }

        all[index & (ChunkSize - 1)] = times;
    }

    private Times[] AddTimes(int chunk)
    {
        lock (_gate)
        {
            if (_times[chunk] is not { } times)
            {
                times = new Times[ChunkSize];
                Array.Fill(times, Times.None);
                Volatile.Write(ref _times[chunk], times);
            }

            return times;
        }
    }

    private ref Slot At(int index) => ref _chunks[index >> ChunkBits]![index & (ChunkSize - 1)];

    // Two of them fill a line of the processor's caches: the reports of a full buffer find none of them there.
    private struct Slot
    {
        // Null in a free slot.
        internal FlushEpoch? Epoch;
        internal object? Answer;

        // No record is larger than 1 GB, Kafka's limit of "message.max.bytes".
        internal uint Size;
        internal uint AcceptedAt;
        internal uint Generation;

        // The record's place in its batch; in a free slot the next free one.
        internal int Index;
    }

    private struct Times
    {
        internal static readonly Times None = new() { Timestamp = InFlightRecord.NoTimestamp };

        internal long Timestamp;
        internal long StartedAt;

        internal readonly bool IsNone => Timestamp == InFlightRecord.NoTimestamp && StartedAt == 0;
    }
}
