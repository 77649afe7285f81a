using System.Globalization;
using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>A topic's final name, and what holds for it instead of the cluster's.</summary>
internal sealed record TopicSettings(string Name)
{
    private static readonly string[] s_codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
    private static readonly string[] s_partitioners =
        ["random", "consistent", "consistent_random", "murmur2", "murmur2_random", "fnv1a", "fnv1a_random"];

    internal CompressionCodec? Codec { get; init; }

    internal int CompressionLevel { get; init; } = -1;

    internal RecordPartitioner? Partitioner { get; init; }

    internal CustomPartitioner? CustomPartitioner { get; init; }

    internal int? MessageTimeoutMs { get; init; }

    /// <summary>The same as librdkafka's topic properties.</summary>
    internal Dictionary<string, string> ToProperties()
    {
        Dictionary<string, string> properties = [];
        if (Codec is { } codec)
        {
            properties["compression.codec"] = s_codecs[(int)codec];
            properties["compression.level"] = Text(CompressionLevel);
        }

        if (Partitioner is { } partitioner)
        {
            properties["partitioner"] = s_partitioners[(int)partitioner];
        }

        if (MessageTimeoutMs is { } timeout)
        {
            properties["message.timeout.ms"] = Text(timeout);
        }

        return properties;
    }

    /// <summary>What differs from the settings of another contract for the same topic; empty when nothing does.</summary>
    internal string DifferencesTo(TopicSettings other)
    {
        List<string> differences = [];
        if (Codec != other.Codec || CompressionLevel != other.CompressionLevel)
        {
            differences.Add($"compression ({Compression} and {other.Compression})");
        }

        if (Partitioner != other.Partitioner || CustomPartitioner != other.CustomPartitioner)
        {
            differences.Add($"partitioner ({PartitionerName} and {other.PartitionerName})");
        }

        if (MessageTimeoutMs != other.MessageTimeoutMs)
        {
            differences.Add($"message timeout ({Timeout} and {other.Timeout})");
        }

        return string.Join(", ", differences);
    }

    private string Compression => Codec is { } codec ? string.Create(CultureInfo.InvariantCulture, $"{codec} level {CompressionLevel}") : "the cluster's";

    private string PartitionerName => CustomPartitioner?.Type.Name ?? Partitioner?.ToString() ?? "the cluster's";

    private string Timeout => MessageTimeoutMs is { } timeout ? Text(timeout) + " ms" : "the cluster's";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
