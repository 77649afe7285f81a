using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Sockets;

/// <summary>A test that waits until a topic has a number of records.</summary>
internal sealed class RecordWait(string topic, int count) : IPartitionWatcher
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Topic? _topic;

    public Task Done => _done.Task;

    public void Begin(Cluster cluster)
    {
        cluster.Topics.Created += Watch;
        if (cluster.Topics.Find(topic) is { } known)
        {
            Watch(known);
        }
        else if (count <= 0)
        {
            _done.TrySetResult();
        }
    }

    public void End(Cluster cluster)
    {
        cluster.Topics.Created -= Watch;
        foreach (Partition partition in _topic?.Partitions ?? [])
        {
            partition.Unwatch(this);
        }
    }

    public bool IsDone()
    {
        if (!_done.Task.IsCompleted && Records() >= count)
        {
            _done.TrySetResult();
        }

        return _done.Task.IsCompleted;
    }

    private void Watch(Topic created)
    {
        if (created.Name != topic)
        {
            return;
        }

        _topic = created;
        if (!IsDone())
        {
            foreach (Partition partition in created.Partitions)
            {
                partition.Watch(this);
            }
        }
    }

    // Markers of transactions take offsets and are no records, so batches are counted, not offsets.
    private long Records()
    {
        long records = 0;
        foreach (Partition partition in _topic?.Partitions ?? [])
        {
            foreach (Segment segment in partition.Log.Segments)
            {
                foreach (ref readonly Segment.Entry entry in segment.Entries)
                {
                    if (entry.BaseOffset < partition.HighWatermark && entry.LastOffset >= partition.Log.Start
                        && RecordBatchHeader.Read(segment.Batch(entry).Span) is { IsControl: false } header)
                    {
                        records += header.Count;
                    }
                }
            }
        }

        return records;
    }
}
