using System.Globalization;

namespace KafkaGen.Configuration;

/// <summary>The options of a cluster as names and texts: to compare two sets of them, and to show one. Options that are code are not among them.</summary>
internal static class OptionTexts
{
    /// <summary>Every option that has a value; of properties by their canonical names, as they were given.</summary>
    internal static SortedDictionary<string, string> Of(KafkaGenOptions options)
    {
        SortedDictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in OptionNames.All)
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

    /// <summary>One of KafkaGen's own options.</summary>
    /// <exception cref="ArgumentException">There is no option of that name.</exception>
    internal static string? Of(KafkaGenOptions options, string name) => name switch
    {
        nameof(options.BootstrapServers) => options.BootstrapServers,
        nameof(options.MaxBlock) => Text(options.MaxBlock),
        nameof(options.BufferMemory) => Text(options.BufferMemory),
        nameof(options.MaxBufferedRecords) => Text(options.MaxBufferedRecords),
        nameof(options.FlushTimeout) => Text(options.FlushTimeout),
        nameof(options.WarmUp) => Text(options.WarmUp),
        nameof(options.RecreateAfterFatalError) => Text(options.RecreateAfterFatalError),
        nameof(options.PropagateTraceContext) => Text(options.PropagateTraceContext),
        nameof(options.TopicPrefix) => options.TopicPrefix,
        nameof(options.WaitForBroker) => Text(options.WaitForBroker),
        nameof(options.Provisioning) => options.Provisioning.ToString(),
        nameof(options.ProvisioningTimeout) => Text(options.ProvisioningTimeout),
        _ => throw new ArgumentException($"There is no option '{name}'.", nameof(name)),
    };

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
