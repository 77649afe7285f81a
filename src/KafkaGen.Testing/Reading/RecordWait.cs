using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Reading;

/// <summary>A test that waits until a topic has a number of records, in the partitions that it has and in those that are added meanwhile.</summary>
internal sealed class RecordWait(string topic, int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Part> _parts = [];
    private long _records;

    public Task Done => _done.Task;

    public void Begin(Cluster cluster)
    {
        cluster.Topics.PartitionAdded += Watch;
        foreach (Partition partition in cluster.Topics.Find(topic)?.Partitions ?? [])
        {
            Watch(partition);
        }

        _parts.ForEach(part => part.Update());
        Check();
    }

    public void End(Cluster cluster)
    {
        cluster.Topics.PartitionAdded -= Watch;
        foreach (Part part in _parts)
        {
            part.Partition.Unwatch(part);
        }
    }

    private void Watch(Partition partition)
    {
        if (partition.Topic.Name == topic)
        {
            Part part = new(this, partition);
            _parts.Add(part);
            partition.Watch(part);
        }
    }

    private bool Check()
    {
        if (!_done.Task.IsCompleted && _records >= count)
        {
            // Other partitions may have lost their oldest records to the bound of the memory since they were counted.
            _parts.ForEach(part => part.Update());
            if (_records >= count)
            {
                _done.TrySetResult();
            }
        }

        return _done.Task.IsCompleted;
    }

    private sealed class Part(RecordWait wait, Partition partition) : IPartitionWatcher
    {
        private readonly RecordCount _count = new(partition);

        public Partition Partition { get; } = partition;

        public bool IsDone()
        {
            Update();
            if (Partition.IsDeleted)
            {
                // A topic of that name that is created later has other partitions.
                wait._parts.Remove(this);
                return true;
            }

            return wait.Check();
        }

        public void Update()
        {
            long before = _count.Records;
            _count.Update();
            wait._records += _count.Records - before;
        }
    }
}
