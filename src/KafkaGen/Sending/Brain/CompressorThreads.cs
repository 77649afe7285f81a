using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;

namespace KafkaGen.Sending.Brain;

/// <summary>
/// Threads that compress batches, one batch each at a time: at most half the processors, so that callers keep the others. They are started as batches come, and stay.
/// </summary>
/// <param name="room">Where the memory comes from.</param>
/// <param name="done">Told of each batch, with what the codec threw. The batch is then as it was.</param>
internal sealed class CompressorThreads(Room room, Action<PartitionSender, ProducerBatch, Exception?> done)
{
    private readonly object _gate = new();
    private readonly Queue<(PartitionSender Partition, ProducerBatch Batch)> _waiting = new();
    private readonly int _most = Math.Max(1, Environment.ProcessorCount / 2);
    private int _threads;
    private int _idle;
    private bool _isOver;

    internal void Add(PartitionSender partition, ProducerBatch batch)
    {
        lock (_gate)
        {
            if (_waiting.Count >= _idle && _threads < _most)
            {
                OwnThread.Start("KafkaGen compressor", Run);
                _threads++;
            }

            _waiting.Enqueue((partition, batch));

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the threads when nothing is left to compress.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        while (TryNext(out (PartitionSender Partition, ProducerBatch Batch) next))
        {
            Exception? trouble = null;
            try
            {
                BatchCompressor.Compress(next.Batch, next.Partition.Topic.Codec, next.Partition.Topic.Level, room);
            }
#pragma warning disable CA1031 // whatever a codec throws: the batch is sent as it is, and the loop tells of it
            catch (Exception error)
#pragma warning restore CA1031
            {
                trouble = error;
            }

            done(next.Partition, next.Batch, trouble);
        }
    }

    private bool TryNext(out (PartitionSender Partition, ProducerBatch Batch) next)
    {
        lock (_gate)
        {
            while (!_waiting.TryDequeue(out next))
            {
                if (_isOver)
                {
                    return false;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return true;
        }
    }
}
