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
        private int _counted;

        public Partition Partition { get; } = partition;

        public bool IsDone()
        {
            if (wait._isOver)
            {
                return true;
            }

            Count();
            if (Partition.IsDeleted || Partition.Leader != _leader || Partition.LeaderEpoch != _epoch || wait._bytes >= wait.MinBytes)
            {
                wait.Complete();
            }

            return wait._isOver;
        }

        public void Count()
        {
            long upTo = readCommitted ? Partition.LastStableOffset : Partition.HighWatermark;
            int available = Partition.Log.Read(offset, upTo, maxBytes, atLeastOne: true).Bytes.Length;
            wait._bytes += available - _counted;
            _counted = available;
        }
    }
}
