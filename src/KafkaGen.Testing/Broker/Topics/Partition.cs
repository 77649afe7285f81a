using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Producers;

namespace KafkaGen.Testing.Broker.Topics;

/// <summary>A partition: its log, who leads and copies it, and what it knows of its producers.</summary>
internal sealed class Partition(Topic topic, int index, LogMemory memory)
{
    private readonly List<IPartitionWatcher> _watchers = [];

    public Topic Topic { get; } = topic;

    public int Index { get; } = index;

    public List<Replica> Replicas { get; } = [];

    /// <summary>The leader's broker id, or <see langword="null"/> while there is none.</summary>
    public int? Leader { get; set; }

    public int LeaderEpoch { get; set; }

    public PartitionLog Log { get; } = new(memory);

    public LeaderEpochs Epochs { get; } = new();

    public OpenTransactions Transactions { get; } = new();

    public ProducerStates Producers { get; } = new();

    /// <summary>The offset behind the last record that all in-sync replicas have.</summary>
    public long HighWatermark { get; set; }

    /// <summary>The offset up to which <c>read_committed</c> reads.</summary>
    public long LastStableOffset => Math.Max(Math.Min(Log.Start, HighWatermark), Transactions.StableEnd(HighWatermark));

    /// <summary>The topic was deleted.</summary>
    public bool IsDeleted { get; set; }

    public int InSyncCount
    {
        get
        {
            int count = 0;
            foreach (Replica replica in Replicas)
            {
                count += replica.IsInSync ? 1 : 0;
            }

            return count;
        }
    }

    public Replica? ReplicaOn(int broker) => Replicas.Find(replica => replica.Broker == broker);

    public void Watch(IPartitionWatcher watcher) => _watchers.Add(watcher);

    public void Unwatch(IPartitionWatcher watcher) => _watchers.Remove(watcher);

    /// <summary>Lets those who wait look again: something was appended, replicated, moved or deleted.</summary>
    public void Changed()
    {
        if (_watchers.Count > 0)
        {
            _watchers.RemoveAll(static watcher => watcher.IsDone());
        }
    }
}
