namespace KafkaGen.Testing.Broker.Transactions;

/// <summary>Where a transactional id stands, as Kafka's coordinator names it.</summary>
internal enum TransactionState
{
    /// <summary>A producer has the id, and no transaction yet.</summary>
    Empty,

    /// <summary>Partitions or offsets were added.</summary>
    Ongoing,

    /// <summary>The commit is decided; markers are being written.</summary>
    PrepareCommit,

    /// <summary>The abort is decided; markers are being written.</summary>
    PrepareAbort,

    /// <summary>The last transaction is committed everywhere.</summary>
    CompleteCommit,

    /// <summary>The last transaction is aborted everywhere.</summary>
    CompleteAbort,
}
