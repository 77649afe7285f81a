using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>An acks=all request whose batches are appended and not yet on all in-sync replicas.</summary>
internal sealed class ReplicationWait(Cluster cluster, PendingRequest request, ProduceResponse response)
{
    private readonly List<Part> _parts = [];
    private Schedule.Entry? _timeout;
    private int _open;

    public void Add(Partition partition, long required, ProduceResponse.Partition result)
    {
        Part part = new(this, partition, required, result, request.Broker.Id);
        _parts.Add(part);
        _open++;
    }

    public void Begin(TimeSpan timeout)
    {
        request.Abandoned = Forget;
        _timeout = cluster.Schedule.At(cluster.Now + timeout, TimedOut);
        foreach (Part part in _parts)
        {
            part.Partition.Watch(part);
        }
    }

    private void TimedOut()
    {
        foreach (Part part in _parts)
        {
            part.TimedOut();
        }
    }

    private void PartDone()
    {
        if (--_open == 0)
        {
            Forget();
            request.Answer(response);
        }
    }

    private void Forget()
    {
        _timeout?.Cancel();
        cluster.Soon(() =>
        {
            foreach (Part part in _parts)
            {
                part.Partition.Unwatch(part);
            }
        });
    }

    private sealed class Part(ReplicationWait wait, Partition partition, long required, ProduceResponse.Partition result, int broker) : IPartitionWatcher
    {
        private readonly int _epoch = partition.LeaderEpoch;
        private bool _isDone;

        public Partition Partition { get; } = partition;

        public bool IsDone()
        {
            if (_isDone)
            {
                return true;
            }

            if (Partition.IsDeleted)
            {
                return Done(KafkaErrorCode.UnknownTopicOrPart);
            }

            if (Partition.Leader != broker || Partition.LeaderEpoch != _epoch)
            {
                return Done(KafkaErrorCode.NotLeaderForPartition);
            }

            if (Partition.HighWatermark < required)
            {
                return false;
            }

            return Done(
                Partition.InSyncCount < Partition.Topic.Configuration.MinInSyncReplicas
                    ? KafkaErrorCode.NotEnoughReplicasAfterAppend
                    : KafkaErrorCode.None);
        }

        public void TimedOut()
        {
            if (!_isDone)
            {
                Done(KafkaErrorCode.RequestTimedOut);
            }
        }

        private bool Done(KafkaErrorCode error)
        {
            _isDone = true;
            if (error != KafkaErrorCode.None)
            {
                result.ErrorCode = error;
                result.BaseOffset = -1;
                result.LogAppendTimeMs = -1;
                result.LogStartOffset = -1;
            }

            wait.PartDone();
            return true;
        }
    }
}
