using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaGen.ContractModel;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.TestKit;

namespace KafkaGen.KafkaTests;

/// <summary>Key bytes and partitions of every type of key, compared with those of Kafka's own Java client.</summary>
[Trait("Draws", "Random")]
public sealed class JavaPartitionTests(ThreeNodes nodes)
{
    private const string Prefix = "parity.";
    private const int Partitions = 12;
    private const int Count = 10_000;

    [Fact]
    public async Task Records_land_where_the_Java_producer_would_put_them()
    {
        KafkaCluster kafka = await nodes.GetAsync();
        KafkaHome home = KafkaHome.FindOrSkip();
        TestContext.Current.TestOutputHelper?.WriteLine(Seed.Hint);
        KeyRun[] runs = [.. AllKeys(new Random(Seed.Value))];
        await kafka.CreateNamedTopicsAsync([.. runs.Select(run => run.Topic)], Partitions, replicas: 1);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
        List<(string ForJava, TopicPartitionOffset Place)> produced = [];
        foreach (KeyRun run in runs)
        {
            IEnumerable<TopicPartitionOffset> places = await run.ProduceAsync(client);
            produced.AddRange(run.ForJava.Zip(places));
        }

        // The acknowledgement tells where a record is, and the consumer what key stands there.
        Dictionary<TopicPartitionOffset, string> stored = TopicReader.ReadAll(kafka.BootstrapServers, [.. runs.Select(run => run.Topic)])
            .ToDictionary(record => record.TopicPartitionOffset, record => Convert.ToHexStringLower(record.Message.Key));
        List<(string Key, int Partition)> expected = await AskJavaAsync(home, produced.Select(record => record.ForJava));

        Assert.Equal(runs.Length * Count, produced.Count);
        Assert.Equal(
            typeof(StringKey).Assembly.GetTypes().Count(type => type.Name.EndsWith("Key", StringComparison.Ordinal) && type != typeof(NoKey)),
            runs.Length);
        Assert.Equal(expected, produced.Select(record => (stored[record.Place], record.Place.Partition.Value)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs.Length} types of key, {Count} keys each, all where Java's producer puts them");
    }

    private static IEnumerable<KeyRun> AllKeys(Random random)
    {
        yield return Run(Texts(random), key => new StringKey(key, 1), JavaKey.Of);
        yield return Run(Texts(random), key => new NullableStringKey(key, 1), JavaKey.Of);
        yield return Run(Texts(random), key => new TextIdKey(new Sku(key)), JavaKey.Of);
        yield return Run(Numbers(random, byte.MinValue, byte.MaxValue), key => new ByteKey((byte)key), key => JavaKey.Of([(byte)key]));
        yield return Run(Numbers(random, sbyte.MinValue, sbyte.MaxValue), key => new SByteKey((sbyte)key), key => JavaKey.Of([(byte)key]));
        yield return Run(Numbers(random, short.MinValue, short.MaxValue), key => new Int16Key((short)key), key => JavaKey.Of((short)key));
        yield return Run(Numbers(random, ushort.MinValue, ushort.MaxValue), key => new UInt16Key((ushort)key), key => JavaKey.Of((short)key));
        yield return Run(Numbers(random, short.MinValue, short.MaxValue), key => new EnumKey((Region)key), key => JavaKey.Of((short)key));
        yield return Run(Numbers(random, int.MinValue, int.MaxValue), key => new Int32Key((int)key), key => JavaKey.Of((int)key));
        yield return Run(Numbers(random, int.MinValue, int.MaxValue), key => new NullableInt32Key((int)key), key => JavaKey.Of((int)key));
        yield return Run(Numbers(random, uint.MinValue, uint.MaxValue), key => new UInt32Key((uint)key), key => JavaKey.Of((int)key));
        yield return Run(Numbers(random, long.MinValue, long.MaxValue), key => new Int64Key(key), JavaKey.Of);
        yield return Run(Numbers(random, long.MinValue, long.MaxValue), key => new UInt64Key((ulong)key), JavaKey.Of);
        yield return Run(Guids(random), key => new GuidKey(key), JavaKey.Of);
        yield return Run(Guids(random), key => new IdKey(new CustomerId(key), 1), JavaKey.Of);
        yield return Run(Guids(random), key => new NullableIdKey(new CustomerId(key), 1), JavaKey.Of);
        yield return Run(Guids(random), key => new NestedIdKey(new AccountId(new CustomerId(key))), JavaKey.Of);
        yield return Run(Bytes(random), key => new BytesKey(key), JavaKey.Of);
        yield return Run(Bytes(random), key => new MemoryKey(key), JavaKey.Of);
        yield return Run(Bytes(random), key => new ReadOnlyMemoryKey(key), JavaKey.Of);
        yield return Run(
            [.. Texts(random).Zip(Guids(random), (tenant, id) => new CompositeKey(random.Next(), tenant, new CustomerId(id), (Region)random.Next(-2, 3)))],
            key => key,
            key => JavaKey.Of(string.Create(
                CultureInfo.InvariantCulture, $"{Escaped(key.Tenant)}|{key.Line}|{key.Customer.Value}|{(short)key.Region}")));
    }

    private static KeyRun Run<TKey, T>(IReadOnlyList<TKey> keys, Func<TKey, T> message, Func<TKey, string> forJava)
    {
        string topic = $"{Prefix}{typeof(T).Name}";
        return new KeyRun(topic, [.. keys.Select(forJava)], async client =>
        {
            ProduceBatchResult batch = await client.ForTopic<T>(topic).ProduceManyAsync([.. keys.Select(message)]);
            batch.ThrowIfFailed();
            return [.. batch.Results.Select(result => new TopicPartitionOffset(topic, result.Metadata.Partition, result.Metadata.Offset))];
        });
    }

    private static string Escaped(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static async Task<List<(string Key, int Partition)>> AskJavaAsync(KafkaHome home, IEnumerable<string> keys)
    {
        KafkaTool java = await home.RunJavaAsync("JavaPartitions.java", [$"{Partitions}"], string.Concat(keys.Select(key => $"{key}\n")));
        return
        [
            .. java.Output.TrimEnd('\n').Split('\n').Select(line => line.Split(' '))
                .Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))),
        ];
    }

    private static List<string> Texts(Random random)
    {
        const string Alphabet = "abcXYZ0189 -_/|\\\"äßœłж漢😀";
        Rune[] runes = [.. Alphabet.EnumerateRunes()];
        return [.. Enumerable.Range(0, Count).Select(index => index == 0
            ? ""
            : string.Concat(Enumerable.Range(0, 1 + random.Next(24)).Select(_ => runes[random.Next(runes.Length)].ToString())))];
    }

    private static List<long> Numbers(Random random, long least, long most) =>
        [least, most, 0, 1, most - 1, .. Enumerable.Range(0, Count - 5).Select(_ => random.NextInt64(least, most))];

    private static List<Guid> Guids(Random random) => [.. Bytes(random, 16).Select(bytes => new Guid(bytes))];

    private static List<byte[]> Bytes(Random random, int? length = null) =>
        [.. Enumerable.Range(0, Count).Select(index =>
        {
            byte[] bytes = new byte[length ?? index % 33];
            random.NextBytes(bytes);
            return bytes;
        })];

    /// <summary>The keys of one contract.</summary>
    private sealed record KeyRun(string Topic, IReadOnlyList<string> ForJava, Func<KafkaGenClient, Task<IEnumerable<TopicPartitionOffset>>> ProduceAsync);

    /// <summary>A key as a line for <c>JavaPartitions.java</c>; a type that Java does not have as the one of its width.</summary>
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
