using System.Runtime.InteropServices;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>
/// The reported records of one event, whose room is released and whose callers are told together: the counters that the producing threads use
/// are touched once for a batch, not once for a record. Only one thread at a time uses it.
/// </summary>
/// <param name="buffer">Where the records have their room.</param>
/// <param name="areHeld">Whether their topics hold it (<see cref="SenderTopic.Hold"/>), because they come here some time after their reports.</param>
internal sealed class DeliveredRecords(SendBuffer buffer, bool areHeld = false)
{
    private readonly List<Run> _runs = [];
    private readonly List<(BatchAnswers Batch, int Records)> _batches = [];
    private readonly List<ProduceOperation> _operations = [];

    /// <summary>Counts a record whose answer is noted already.</summary>
    internal void Add(in InFlightRecord record, bool isAcknowledged)
    {
        Add(record.Epoch, record.Size, isAcknowledged);
        switch (record.Answer)
        {
            case ProduceOperation operation:
                _operations.Add(operation);
                break;
            case BatchAnswers batch when _batches.Count > 0 && _batches[^1].Batch == batch:
                _batches[^1] = (batch, _batches[^1].Records + 1);
                break;
            case BatchAnswers batch:
                _batches.Add((batch, 1));
                break;
        }
    }

    /// <summary>Counts a record that nobody waits for.</summary>
    internal void Add(FlushEpoch epoch, long size, bool isAcknowledged)
    {
        if (_runs.Count == 0 || _runs[^1].Epoch != epoch)
        {
            _runs.Add(new Run { Epoch = epoch });
        }

        ref Run run = ref CollectionsMarshal.AsSpan(_runs)[^1];
        run.Records++;
        run.Bytes += size;
        run.Acknowledged += isAcknowledged ? 1 : 0;
    }

    /// <summary>Releases the room of all, then tells their callers, so that a caller who is answered finds that room.</summary>
    internal void Complete()
    {
        foreach (Run run in _runs)
        {
            if (run.Acknowledged > 0)
            {
                run.Epoch.Topic.OnAnswer();
                run.Epoch.Topic.Telemetry.OnDelivered(run.Acknowledged);
            }

            buffer.Release(run.Records, run.Bytes);
            if (areHeld)
            {
                run.Epoch.Topic.ReleaseHeld(run.Records, run.Bytes);
            }
            else
            {
                run.Epoch.Topic.Release(run.Records, run.Bytes);
            }
        }

        foreach (Run run in _runs)
        {
            run.Epoch.Leave(run.Records);
        }

        foreach ((BatchAnswers batch, int records) in _batches)
        {
            batch.Complete(records);
        }

        foreach (ProduceOperation operation in _operations)
        {
            operation.Complete();
        }

        _runs.Clear();
        _batches.Clear();
        _operations.Clear();
    }

    // Records that one flush waits for, one after the other: mostly a whole batch.
    private struct Run
    {
        internal required FlushEpoch Epoch { get; init; }

        internal int Records;

        internal long Bytes;

        internal int Acknowledged;
    }
}
