using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Replication;

/// <summary>Copies records to followers, moves high watermarks, and elects leaders.</summary>
internal sealed class Replicator(Cluster cluster)
{
    /// <summary>The leader has appended: followers copy at once or later, and the high watermark follows them.</summary>
    public void Appended(Partition partition)
    {
        foreach (Replica replica in partition.Replicas)
        {
            if (replica.Broker == partition.Leader)
            {
                CatchUp(partition, replica);
            }
            else if (CanCopy(replica))
            {
                if (cluster.Settings.ReplicationDelay == TimeSpan.Zero)
                {
                    CatchUp(partition, replica);
                }
                else
                {
                    CopyLater(partition, replica);
                }
            }
        }

        UpdateHighWatermark(partition);
        partition.Changed();
    }

    /// <summary>Stops or resumes a follower's copying.</summary>
    public void SetLagging(Partition partition, Replica replica, bool lagging)
    {
        replica.IsLagging = lagging;
        if (lagging)
        {
            replica.CaughtUpAt = cluster.Now;
            cluster.Schedule.At(cluster.Now + cluster.Settings.ReplicaLagTimeMax, () => LeaveIfBehind(partition, replica));
        }
        else if (partition.Leader is not null && CanCopy(replica))
        {
            CatchUp(partition, replica);
            replica.IsInSync = true;
            UpdateHighWatermark(partition);
            partition.Changed();
        }
    }

    /// <summary>A broker is gone: it leaves the in-sync replicas where others remain, and what it led gets another leader.</summary>
    public void BrokerLost(int broker)
    {
        foreach (Partition partition in cluster.Topics.AllPartitions)
        {
            if (partition.ReplicaOn(broker) is not { } replica)
            {
                continue;
            }

            if (partition.InSyncCount > 1)
            {
                replica.IsInSync = false;
            }

            if (partition.Leader == broker)
            {
                Elect(partition);
            }
            else
            {
                UpdateHighWatermark(partition);
                partition.Changed();
            }
        }
    }

    /// <summary>A broker is back: it copies what it lacks, or leads what nobody leads.</summary>
    public void BrokerBack(int broker)
    {
        foreach (Partition partition in cluster.Topics.AllPartitions)
        {
            if (partition.ReplicaOn(broker) is not { } replica)
            {
                continue;
            }

            if (partition.Leader is null)
            {
                Elect(partition);
            }
            else if (partition.Leader == broker)
            {
                // It is back before anybody else was elected, perhaps without its tail: whoever has more leads now.
                replica.IsInSync = partition.InSyncCount == 1;
                Elect(partition);
            }
            else if (CanCopy(replica))
            {
                CatchUp(partition, replica);
                replica.IsInSync = true;
                UpdateHighWatermark(partition);
                partition.Changed();
            }
        }
    }

    /// <summary>Gives a partition the first in-sync replica that is up as its leader; an unclean one where the topic allows it.</summary>
    public void Elect(Partition partition)
    {
        Replica? next = partition.Replicas.Find(replica => replica.IsInSync && cluster.IsUp(replica.Broker))
            ?? (partition.Topic.Configuration.AllowsUncleanElection
                ? partition.Replicas.Find(replica => cluster.IsUp(replica.Broker))
                : null);
        SetLeader(partition, next?.Broker);
    }

    /// <summary>Makes a broker the leader, or nobody. What the new leader does not have is lost.</summary>
    public void SetLeader(Partition partition, int? broker)
    {
        partition.Leader = broker;
        partition.LeaderEpoch++;
        if (broker is { } leader)
        {
            Replica? replica = partition.ReplicaOn(leader);
            if (replica is null)
            {
                // A test moves a partition to a broker that had no copy: a reassignment that has just ended.
                replica = new Replica(leader) { End = partition.Log.End, Flushed = partition.Log.End };
                Replica replaced = partition.Replicas.Find(other => other.Broker != leader)!;
                partition.Replicas[partition.Replicas.IndexOf(replaced)] = replica;
            }

            replica.IsInSync = true;
            Truncate(partition, replica.End);
            partition.Producers.SnapshotAt = replica.SnapshotAt;
            if (replica.SnapshotAt > 0)
            {
                // What has expired is not loaded from a snapshot.
                cluster.ExpireProducers(partition);
            }

            partition.Epochs.Begin(partition.LeaderEpoch, partition.Log.End);
            foreach (Replica other in partition.Replicas)
            {
                if (!cluster.IsUp(other.Broker))
                {
                    other.IsInSync = false;
                }
                else if (CanCopy(other))
                {
                    CatchUp(partition, other);
                    other.IsInSync = true;
                }
            }

            UpdateHighWatermark(partition);
        }

        partition.Changed();
    }

    private void Truncate(Partition partition, long end)
    {
        if (end >= partition.Log.End)
        {
            return;
        }

        partition.Log.TruncateTo(end);
        partition.Epochs.TruncateTo(end);
        partition.HighWatermark = Math.Min(partition.HighWatermark, end);
        foreach (Replica replica in partition.Replicas)
        {
            replica.End = Math.Min(replica.End, end);
            replica.Flushed = Math.Min(replica.Flushed, end);
            replica.LoseSnapshotBehind(end);
        }

        LogReplay.Rebuild(partition);
    }

    private bool CanCopy(Replica replica) => !replica.IsLagging && cluster.IsUp(replica.Broker);

    private void CatchUp(Partition partition, Replica replica)
    {
        replica.End = partition.Log.End;
        replica.CaughtUpAt = cluster.Now;
        if (cluster.Settings.FlushOnAppend)
        {
            replica.Flushed = replica.End;
        }
    }

    private void CopyLater(Partition partition, Replica replica)
    {
        long end = partition.Log.End;
        int epoch = partition.LeaderEpoch;
        cluster.Schedule.At(cluster.Now + cluster.Settings.ReplicationDelay, () =>
        {
            if (partition.LeaderEpoch == epoch && CanCopy(replica) && replica.End < end)
            {
                replica.End = end;
                replica.CaughtUpAt = cluster.Now;
                if (cluster.Settings.FlushOnAppend)
                {
                    replica.Flushed = end;
                }

                UpdateHighWatermark(partition);
                partition.Changed();
            }
        });
    }

    private void LeaveIfBehind(Partition partition, Replica replica)
    {
        // It is the leader who shrinks the set, so without one nobody leaves it.
        if (replica.IsLagging && replica.IsInSync && partition.Leader is { } leader && replica.Broker != leader
            && cluster.Now - replica.CaughtUpAt >= cluster.Settings.ReplicaLagTimeMax)
        {
            replica.IsInSync = false;
            UpdateHighWatermark(partition);
            partition.Changed();
        }
    }

    private static void UpdateHighWatermark(Partition partition)
    {
        if (partition.Leader is null)
        {
            return;
        }

        long replicated = partition.Log.End;
        foreach (Replica replica in partition.Replicas)
        {
            if (replica.IsInSync)
            {
                replicated = Math.Min(replicated, replica.End);
            }
        }

        // It never goes back but by truncation.
        partition.HighWatermark = Math.Max(partition.HighWatermark, replicated);
    }
}
