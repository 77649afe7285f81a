using KafkaGen.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Hosting;

/// <summary>Puts the options of all clusters together: what is registered by code, and what stands below <c>Clusters</c> in the section of the main one.</summary>
internal static class ClusterOptions
{
    /// <summary>The options of each cluster, by its name.</summary>
    /// <exception cref="KafkaConfigurationException">Configuration cannot be read.</exception>
    internal static Dictionary<string, KafkaGenOptions> Of(IReadOnlyCollection<ClusterRegistration> registrations, ILoggerFactory? loggers)
    {
        Dictionary<string, ClusterRegistration> named = registrations.ToDictionary(registration => registration.Cluster, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, KafkaGenOptions> all = new(StringComparer.OrdinalIgnoreCase);
        KafkaGenOptions main = new() { LoggerFactory = loggers };
        if (named.Remove("", out ClusterRegistration? registered))
        {
            Fill(main, registered, section: null);
            all.Add("", main);
        }

        foreach (string cluster in named.Keys.Union(main.Clusters.Keys, StringComparer.OrdinalIgnoreCase))
        {
            IConfigurationSection? section = main.Clusters.GetValueOrDefault(cluster);
            KafkaGenOptions own = new() { Cluster = cluster, LoggerFactory = loggers };
            Fill(own, named.GetValueOrDefault(cluster), section);
            if (!own.HasBrokers && main.HasBrokers)
            {
                // A second client for the same brokers: what it does not say itself, such as how to log in to them, is as for the first.
                own = main.ForSameBrokers(own);
                Fill(own, named.GetValueOrDefault(cluster), section);
            }

            own.Main = main;
            all.Add(cluster, own);
        }

        foreach (Type excluded in all.Values.SelectMany(options => options.Excluded).ToArray())
        {
            main.Excluded.Add(excluded);
            all.Values.ToList().ForEach(options => options.Excluded.Add(excluded));
        }

        return all;
    }

    private static void Fill(KafkaGenOptions options, ClusterRegistration? registration, IConfigurationSection? section)
    {
        if (section is not null)
        {
            OptionsReader.Read(section, options);
        }

        registration?.Read?.Invoke(options);
        registration?.Configure?.Invoke(options);
    }
}
