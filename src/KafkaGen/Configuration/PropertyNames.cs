namespace KafkaGen.Configuration;

/// <summary>Names that are given as properties and are none of a producer, and what to write instead.</summary>
internal static class PropertyNames
{
    /// <summary>Properties that only a consumer has.</summary>
    internal static readonly string[] Consumer =
    [
        "auto.commit.enable", "auto.commit.interval.ms", "auto.offset.reset", "check.crcs", "enable.auto.commit",
        "enable.auto.offset.store", "enable.partition.eof", "fetch.max.bytes", "fetch.message.max.bytes", "fetch.min.bytes",
        "fetch.wait.max.ms", "group.id", "group.instance.id", "group.protocol", "heartbeat.interval.ms", "isolation.level",
        "max.partition.fetch.bytes", "max.poll.interval.ms", "max.poll.records", "partition.assignment.strategy",
        "queued.max.messages.kbytes", "queued.min.messages", "session.timeout.ms",
    ];

    /// <summary>Kafka's Java client's names for what has another name, or another form, here.</summary>
    internal static readonly Dictionary<string, string> Java = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ssl.truststore.location"] = "ssl.ca.location, a PEM file (librdkafka does not read JKS)",
        ["ssl.truststore.password"] = "ssl.ca.location, a PEM file without a password",
        ["ssl.truststore.type"] = "ssl.ca.location, a PEM file",
        ["sasl.jaas.config"] = "sasl.username and sasl.password",
        ["key.serializer"] = "[PartitionKey] on the contract",
        ["value.serializer"] = "the contract",
        ["partitioner.class"] = "partitioner, one of random, consistent, consistent_random, murmur2, murmur2_random, fnv1a, fnv1a_random",
        ["compression.gzip.level"] = "compression.level, or the Level of [Compression] on the contract",
        ["compression.lz4.level"] = "compression.level, or the Level of [Compression] on the contract",
        ["compression.zstd.level"] = "compression.level, or the Level of [Compression] on the contract",
        ["interceptor.classes"] = "code around the producer",
        ["metric.reporters"] = "the meter of .NET",
    };

    /// <summary>The dotted name of a property that only a consumer has, or <see langword="null"/>.</summary>
    internal static string? FindConsumer(string name)
    {
        string wanted = Letters(name);
        return Array.Find(Consumer, known => Letters(known) == wanted);
    }

    /// <summary>The known name that differs least from a misspelt one, when one is near enough to be meant.</summary>
    internal static string? Nearest(string name, IEnumerable<string> others) => NearestOf(name, ProducerProperties.All.Select(property => property.Name).Concat(others));

    /// <summary>The same among other names.</summary>
    internal static string? NearestOf(string name, IEnumerable<string> names)
    {
        string wanted = Letters(name);
        (string? candidate, int distance) = names
            .Select(known => ((string?)known, Distance(wanted, Letters(known))))
            .DefaultIfEmpty((null, int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, wanted.Length / 3) ? candidate : null;
    }

    /// <summary>What is equal for LingerMs, linger.ms and linger_ms, which are one name.</summary>
    internal static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, substituted);
            }
        }

        return row[b.Length];
    }
}
