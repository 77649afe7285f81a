namespace KafkaGen.Accumulating;

/// <summary>What one topic takes of the <see cref="Room"/>, and how much that may be.</summary>
/// <remarks>
/// A topic whose brokers answer may leave an eighth of the room to the others, one whose brokers do not must leave half. Measured by what is free, not by the whole (the dynamic thresholds
/// of Choudhury and Hahne, 1998), so that n topics without a leader leave 1/(n+1) together. That holds for bytes and for records. The room's lock guards the bytes.
/// </remarks>
internal sealed class RoomShare(IAccumulatorClock clock)
{
    private const int WhileAnswered = 7;
    private const int WhileSilent = 1;
    private const long SilentAfterMilliseconds = 250;

    private long _lastAnswer = long.MinValue / 2;
    private int _records;

    /// <summary>The bytes that the topic has.</summary>
    internal long Taken { get; set; }

    /// <summary>When a broker last stored records of the topic, by the sender's clock; far in the past before the first.</summary>
    internal long LastAnswer => Volatile.Read(ref _lastAnswer);

    /// <summary>A broker has stored records of the topic.</summary>
    internal void OnAnswer() => Volatile.Write(ref _lastAnswer, clock.Milliseconds);

    /// <summary>Whether the topic may take <paramref name="size"/> of the bytes that are free.</summary>
    internal bool Allows(long size, long free) => Allows(Taken, size, free);

    /// <summary>Whether the topic may have <paramref name="count"/> more of the records that are allowed yet. For any thread.</summary>
    internal bool AllowsRecords(int count, int free) => Allows(Volatile.Read(ref _records), count, free);

    /// <summary>Counts records in or out. For any thread.</summary>
    internal void AddRecords(int count) => Interlocked.Add(ref _records, count);

    private bool Allows(long taken, long more, long free) =>
        taken == 0 || taken + more <= free * (clock.Milliseconds - LastAnswer < SilentAfterMilliseconds ? WhileAnswered : WhileSilent);
}
