using KafkaGen.Accumulating;

namespace KafkaGen.Sending.Brain;

/// <summary>One topic: its partitions, as far as they are known.</summary>
/// <param name="name">The topic.</param>
/// <param name="codec">How its batches are compressed.</param>
/// <param name="level">The codec's level; <see langword="null"/> for its default.</param>
/// <param name="deliveryTimeout">From a batch's first record to its answer, at most, in milliseconds.</param>
internal sealed class TopicSender(string name, CompressionCodec codec, int? level, long deliveryTimeout)
{
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PartitionQueue[] _queues = [];

    internal string Name { get; } = name;

    internal CompressionCodec Codec { get; } = codec;

    internal int? Level { get; } = level;

    internal long DeliveryTimeout { get; } = deliveryTimeout;

    /// <summary>The topic's share of the room.</summary>
    internal RoomShare? Share { get; init; }

    /// <summary>Told when partitions are known, or more of them.</summary>
    internal Action? OnKnown { get; init; }

    /// <summary>The queues that callers append to; empty until the partitions are known. Read by any thread.</summary>
    internal PartitionQueue[] Queues => _queues;

    /// <summary>Completes when the partitions are known; fails when the sender ends before.</summary>
    internal Task WhenKnown => _known.Task;

    /// <summary>The topic's id; empty where brokers do not tell.</summary>
    internal Guid Id { get; set; }

    /// <summary>Why nothing is known of it.</summary>
    internal KafkaErrorCode Problem { get; set; }

    /// <summary>The loop's own view.</summary>
    internal List<PartitionSender> Partitions { get; } = [];

    /// <summary>Shows callers the partitions that were added.</summary>
    internal void Publish()
    {
        _queues = [.. Partitions.Select(partition => partition.Queue)];
        _known.TrySetResult();
        OnKnown?.Invoke();
    }

    /// <summary>Nobody looks for its partitions any more.</summary>
    internal void GiveUp(ProduceException error)
    {
        if (_known.TrySetException(error))
        {
            // Whoever does not wait for it must not hear of it as an exception that nobody observed.
            _ = _known.Task.Exception;
        }
    }
}
