using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Key bytes and partitions, compared with those of Kafka's own Java client.</summary>
public sealed class JavaPartitionTests(ThreeNodes nodes)
{
    private const int Partitions = 12;
    private const int Seed = 7_919;

    [Fact]
    public async Task Records_land_where_the_Java_producer_would_put_them()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        var random = new Random(Seed);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        List<ProducedKey> produced =
        [
            .. await ProduceAsync(kafka, client, "parity.string", Texts(random, 2_000), key => new StringKeyed(key), JavaKey.Of),
            .. await ProduceAsync(kafka, client, "parity.compressed", Texts(random, 2_000), key => new CompressedKeyed(key), JavaKey.Of),
            .. await ProduceAsync(kafka, client, "parity.int", Numbers(random, 1_500, -1, 0, int.MinValue, int.MaxValue), key => new IntKeyed((int)key), key => JavaKey.Of((int)key)),
            .. await ProduceAsync(kafka, client, "parity.long", Numbers(random, 1_500, -1, 0, long.MinValue, long.MaxValue), key => new LongKeyed(key), JavaKey.Of),
            .. await ProduceAsync(kafka, client, "parity.short", Numbers(random, 500, -1, 0, short.MinValue, short.MaxValue), key => new ShortKeyed((short)key), key => JavaKey.Of((short)key)),
            .. await ProduceAsync(kafka, client, "parity.guid", Guids(random, 1_500), key => new GuidKeyed(key), JavaKey.Of),
            .. await ProduceAsync(kafka, client, "parity.bytes", Bytes(random, 1_000), key => new BytesKeyed(key), JavaKey.Of),
        ];

        List<(string Key, int Partition)> expected = await AskJavaAsync(produced.Select(key => key.ForJava));

        Assert.Equal(10_000, produced.Count);
        Assert.Equal(expected, produced.Select(key => (key.Stored, key.Partition)));
    }

    private static async Task<List<ProducedKey>> ProduceAsync<TKey, T>(
        KafkaCluster kafka, KafkaGenClient client, string topic, IReadOnlyList<TKey> keys, Func<TKey, T> message, Func<TKey, string> forJava)
    {
        await kafka.CreateNamedTopicAsync(topic, Partitions);
        ProduceBatchResult batch = await client.GetProducer<T>().ProduceManyAsync([.. keys.Select(message)]);
        batch.ThrowIfFailed();

        // The keys as they are stored: the acknowledgement tells where, and the consumer what stands there.
        Dictionary<(int, long), string> stored = TopicReader.ReadAll(kafka.BootstrapServers, topic)
            .ToDictionary(record => (record.Partition.Value, record.Offset.Value), record => Convert.ToHexStringLower(record.Message.Key));
        return [.. keys.Zip(batch.Results, (key, result) => new ProducedKey(
            forJava(key), stored[(result.Metadata.Partition, result.Metadata.Offset)], result.Metadata.Partition))];
    }

    private static async Task<List<(string Key, int Partition)>> AskJavaAsync(IEnumerable<string> keys)
    {
        KafkaTool java = await KafkaTool.RunAsync(
            KafkaHome.FindJava()!,
            ["-cp", KafkaHome.FindOrSkip().ClassPath, Path.Combine(KafkaHome.Repository, "tests", "tools", "JavaPartitions.java"), $"{Partitions}"],
            TimeSpan.FromSeconds(60),
            input: string.Concat(keys.Select(key => $"{key}\n")));
        return
        [
            .. java.Output.TrimEnd('\n').Split('\n').Select(line => line.Split(' '))
                .Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))),
        ];
    }

    private static List<string> Texts(Random random, int count)
    {
        const string Alphabet = "abcXYZ0189 -_/|\\\"äßœłж漢😀";
        Rune[] runes = [.. Alphabet.EnumerateRunes()];
        return [.. Enumerable.Range(0, count).Select(index => index == 0
            ? ""
            : string.Concat(Enumerable.Range(0, 1 + random.Next(24)).Select(_ => runes[random.Next(runes.Length)].ToString())))];
    }

    private static List<long> Numbers(Random random, int count, params long[] edges) =>
        [.. edges, .. Enumerable.Range(0, count - edges.Length).Select(_ => random.NextInt64(edges.Min(), edges.Max()))];

    private static List<Guid> Guids(Random random, int count) => [.. Bytes(random, count, 16).Select(bytes => new Guid(bytes))];

    private static List<byte[]> Bytes(Random random, int count, int? length = null) =>
        [.. Enumerable.Range(0, count).Select(index =>
        {
            byte[] bytes = new byte[length ?? index % 33];
            random.NextBytes(bytes);
            return bytes;
        })];

    private sealed record ProducedKey(string ForJava, string Stored, int Partition);

    /// <summary>A key as a line for <c>JavaPartitions.java</c>.</summary>
    private static class JavaKey
    {
        public static string Of(string key) => $"string {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key))}";

        public static string Of(int key) => string.Create(CultureInfo.InvariantCulture, $"int {key}");

        public static string Of(long key) => string.Create(CultureInfo.InvariantCulture, $"long {key}");

        public static string Of(short key) => string.Create(CultureInfo.InvariantCulture, $"short {key}");

        public static string Of(Guid key) => $"uuid {key}";

        public static string Of(byte[] key) => $"bytes {Convert.ToHexStringLower(key)}";
    }
}

[KafkaTopic("parity.string")]
public sealed record StringKeyed([PartitionKey] string Key);

[KafkaTopic("parity.compressed"), Compression(CompressionCodec.Lz4)]
public sealed record CompressedKeyed([PartitionKey] string Key);

[KafkaTopic("parity.int")]
public sealed record IntKeyed([PartitionKey] int Key);

[KafkaTopic("parity.long")]
public readonly record struct LongKeyed([PartitionKey] long Key);

[KafkaTopic("parity.short"), Compression(CompressionCodec.Snappy)]
public sealed record ShortKeyed([PartitionKey] short Key);

[KafkaTopic("parity.guid"), Compression(CompressionCodec.Zstd)]
public sealed record GuidKeyed([PartitionKey] Guid Key);

[KafkaTopic("parity.bytes")]
public sealed record BytesKeyed([PartitionKey] byte[] Key);
