using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>100,000 records, each known by its number: what a client sends, and what must come back.</summary>
internal static class NumberedRecords
{
    public const int Count = 100_000;

    public static string Key(int number) => $"key-{number:D6}";

    /// <summary>Lengths from 10 to 106 bytes, none with a tab or a line end, so that the console tools can write them, too.</summary>
    public static string Value(int number) => $"value-{number:D6}{new string((char)('a' + (number % 26)), number % 97)}";

    /// <summary>A line for each record: key, tab, value.</summary>
    public static string Lines() => string.Concat(Enumerable.Range(0, Count).Select(number => $"{Key(number)}\t{Value(number)}\n"));

    /// <summary>Every record is there, once, and as it was sent.</summary>
    public static void AssertAll(IEnumerable<(string? Key, string? Value)> records)
    {
        List<(string? Key, string? Value)> sorted = [.. records.OrderBy(record => record.Key, StringComparer.Ordinal)];
        Assert.Equal(Count, sorted.Count);
        for (int number = 0; number < Count; number++)
        {
            Assert.Equal((Key(number), Value(number)), sorted[number]);
        }
    }

    /// <summary>The cluster has every record, once, and in the sequence of the numbers within each partition.</summary>
    public static IReadOnlyList<EmbeddedRecord> AssertStored(EmbeddedKafka kafka, string topic, bool committedOnly = false)
    {
        IReadOnlyList<EmbeddedRecord> stored = kafka.ReadRecords(topic, committedOnly);
        AssertAll(stored.Select(record => (record.KeyText, record.ValueText)));
        Assert.All(
            stored.GroupBy(record => record.Partition),
            partition => Assert.Equal(partition.Select(record => record.KeyText).Order(StringComparer.Ordinal), partition.Select(record => record.KeyText)));
        return stored;
    }
}
