using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Configuration;

/// <summary>Fills options from <see cref="IConfiguration"/> or a connection string, by name and without reflection.</summary>
internal static class OptionsReader
{
    private static readonly string[] s_sections = [nameof(KafkaGenOptions.Properties), nameof(KafkaGenOptions.Topics), nameof(KafkaGenOptions.Clusters)];

    /// <summary>
    /// Reads a section: KafkaGen's options, and librdkafka's properties by either spelling, directly or below <c>Properties</c>. A section that is
    /// a plain value, such as <c>ConnectionStrings:kafka</c>, is read as a connection string.
    /// </summary>
    internal static void Read(IConfiguration configuration, KafkaGenOptions options)
    {
        if (configuration is IConfigurationSection { Value: { Length: > 0 } connectionString })
        {
            Read(connectionString, options);
            return;
        }

        foreach (IConfigurationSection entry in configuration.GetChildren())
        {
            if (entry.Value is { } value)
            {
                Set(options, entry.Key, value, entry.Path);
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Properties), StringComparison.OrdinalIgnoreCase))
            {
                foreach (IConfigurationSection property in entry.GetChildren())
                {
                    options.Properties[property.Key] = property.Value ?? "";
                }
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Topics), StringComparison.OrdinalIgnoreCase))
            {
                TopicOptionsReader.Read(entry, options);
            }
            else if (entry.Key.Equals(nameof(KafkaGenOptions.Clusters), StringComparison.OrdinalIgnoreCase))
            {
                ReadClusters(entry, options);
            }
            else
            {
                throw new KafkaConfigurationException(
                    entry.Path,
                    $"'{entry.Path}' is a section, but KafkaGen has none of that name. Properties stand directly in the section or below 'Properties', what holds for a topic below 'Topics', further " +
                    "clusters below 'Clusters'." + (PropertyNames.NearestOf(entry.Key, s_sections) is { } nearest ? $" Did you mean '{nearest}'?" : ""));
            }
        }
    }

    private static void ReadClusters(IConfigurationSection clusters, KafkaGenOptions options)
    {
        if (options.Cluster.Length > 0)
        {
            throw new KafkaConfigurationException(
                clusters.Path, $"'{clusters.Path}' is inside of the cluster '{options.Cluster}': clusters stand beside each other, in the section of the one without a name.");
        }

        foreach (IConfigurationSection cluster in clusters.GetChildren())
        {
            options.Clusters[cluster.Key] = cluster;
        }
    }

    /// <summary>
    /// Reads a connection string: the brokers, and optionally <c>name=value</c> pairs, separated by semicolons:
    /// <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </summary>
    internal static void Read(string connectionString, KafkaGenOptions options)
    {
        foreach (string part in connectionString.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                options.BootstrapServers = part;
            }
            else
            {
                Set(options, part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart(), part[..equals].TrimEnd());
            }
        }
    }

    private static void Set(KafkaGenOptions options, string name, string value, string path)
    {
        switch (Array.Find(OptionTexts.Names, option => option.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            case nameof(KafkaGenOptions.BootstrapServers):
                options.BootstrapServers = value;
                break;
            case nameof(KafkaGenOptions.MaxBlock):
                options.MaxBlock = Duration(path, value);
                break;
            case nameof(KafkaGenOptions.BufferMemory):
                options.BufferMemory = Whole(path, value);
                break;
            case nameof(KafkaGenOptions.MaxBufferedRecords):
                options.MaxBufferedRecords = (int)Math.Min(Whole(path, value), int.MaxValue);
                break;
            case nameof(KafkaGenOptions.FlushTimeout):
                options.FlushTimeout = Duration(path, value);
                break;
            case nameof(KafkaGenOptions.WarmUp):
                options.WarmUp = TrueOrFalse(path, value);
                break;
            case nameof(KafkaGenOptions.RecreateAfterFatalError):
                options.RecreateAfterFatalError = TrueOrFalse(path, value);
                break;
            case nameof(KafkaGenOptions.PropagateTraceContext):
                options.PropagateTraceContext = TrueOrFalse(path, value);
                break;
            case nameof(KafkaGenOptions.TopicPrefix):
                options.TopicPrefix = value;
                break;
            case nameof(KafkaGenOptions.WaitForBroker):
                options.WaitForBroker = Duration(path, value);
                break;
            case nameof(KafkaGenOptions.Provisioning):
                options.Provisioning = Member<TopicProvisioning>(path, value);
                break;
            case nameof(KafkaGenOptions.ProvisioningTimeout):
                options.ProvisioningTimeout = Duration(path, value);
                break;
            case nameof(KafkaGenOptions.OAuthBearerTokenTimeout):
                options.OAuthBearerTokenTimeout = Duration(path, value);
                break;
            default:
                options.Properties[name] = value;
                break;
        }
    }

    private static bool TrueOrFalse(string path, string value) =>
        bool.TryParse(value, out bool given) ? given : throw Malformed(path, value, "true or false");

    internal static long Whole(string path, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Malformed(path, value, "a whole number, such as 67108864");

    internal static TimeSpan Duration(string path, string value) =>
        value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan duration)
            ? duration
            : throw Malformed(path, value, "a duration of the form hh:mm:ss, such as 00:01:00");

    // In either spelling: MurMur2Random and murmur2_random.
    internal static T Member<T>(string path, string value)
        where T : struct, Enum
    {
        foreach (T member in Enum.GetValues<T>())
        {
            if (PropertyNames.Letters(member.ToString()) == PropertyNames.Letters(value))
            {
                return member;
            }
        }

        throw Malformed(path, value, "one of " + string.Join(", ", Enum.GetNames<T>()));
    }

    internal static KafkaConfigurationException Malformed(string path, string value, string expected) =>
        new(path, $"'{path}' is '{value}'; it must be {expected}.");
}
