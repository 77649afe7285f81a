using KafkaGen.Configuration.Catalog;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>
/// Fills options from <see cref="IConfiguration"/> or a connection string, by name and without reflection. What cannot be read is noted in
/// <see cref="KafkaGenOptions.Origins"/>, so that it is told together with everything else that is wrong.
/// </summary>
internal sealed class OptionsReader
{
    private static readonly string[] s_sections = [nameof(KafkaGenOptions.Properties), nameof(KafkaGenOptions.Topics), nameof(KafkaGenOptions.Clusters)];

    private readonly KafkaGenOptions _options;
    private readonly HashSet<Option> _given = [];

    private OptionsReader(KafkaGenOptions options) => _options = options;

    /// <summary>
    /// Reads a section: KafkaGen's options, and librdkafka's properties by either spelling, directly or below <c>Properties</c>. A section that is
    /// a plain value, such as <c>ConnectionStrings:kafka</c>, is read as a connection string.
    /// </summary>
    internal static void Read(IConfiguration configuration, KafkaGenOptions options)
    {
        string path = (configuration as IConfigurationSection)?.Path ?? "";
        if (configuration is IConfigurationSection { Value: { Length: > 0 } connectionString })
        {
            Read(connectionString, options, path + ":");
            return;
        }

        options.Origins.Section = path;
        new OptionsReader(options).ReadSection(configuration);
    }

    /// <summary>
    /// Reads a connection string: the brokers, and optionally <c>name=value</c> pairs, separated by semicolons:
    /// <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </summary>
    internal static void Read(string connectionString, KafkaGenOptions options, string path = "")
    {
        OptionsReader reader = new(options);
        foreach (string part in connectionString.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                options.BootstrapServers = part;
                if (path.Length > 0)
                {
                    options.Origins.Add(nameof(options.BootstrapServers), path.TrimEnd(':'), part);
                }
            }
            else
            {
                string name = part[..equals].TrimEnd();
                reader.Set(name, part[(equals + 1)..].TrimStart(), path + name);
            }
        }
    }

    /// <summary>Sets one option of any kind, or notes why its text is none.</summary>
    internal static bool TrySet<TOptions>(TOptions options, Option<TOptions> option, OptionValue how, string text, string path, OptionOrigins origins)
    {
        // What is out of its range is told later: code may still change it.
        if (how.Problem(text) is { } problem && !how.IsReadable(text))
        {
            origins.Refuse(path, $"must be {problem}, not '{text}'.");
            return false;
        }

        option.Set(options, text, how);
        return true;
    }

    private void ReadSection(IConfiguration configuration)
    {
        foreach (IConfigurationSection entry in configuration.GetChildren())
        {
            if (entry.Value is { } value)
            {
                Set(entry.Key, value, entry.Path);
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Properties), StringComparison.OrdinalIgnoreCase))
            {
                foreach (IConfigurationSection property in entry.GetChildren())
                {
                    Set(property.Key, property.Value ?? "", property.Path);
                }
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Topics), StringComparison.OrdinalIgnoreCase))
            {
                TopicOptionsReader.Read(entry, _options);
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Clusters), StringComparison.OrdinalIgnoreCase))
            {
                ReadClusters(entry);
            }
            else
            {
                _options.Origins.Refuse(
                    entry.Path,
                    "is a section, but KafkaGen has none of that name. Properties stand directly in the section or below 'Properties', what holds for a topic below 'Topics', further " +
                    "clusters below 'Clusters'." + (PropertyNames.NearestOf(entry.Key, s_sections) is { } nearest ? $" Did you mean '{nearest}'?" : ""));
            }
        }
    }

    private void ReadClusters(IConfigurationSection clusters)
    {
        if (_options.Cluster.Length > 0)
        {
            _options.Origins.Refuse(clusters.Path, $"is inside of the cluster '{_options.Cluster}': clusters stand beside each other, in the section of the one without a name.");
            return;
        }

        foreach (IConfigurationSection cluster in clusters.GetChildren())
        {
            if (!_options.Clusters.TryGetValue(cluster.Key, out List<IConfigurationSection>? sections))
            {
                _options.Clusters.Add(cluster.Key, sections = []);
            }

            sections.Add(cluster);
        }
    }

    private void Set(string name, string value, string path)
    {
        OptionOrigins origins = _options.Origins;
        switch (OptionTable.Client.Find(name))
        {
            case { Option: Option<KafkaGenOptions> own } known:
                string? before = own.Text(_options);
                if (TrySet(_options, own, known.Value, value, path, origins))
                {
                    string? after = own.Text(_options);
                    if (!_given.Add(own) && before != after)
                    {
                        origins.Refuse(path, $"gives '{own.Name}' a second time: {after} after {before}. Leave one of them out.");
                    }

                    origins.Add(own.Name, path, after ?? "");
                }

                break;
            case { Option: { } property }:
                if (!_given.Add(property))
                {
                    origins.Refuse(path, $"gives '{property.Name}' a second time. Leave one of them out.");
                }

                _options.Properties[property.Name] = value;
                origins.Add(property.Name, path, value);
                break;
            default:
                _options.Properties[name] = value;
                origins.Add(name, path, value);
                break;
        }
    }
}
