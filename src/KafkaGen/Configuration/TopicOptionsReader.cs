using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>Reads the section <c>Topics</c>: an entry for each contract or topic, with settings by our names or librdkafka's.</summary>
internal static class TopicOptionsReader
{
    private static readonly string[] s_names = ["Topic", "Cluster", "Codec", "CompressionLevel", "Partitioner", "MessageTimeoutMs", "Partitions", "ReplicationFactor", "Config"];

    internal static void Read(IConfigurationSection topics, KafkaGenOptions options)
    {
        foreach (IConfigurationSection topic in topics.GetChildren())
        {
            if (topic.Value is not null)
            {
                throw new KafkaConfigurationException(
                    topic.Path, $"'{topic.Path}' has a value; what holds for a topic stands below it, such as '{topic.Path}:Codec'.");
            }

            KafkaTopicOptions target = options.Topic(topic.Key);
            foreach (IConfigurationSection setting in topic.GetChildren())
            {
                if (setting.Value is null && PropertyNames.Letters(setting.Key) == "config")
                {
                    ReadConfig(setting, target.Config);
                }
                else
                {
                    Set(target, setting.Key, setting.Value ?? "", setting.Path);
                }
            }
        }
    }

    private static void ReadConfig(IConfigurationSection section, IDictionary<string, string> config)
    {
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            config[setting.Key] = setting.Value ?? throw new KafkaConfigurationException(setting.Path, $"'{setting.Path}' is a section; a value is expected.");
        }
    }

    private static void Set(KafkaTopicOptions topic, string name, string value, string path)
    {
        switch (PropertyNames.Letters(name))
        {
            case "topic":
                topic.Topic = value;
                break;
            case "cluster":
                topic.Cluster = value;
                break;
            case "codec" or "compressioncodec" or "compressiontype":
                topic.Codec = OptionsReader.Member<CompressionCodec>(path, value);
                break;
            case "compressionlevel":
                topic.CompressionLevel = Whole(path, value);
                break;
            case "partitioner":
                topic.Partitioner = OptionsReader.Member<RecordPartitioner>(path, value);
                break;
            case "messagetimeoutms" or "deliverytimeoutms":
                topic.MessageTimeout = TimeSpan.FromMilliseconds(Whole(path, value));
                break;
            case "partitions":
                topic.Partitions = Whole(path, value);
                break;
            case "replicationfactor":
                topic.ReplicationFactor = Whole(path, value);
                break;
            default:
                throw Unknown(name, path);
        }
    }

    private static int Whole(string path, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw OptionsReader.Malformed(path, value, "a whole number");

    private static KafkaConfigurationException Unknown(string name, string path) => new(path, ProducerProperties.Find(name) is { } property
        ? $"'{path}': '{property.Name}' holds for all topics of a client, as acks, linger and batch size do in librdkafka, and cannot be set for one. Set it beside " +
        "'Topics' for all of them. A contract that needs another value goes to a cluster of its own on the same brokers: a second entry, below 'Clusters', that sets it, and " +
        "'Cluster' of the contract that names the entry."
        : $"'{path}' is no setting of a topic; there are {string.Join(", ", s_names)}." +
        (PropertyNames.NearestOf(name, s_names) is { } nearest ? $" Did you mean '{nearest}'?" : ""));
}
