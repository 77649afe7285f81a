namespace KafkaGen.Accumulating;

/// <summary>What became of an attempt to send a record.</summary>
internal enum SendOutcome
{
    /// <summary>It is accepted, or failed for good.</summary>
    Done,

    /// <summary>The buffer is full.</summary>
    NoRoom,

    /// <summary>Its topic has taken all the room that it may; other topics' records still find some.</summary>
    NoShare,

    /// <summary>Its topic's partitions are not known yet; other topics' records go on.</summary>
    NotReady,
}
