namespace KafkaGen.Testing.Broker.Topics;

/// <summary>Somebody who waits for a partition: a fetch for records, an acks=all produce for replicas.</summary>
internal interface IPartitionWatcher
{
    /// <summary>Looks again, and tells whether there is nothing more to wait for. Must not add or remove watchers of that partition.</summary>
    bool IsDone();
}
