using KafkaGen.ContractModel;
using KafkaGen.Contracts;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.KafkaTests.RoundTrips;

namespace KafkaGen.KafkaTests;

/// <summary>Records of every contract of the model, read by other clients: topic, partition, offset, timestamp, key, value and headers are equal.</summary>
public sealed class RoundTripTests(ThreeNodes nodes, SentRecords sent) : IClassFixture<SentRecords>
{
    private static readonly string[] s_topics = [.. SentRecords.Contracts.Select(contract => SentRecords.Prefix + contract.Topic).Distinct()];

    [Fact]
    public async Task Confluent_Kafkas_consumer_reads_what_was_sent()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        IReadOnlyList<StoredRecord> records = await sent.GetAsync(kafka);

        AssertSame(records, TopicReader.ReadAll(kafka.BootstrapServers, s_topics).Select(StoredRecord.Of));
    }

    [Fact]
    public async Task Kafkas_own_consumer_reads_what_was_sent()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        KafkaHome home = KafkaHome.FindOrSkip();
        IReadOnlyList<StoredRecord> records = await sent.GetAsync(kafka);

        KafkaTool java = await home.RunJavaAsync("JavaRecords.java", [kafka.BootstrapServers, .. s_topics]);

        AssertSame(records.Select(record => record.ToString()), java.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Kcat_reads_what_was_sent()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        IReadOnlyList<StoredRecord> records = await sent.GetAsync(kafka);

        AssertSame(records.Select(Kcat.AsPrinted), await Kcat.ReadAsync(kafka, s_topics));
    }

    [Fact]
    public async Task The_codec_of_each_contract_is_on_disk()
    {
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        await sent.GetAsync(kafka);

        Dictionary<string, string[]> codecs = await kafka.ReadCodecsAsync(s_topics);

        Assert.All(SentRecords.Contracts, contract =>
        {
            string expected = (contract.Codec ?? CompressionCodec.None).ToString().ToLowerInvariant();
            Assert.Equal([expected], codecs[SentRecords.Prefix + contract.Topic]);
        });
        Assert.Equal(["gzip", "lz4", "none", "snappy", "zstd"], codecs.Values.SelectMany(codec => codec).Distinct().Order());
    }

    private static void AssertSame(IEnumerable<StoredRecord> expected, IEnumerable<StoredRecord> read) =>
        AssertSame(expected.Select(record => record.ToString()), read.Select(record => record.ToString()));

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> read)
    {
        string[] lines = [.. expected];
        Assert.True(SentRecords.Contracts.Count > 60 && lines.Length > 5 * SentRecords.Contracts.Count);

        // A broker that was asked again says only that it has a record: its offset is not known.
        HashSet<string> unknown = [.. lines.Select(line => line.Split(' ', 4)).Where(parts => parts[2] == "-1").Select(parts => $"{parts[0]} {parts[1]}")];
        string[] sent = [.. Comparable(lines)];
        string[] stored = [.. Comparable(read)];
        Assert.Empty(sent.Except(stored));
        Assert.Empty(stored.Except(sent));
        Assert.Equal(sent.Length, stored.Length);

        IEnumerable<string> Comparable(IEnumerable<string> records) => records
            .Select(line => line.Split(' ', 4))
            .Select(parts => unknown.Contains($"{parts[0]} {parts[1]}") ? $"{parts[0]} {parts[1]} ? {parts[3]}" : string.Join(' ', parts));
    }
}
