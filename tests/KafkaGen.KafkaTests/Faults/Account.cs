using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;

namespace KafkaGen.KafkaTests.Faults;

/// <summary>The books of one load: what its calls answered beside what the topic holds.</summary>
internal sealed record Account
{
    public int Produced { get; private init; }

    public int Acknowledged { get; private init; }

    public int Failed { get; private init; }

    /// <summary>Why records failed: how many by each code, and the first exception's words.</summary>
    public IReadOnlyList<string> Failures { get; private init; } = [];

    /// <summary>Acknowledged, but not in the topic.</summary>
    public int Lost { get; private init; }

    /// <summary>In the topic more than once.</summary>
    public int Doubled { get; private init; }

    /// <summary>Behind a later record of the same key.</summary>
    public int Reordered { get; private init; }

    /// <summary>Calls without an answer.</summary>
    public int Unanswered { get; private init; }

    /// <summary>Called not persisted, but in the topic.</summary>
    public int WronglyNotPersisted { get; private init; }

    /// <summary>In the topic at another place than its call was told.</summary>
    public int Misplaced { get; private init; }

    public bool IsClean => Lost + Doubled + Reordered + Unanswered + WronglyNotPersisted + Misplaced == 0;

    public static Account Of(IReadOnlyList<NumberedLoad.Outcome> outcomes, IEnumerable<ConsumeResult<byte[], byte[]>> stored)
    {
        Dictionary<Numbered, List<TopicPartitionOffset>> places = [];
        var last = new int[NumberedLoad.Keys];
        Array.Fill(last, -1);
        int reordered = 0;
        foreach (ConsumeResult<byte[], byte[]> read in stored.OrderBy(read => read.Partition.Value).ThenBy(read => read.Offset.Value))
        {
            Numbered record = new(
                BinaryPrimitives.ReadInt32BigEndian(read.Message.Key),
                JsonDocument.Parse(read.Message.Value).RootElement.GetProperty("number").GetInt32());
            if (!places.TryGetValue(record, out List<TopicPartitionOffset>? seen))
            {
                places.Add(record, seen = []);
                reordered += record.Number < last[record.Key] ? 1 : 0;
                last[record.Key] = Math.Max(last[record.Key], record.Number);
            }

            seen.Add(read.TopicPartitionOffset);
        }

        return new Account
        {
            Produced = outcomes.Count,
            Acknowledged = outcomes.Count(outcome => outcome.Place is not null),
            Failed = outcomes.Count(outcome => outcome.Failure is not null),
            Failures =
            [
                .. outcomes.Select(outcome => outcome.Failure).OfType<ProduceException>()
                    .GroupBy(failure => (failure.Code, failure.Status))
                    .Select(same => $"{same.Count()} {same.Key.Code}, {same.Key.Status}: {same.First().Message}"),
            ],
            Unanswered = outcomes.Count(outcome => outcome.Place is null && outcome.Failure is null),
            Lost = outcomes.Count(outcome => outcome.Place is not null && !places.ContainsKey(outcome.Record)),
            Doubled = places.Values.Count(seen => seen.Count > 1),
            Reordered = reordered,
            WronglyNotPersisted = outcomes.Count(outcome =>
                outcome.Failure is { Status: RecordPersistence.NotPersisted } && places.ContainsKey(outcome.Record)),
            Misplaced = outcomes.Count(outcome => outcome.Place is { Offset: >= 0 } place
                && places.TryGetValue(outcome.Record, out List<TopicPartitionOffset>? seen)
                && !seen.Exists(at => at.Partition.Value == place.Partition && at.Offset.Value == place.Offset)),
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Produced} produced, {Acknowledged} acknowledged, {Failed} failed, {Lost} lost, {Doubled} doubled, {Reordered} reordered, " +
        $"{Unanswered} unanswered, {WronglyNotPersisted} stored but called not persisted, {Misplaced} at another place");
}
