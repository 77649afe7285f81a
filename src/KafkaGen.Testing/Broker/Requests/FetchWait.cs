using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>A fetch that waits until there are enough bytes, something is wrong, or its time is over.</summary>
internal sealed class FetchWait(Cluster cluster, PendingRequest request, int minBytes, Action answer)
{
    private readonly List<Part> _parts = [];
    private Schedule.Entry? _timeout;
    private long _bytes;
    private bool _isOver;

    private int MinBytes { get; } = minBytes;

    public void Add(Partition partition, long offset, int maxBytes, bool readCommitted) =>
        _parts.Add(new Part(this, partition, offset, maxBytes, readCommitted));

    public void Begin(TimeSpan maxWait)
    {
        request.Abandoned = End;
        _timeout = cluster.Schedule.At(cluster.Now + maxWait, Complete);
        foreach (Part part in _parts)
        {
            part.Partition.Watch(part);
            part.Count();
        }

        if (_bytes >= MinBytes)
        {
            Complete();
        }
    }

    private void Complete()
    {
        if (!_isOver)
        {
            End();
            answer();
        }
    }

    private void End()
    {
        _isOver = true;
        _timeout?.Cancel();
        cluster.Soon(() =>
        {
            foreach (Part part in _parts)
            {
                part.Partition.Unwatch(part);
            }
        });
    }

    private sealed class Part(FetchWait wait, Partition partition, long offset, int maxBytes, bool readCommitted) : IPartitionWatcher
    {
        private readonly int? _leader = partition.Leader;
        private readonly int _epoch = partition.LeaderEpoch;
        private readonly long _offset = offset;
        private long _next = offset;
        private long _size;
        private long _counted;

        public Partition Partition { get; } = partition;

        public bool IsDone()
        {
            if (wait._isOver)
            {
                return true;
            }

            Count();
            if (Partition.IsDeleted || Partition.Leader != _leader || Partition.LeaderEpoch != _epoch || Partition.Log.Start > _offset
                || wait._bytes >= wait.MinBytes)
            {
                wait.Complete();
            }

            return wait._isOver;
        }

        /// <summary>Counts as Kafka's DelayedFetch does: the distance to what can be read, up to the bound of the partition.</summary>
        public void Count()
        {
            long upTo = readCommitted ? Partition.LastStableOffset : Partition.HighWatermark;
            (long bytes, _next) = Partition.Log.Measure(_next, upTo);
            _size += bytes;
            long available = Math.Min(_size, Math.Max(0, maxBytes));
            wait._bytes += available - _counted;
            _counted = available;
        }
    }
}
