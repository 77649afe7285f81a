namespace KafkaGen.Sending;

/// <summary>
/// The records that librdkafka holds, each in a numbered slot. What librdkafka carries along is the slot's number with a generation, so that
/// a report that comes twice, or for a slot used again, finds nothing instead of another record.
/// </summary>
internal sealed class InFlightRecords
{
    private const int IndexBits = 23;
    private const int IndexMask = (1 << IndexBits) - 1;
    private const int InitialCapacity = 1024;

    private readonly object _gate = new();
    private readonly Stack<int> _freeSlots = new(InitialCapacity);
    private readonly Stack<ProduceOperation> _pool = new(InitialCapacity);
    private ProduceOperation?[] _slots = new ProduceOperation?[InitialCapacity];
    private int _slotCount;
    private nint _generation;
    private int _inUse;

    /// <summary>How many slots are taken.</summary>
    internal int Count => Volatile.Read(ref _inUse);

    /// <summary>Takes a slot and an operation for one record.</summary>
    internal ProduceOperation Rent()
    {
        lock (_gate)
        {
            if (!_freeSlots.TryPop(out int slot))
            {
                slot = _slotCount++;
                if (slot == _slots.Length)
                {
                    Array.Resize(ref _slots, _slots.Length * 2);
                }
            }

            if (!_pool.TryPop(out ProduceOperation? operation))
            {
                operation = new ProduceOperation(this);
            }

            _inUse++;

            // Never zero, so that a report without an opaque value finds nothing.
            _generation++;
            operation.Slot = slot;
            operation.Opaque = unchecked((_generation << IndexBits) | slot);
            _slots[slot] = operation;
            return operation;
        }
    }

    /// <summary>Takes the record of a report out of its slot; <see langword="null"/> when the slot was given up before.</summary>
    internal ProduceOperation? Take(nint opaque)
    {
        lock (_gate)
        {
            ProduceOperation? operation = _slots[(int)(opaque & IndexMask)];
            if (operation is null || operation.Opaque != opaque)
            {
                return null;
            }

            FreeSlot(operation);
            return operation;
        }
    }

    /// <summary>Takes all records out of their slots.</summary>
    internal List<ProduceOperation> TakeAll()
    {
        lock (_gate)
        {
            List<ProduceOperation> all = [.. _slots.OfType<ProduceOperation>()];
            all.ForEach(FreeSlot);
            return all;
        }
    }

    /// <summary>Takes an operation back into the pool.</summary>
    internal void Return(ProduceOperation operation)
    {
        lock (_gate)
        {
            _pool.Push(operation);
        }
    }

    private void FreeSlot(ProduceOperation operation)
    {
        _slots[operation.Slot] = null;
        operation.Opaque = 0;
        _freeSlots.Push(operation.Slot);
        _inUse--;
    }
}
