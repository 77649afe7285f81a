namespace KafkaGen;

/// <summary>What became of a transaction.</summary>
public enum TransactionOutcome
{
    /// <summary>It has not ended: nothing of it is visible to a consumer with <c>isolation.level=read_committed</c>.</summary>
    Open = 0,

    /// <summary>All of it is visible.</summary>
    Committed = 1,

    /// <summary>Nothing of it is or will be visible: the same work can be done again in a new transaction.</summary>
    Aborted = 2,

    /// <summary>
    /// The commit was asked for and its answer is missing: either all of it is or will be visible, or nothing. Look before doing the same
    /// work again.
    /// </summary>
    Unknown = 3,
}
