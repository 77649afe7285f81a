namespace KafkaGen.Configuration;

/// <summary>Names that are given as properties and are none of a producer, and what to write instead.</summary>
internal static class PropertyNames
{
    private const int TooFar = int.MaxValue;
    private const int BeginningPenalty = 1000;
    private const int MinBeginning = 4;

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

    /// <summary>
    /// The known name that differs least from a misspelt one, in the misspelt one's style, when one is near enough to be meant; of equally near ones the first.
    /// The first words of a name are near to it as well: <c>Compresion</c> means <c>CompressionType</c>.
    /// </summary>
    internal static string? NearestOf(string name, IEnumerable<string> names)
    {
        string wanted = Letters(name);
        (string? nearest, int distance) = names
            .Select(known => ((string?)known, DistanceTo(wanted, known)))
            .DefaultIfEmpty((null, int.MaxValue))
            .MinBy(pair => pair.Item2);
        return nearest is not null && distance < TooFar ? InStyleOf(name, nearest) : null;
    }

    /// <summary>What is equal for LingerMs, linger.ms and linger_ms, which are one name.</summary>
    internal static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // A whole name goes before the beginning of one.
    private static int DistanceTo(string wanted, string known)
    {
        int whole = Distance(wanted, Letters(known));
        if (whole <= Math.Max(2, wanted.Length / 3))
        {
            return whole;
        }

        int beginning = wanted.Length < MinBeginning ? TooFar : Beginnings(known).Select(words => Distance(wanted, words)).DefaultIfEmpty(TooFar).Min();
        return beginning <= Math.Max(1, wanted.Length / 5) ? BeginningPenalty + beginning : TooFar;
    }

    // The letters of a name up to each of its words but the last.
    private static IEnumerable<string> Beginnings(string name)
    {
        for (int i = 1; i < name.Length; i++)
        {
            if (name[i] is '.' or '_' || (char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
            {
                yield return Letters(name[..i]);
            }
        }
    }

    // 'LingrMs' is answered with 'LingerMs', and 'lingr.ms' or 'lingr_ms' with 'linger.ms'.
    private static string InStyleOf(string given, string name) => given.IndexOfAny(['.', '_']) < 0 && given.Any(char.IsUpper)
        ? string.Concat(name.Split('.', '_').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]))
        : name;

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
