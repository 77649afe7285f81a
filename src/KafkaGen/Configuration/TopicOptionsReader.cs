using KafkaGen.Configuration.Catalog;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>Reads the section <c>Topics</c>: an entry for each contract or topic, with settings by our names or librdkafka's.</summary>
internal static class TopicOptionsReader
{
    private const string Config = nameof(KafkaTopicOptions.Config);

    private static readonly string[] s_names = [.. OptionTable.Topic.Names, Config];

    internal static void Read(IConfigurationSection topics, KafkaGenOptions options)
    {
        foreach (IConfigurationSection topic in topics.GetChildren())
        {
            if (topic.Value is not null)
            {
                options.Origins.Refuse(topic.Path, $"has a value; what holds for a topic stands below it, such as '{topic.Path}:Codec'.");
                continue;
            }

            string place = $"{nameof(KafkaGenOptions.Topics)}:{topic.Key}";
            options.Origins.Add(place, topic.Path, "");
            KafkaTopicOptions target = options.Topic(topic.Key);
            foreach (IConfigurationSection setting in topic.GetChildren())
            {
                if (setting.Value is null && PropertyNames.Letters(setting.Key) == "config")
                {
                    ReadConfig(setting, target.Config, options.Origins);
                }
                else if (OptionTable.Topic.Find(setting.Key) is { Option: Option<KafkaTopicOptions> option } known)
                {
                    options.Origins.Add($"{place}:{option.Name}", setting.Path, setting.Value ?? "");
                    OptionsReader.TrySet(target, option, known.Value, setting.Value ?? "", setting.Path, options.Origins);
                }
                else
                {
                    options.Origins.Refuse(setting.Path, Unknown(setting.Key));
                }
            }
        }
    }

    private static void ReadConfig(IConfigurationSection section, IDictionary<string, string> config, OptionOrigins origins)
    {
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            if (setting.Value is { } value)
            {
                config[setting.Key] = value;
            }
            else
            {
                origins.Refuse(setting.Path, "is a section; a value is expected.");
            }
        }
    }

    private static string Unknown(string name) => OptionTable.Client.Find(name) is { Option: ProducerProperty property }
        ? $"cannot be set for one topic: '{property.Name}' holds for all topics of a client, as acks, linger and batch size do in librdkafka. Set it beside " +
        "'Topics' for all of them. A contract that needs another value goes to a cluster of its own on the same brokers: a second entry, below 'Clusters', that sets it, and " +
        "'Cluster' of the contract that names the entry."
        : $"is no setting of a topic; there are {string.Join(", ", TopicOptions.All.Select(option => option.Name).Append(Config))}." +
        (PropertyNames.NearestOf(name, s_names) is { } nearest ? $" Did you mean '{nearest}'?" : "");
}
