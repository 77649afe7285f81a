using System.Diagnostics;

namespace KafkaGen.Sending;

/// <summary>
/// The records that librdkafka holds, each in a numbered slot. What librdkafka carries along is the slot's number with a generation, so that
/// a report that comes twice, or for a slot used again, finds nothing instead of another record.
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
    private const int None = -1;

    private readonly object _gate = new();
    private readonly InFlightRecord[]?[] _chunks = new InFlightRecord[1 << (IndexBits - ChunkBits)][];
    private int _slotCount;
    private int _free = None;

    // The chain that the delivery thread hands over, and the one that it still builds.
    private int _returned = None;
    private int _firstTaken = None;
    private int _lastTaken = None;

    /// <summary>How many slots there are: as many as records were ever in flight at once.</summary>
    internal int Capacity => Volatile.Read(ref _slotCount);

    /// <summary>How many slots are taken. Only a look: records come and go meanwhile.</summary>
    internal int CountNow()
    {
        int count = 0;
        for (int i = Capacity - 1; i >= 0; i--)
        {
            count += At(i).Epoch is not null ? 1 : 0;
        }

        return count;
    }

    /// <summary>How long ago the call of the oldest record was made; zero without one. Only a look, too.</summary>
    internal TimeSpan OldestAgeNow()
    {
        long coarse = Environment.TickCount64;
        TimeSpan oldest = TimeSpan.Zero;
        for (int i = Capacity - 1; i >= 0; i--)
        {
            ref InFlightRecord slot = ref At(i);
            long startedAt = slot.StartedAt;
            if (slot.Epoch is not null && startedAt != 0)
            {
                TimeSpan age = startedAt > 0 ? Stopwatch.GetElapsedTime(startedAt) : TimeSpan.FromMilliseconds(coarse + startedAt);
                oldest = age > oldest ? age : oldest;
            }
        }

        return oldest;
    }

    /// <summary>Takes a slot for a record. The caller fills in all but its <see cref="InFlightRecord.Opaque"/>.</summary>
    internal ref InFlightRecord Rent()
    {
        int index;
        lock (_gate)
        {
            if (_free == None)
            {
                _free = Interlocked.Exchange(ref _returned, None);
            }

            if (_free != None)
            {
                index = _free;
                _free = At(index).Index;
            }
            else
            {
                index = _slotCount;
                _chunks[index >> ChunkBits] ??= new InFlightRecord[ChunkSize];
                Volatile.Write(ref _slotCount, index + 1);
            }
        }

        // Never zero, so that a report without an opaque value finds nothing.
        ref InFlightRecord slot = ref At(index);
        slot.Opaque = unchecked((((slot.Opaque >>> IndexBits) + 1) << IndexBits) | index);
        return ref slot;
    }

    /// <summary>Takes back the slot of a record that librdkafka refused.</summary>
    internal void Return(ref InFlightRecord slot)
    {
        Free(ref slot);
        lock (_gate)
        {
            slot.Index = _free;
            _free = (int)(slot.Opaque & IndexMask);
        }
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

        ref InFlightRecord slot = ref At(index);
        record = slot;
        if (slot.Opaque != opaque || slot.Epoch is null)
        {
            return false;
        }

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
        if (_firstTaken == None)
        {
            return;
        }

        int before = Volatile.Read(ref _returned);
        while (true)
        {
            At(_lastTaken).Index = before;
            int seen = Interlocked.CompareExchange(ref _returned, _firstTaken, before);
            if (seen == before)
            {
                break;
            }

            before = seen;
        }

        _firstTaken = None;
    }

    /// <summary>Takes all records out of their slots, after the delivery thread has ended.</summary>
    internal List<InFlightRecord> TakeAll()
    {
        List<InFlightRecord> all = [];
        for (int i = 0; i < Capacity; i++)
        {
            if (At(i).Epoch is not null && TryTake(At(i).Opaque, out InFlightRecord record))
            {
                all.Add(record);
            }
        }

        ReturnTaken();
        return all;
    }

    // It must hold on to nothing: slots live as long as the sender.
    private static void Free(ref InFlightRecord slot)
    {
        slot.Epoch = null;
        slot.Answer = null;
    }

    private ref InFlightRecord At(int index) => ref _chunks[index >> ChunkBits]![index & (ChunkSize - 1)];
}
