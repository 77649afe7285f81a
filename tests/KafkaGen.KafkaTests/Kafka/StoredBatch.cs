using System.Text.RegularExpressions;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>A batch of records, as Kafka's own tool finds it in the segments on disk.</summary>
internal sealed partial record StoredBatch(int Count, string ProducerId, bool IsTransactional, bool IsControl, string Codec)
{
    /// <summary>Reads what <c>kafka-dump-log.sh</c> printed.</summary>
    public static List<StoredBatch> Parse(string output) => [.. Line().Matches(output).Select(match => new StoredBatch(
        int.Parse(match.Groups["count"].ValueSpan),
        match.Groups["producer"].Value,
        bool.Parse(match.Groups["transactional"].ValueSpan),
        bool.Parse(match.Groups["control"].ValueSpan),
        match.Groups["codec"].Value))];

    [GeneratedRegex(
        @"^baseOffset: .* count: (?<count>\d+) .*producerId: (?<producer>-?\d+) .*isTransactional: (?<transactional>\w+) isControl: (?<control>\w+) .*compresscodec: (?<codec>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Line();
}
