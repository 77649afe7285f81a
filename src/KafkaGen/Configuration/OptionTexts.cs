using System.Globalization;

namespace KafkaGen.Configuration;

/// <summary>The options of a cluster as names and texts: to compare two sets of them, and to show one. Options that are code are not among them.</summary>
internal static class OptionTexts
{
    private static readonly Dictionary<string, Func<KafkaGenOptions, string?>> s_own = new()
    {
        [nameof(KafkaGenOptions.BootstrapServers)] = options => options.BootstrapServers,
        [nameof(KafkaGenOptions.MaxBlock)] = options => Text(options.MaxBlock),
        [nameof(KafkaGenOptions.BufferMemory)] = options => Text(options.BufferMemory),
        [nameof(KafkaGenOptions.MaxBufferedRecords)] = options => Text(options.MaxBufferedRecords),
        [nameof(KafkaGenOptions.FlushTimeout)] = options => Text(options.FlushTimeout),
        [nameof(KafkaGenOptions.WarmUp)] = options => Text(options.WarmUp),
        [nameof(KafkaGenOptions.RecreateAfterFatalError)] = options => Text(options.RecreateAfterFatalError),
        [nameof(KafkaGenOptions.PropagateTraceContext)] = options => Text(options.PropagateTraceContext),
        [nameof(KafkaGenOptions.TopicPrefix)] = options => options.TopicPrefix,
        [nameof(KafkaGenOptions.WaitForBroker)] = options => Text(options.WaitForBroker),
        [nameof(KafkaGenOptions.Provisioning)] = options => options.Provisioning.ToString(),
        [nameof(KafkaGenOptions.ProvisioningTimeout)] = options => Text(options.ProvisioningTimeout),
        [nameof(KafkaGenOptions.OAuthBearerTokenTimeout)] = options => Text(options.OAuthBearerTokenTimeout),
    };

    /// <summary>The options of KafkaGen itself, as they are named in configuration.</summary>
    internal static readonly string[] Names = [.. s_own.Keys];

    /// <summary>Every option that has a value; of properties by their canonical names, as they were given.</summary>
    internal static SortedDictionary<string, string> Of(KafkaGenOptions options)
    {
        SortedDictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Names)
        {
            Add(texts, name, Of(options, name));
        }

        foreach ((string name, string value) in options.Properties)
        {
            // Others are names of other clients for KafkaGen's own options.
            if (ProducerProperties.Find(name) is { } property)
            {
                texts[property.Canonical] = value;
            }
        }

        foreach ((string name, KafkaTopicOptions entry) in options.Topics)
        {
            AddTopic(texts, $"{nameof(options.Topics)}:{name}:", entry);
        }

        return texts;
    }

    /// <summary>One of <see cref="Names"/>.</summary>
    internal static string? Of(KafkaGenOptions options, string name) => s_own[name](options);

    private static void AddTopic(SortedDictionary<string, string> texts, string path, KafkaTopicOptions entry)
    {
        Add(texts, path + nameof(entry.Topic), entry.Topic);
        Add(texts, path + nameof(entry.Cluster), entry.Cluster);
        Add(texts, path + nameof(entry.Codec), entry.Codec?.ToString());
        Add(texts, path + nameof(entry.CompressionLevel), Text(entry.CompressionLevel));
        Add(texts, path + nameof(entry.Partitioner), entry.Partitioner?.ToString());
        Add(texts, path + "MessageTimeoutMs", Text(entry.MessageTimeout?.TotalMilliseconds));
        Add(texts, path + nameof(entry.Partitions), Text(entry.Partitions));
        Add(texts, path + nameof(entry.ReplicationFactor), Text(entry.ReplicationFactor));
        foreach ((string name, string value) in entry.Config)
        {
            texts[$"{path}{nameof(entry.Config)}:{name}"] = value;
        }
    }

    private static void Add(SortedDictionary<string, string> texts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            texts[name] = value;
        }
    }

    private static string? Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
