using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Transactions;

/// <summary>What the coordinator knows of one transactional id.</summary>
internal sealed class TransactionalProducer(string id, long producerId)
{
    /// <summary>No epoch was handed out yet.</summary>
    public const short NoEpoch = -1;

    // The last epoch is kept for fencing, so that a producer never has it.
    private const short LastUsableEpoch = short.MaxValue - 1;

    public string Id { get; } = id;

    public long ProducerId { get; set; } = producerId;

    public long PreviousProducerId { get; set; } = -1;

    /// <summary>The producer id that follows when the markers of a transaction are written that used up the epochs.</summary>
    public long NextProducerId { get; set; } = -1;

    public short Epoch { get; set; } = NoEpoch;

    public short LastEpoch { get; set; } = NoEpoch;

    public TimeSpan Timeout { get; set; }

    public TransactionState State { get; set; } = TransactionState.Empty;

    /// <summary>Whether the last end of a transaction raised the epoch (transaction version 2).</summary>
    public bool EndsRaiseEpoch { get; set; }

    /// <summary>Counts transactions, so that a timer recognizes its own.</summary>
    public long Number { get; set; }

    /// <summary>What the transaction has touched, in that order.</summary>
    public HashSet<Partition> Partitions { get; } = [];

    /// <summary>The groups whose offsets it commits.</summary>
    public HashSet<string> Groups { get; } = [];

    public bool IsEpochExhausted => Epoch >= LastUsableEpoch;

    public bool IsEnding => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public static bool Exhausts(short epoch) => epoch >= LastUsableEpoch;
}
