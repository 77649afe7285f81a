using KafkaGen.Accumulating;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>One accepted record that was reported, or will not be.</summary>
internal struct InFlightRecord
{
    internal const long NoTimestamp = long.MinValue;

    /// <summary>The room that the record takes in the <see cref="SendBuffer"/>.</summary>
    internal long Size;

    /// <summary>The timestamp that the record was given, in Unix milliseconds, or <see cref="NoTimestamp"/>.</summary>
    internal long Timestamp;

    /// <summary>When its call was made, as <see cref="System.Diagnostics.Stopwatch"/> counts; zero while nobody listens.</summary>
    internal long StartedAt;

    /// <summary>When it was accepted, by the sender's coarse clock in milliseconds.</summary>
    internal uint AcceptedAt;

    /// <summary>What counts the record until it is answered.</summary>
    internal FlushEpoch Epoch;

    /// <summary>
    /// Who is answered: a <see cref="ProduceOperation"/>, a <see cref="BatchAnswers"/>, or nobody. In a slot, of a record that is traced, the
    /// <see cref="Telemetry.SendTrace"/> that has it.
    /// </summary>
    internal object? Answer;

    /// <summary>The record's place in its batch.</summary>
    internal int Index;

    internal readonly SenderTopic Topic => Epoch.Topic;

    /// <summary>The given timestamp as a date; <see langword="null"/> also for what no date holds.</summary>
    internal readonly DateTimeOffset? GivenTimestamp =>
        Timestamp != NoTimestamp && Timestamp <= RecordTimes.LatestDate ? DateTimeOffset.FromUnixTimeMilliseconds(Timestamp) : null;
}
