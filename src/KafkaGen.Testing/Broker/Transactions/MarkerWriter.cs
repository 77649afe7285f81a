using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Transactions;

/// <summary>Writes the markers of a decided transaction to every partition that it touched, also to those that have a leader only later.</summary>
internal sealed class MarkerWriter(Cluster cluster)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    public void Write(TransactionalProducer producer, bool commit)
    {
        if (cluster.Settings.MarkerDelay == TimeSpan.Zero)
        {
            WriteWhatCanBe(producer, commit);
        }
        else
        {
            cluster.Schedule.At(cluster.Now + cluster.Settings.MarkerDelay, () => WriteWhatCanBe(producer, commit));
        }
    }

    private void WriteWhatCanBe(TransactionalProducer producer, bool commit)
    {
        producer.Partitions.RemoveWhere(partition => TryWrite(partition, producer, commit));
        if (producer.Partitions.Count > 0)
        {
            cluster.Schedule.At(cluster.Now + s_retry, () => WriteWhatCanBe(producer, commit));
            return;
        }

        foreach (string group in producer.Groups)
        {
            cluster.Groups.EndTransaction(group, producer.ProducerId, commit);
        }

        producer.Groups.Clear();
        producer.State = commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort;
        if (producer.NextProducerId >= 0)
        {
            producer.PreviousProducerId = producer.ProducerId;
            producer.ProducerId = producer.NextProducerId;
            producer.NextProducerId = -1;
            producer.Epoch = 0;
        }
    }

    private bool TryWrite(Partition partition, TransactionalProducer producer, bool commit)
    {
        if (partition.IsDeleted)
        {
            return true;
        }

        if (partition.Leader is null)
        {
            return false;
        }

        cluster.Appender.AppendMarker(partition, new EndTransactionMarker(commit, CoordinatorEpoch: 0), producer.ProducerId, producer.Epoch);
        return true;
    }
}
