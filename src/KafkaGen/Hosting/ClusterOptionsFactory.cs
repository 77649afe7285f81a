using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaGen.Hosting;

/// <summary>
/// Makes the options of a cluster by its name, as <see cref="OptionsFactory{TOptions}"/> does, and adds what is particular to clusters: what the configuration
/// says below <c>Clusters</c>, and that a cluster without brokers is a second client for those of the cluster without a name.
/// </summary>
internal sealed class ClusterOptionsFactory(
    IServiceProvider services,
    IEnumerable<ClusterRegistration> registrations,
    IEnumerable<IConfigureOptions<KafkaGenOptions>> configures,
    IEnumerable<IPostConfigureOptions<KafkaGenOptions>> postConfigures,
    IEnumerable<IValidateOptions<KafkaGenOptions>> validations) : IOptionsFactory<KafkaGenOptions>
{
    /// <summary>The options of a cluster, checked, but for what only librdkafka can tell.</summary>
    /// <exception cref="KafkaConfigurationException">Options cannot be used. It lists all of them.</exception>
    public KafkaGenOptions Create(string name)
    {
        KafkaGenOptions options = Configured(name);
        OptionErrors errors = new(options);
        SenderSettings.Check(options, errors);
        foreach (IValidateOptions<KafkaGenOptions> validation in validations)
        {
            if (validation.Validate(name, options) is { Failed: true } result)
            {
                foreach (string failure in result.Failures)
                {
                    errors.AddSentence(name.Length == 0 ? nameof(KafkaGenOptions) : name, failure);
                }
            }
        }

        errors.ThrowIfAny();
        return options;
    }

    /// <summary>The options of a cluster, unchecked.</summary>
    internal KafkaGenOptions Configured(string name)
    {
        KafkaGenOptions options = name.Length == 0 ? Configure(New(name), []) : OfFurtherCluster(name);
        foreach (IPostConfigureOptions<KafkaGenOptions> postConfigure in postConfigures)
        {
            postConfigure.PostConfigure(name, options);
        }

        return options;
    }

    /// <summary>The names of all clusters, as they are spelled first.</summary>
    internal IReadOnlyList<string> Names() =>
    [
        .. registrations.Select(registration => registration.Cluster)
            .Concat(Configured("").Clusters.Keys)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The clusters whose options these are: a contract that is left out for one is left out for all.</summary>
    internal List<ClusterScope> ScopesOf(IEnumerable<KafkaGenOptions> clusters)
    {
        KafkaGenOptions[] all = [.. clusters];
        KafkaGenOptions main = Array.Find(all, options => options.Cluster.Length == 0) ?? Configured("");
        HashSet<Type> excluded = [.. all.SelectMany(options => options.Excluded)];
        return [.. all.Select(options => new ClusterScope(options, options == main ? null : main, excluded))];
    }

    /// <summary>What running clients are to take over: all clusters as they are now, checked with their contracts before any of them is used.</summary>
    /// <param name="optionsOf">The options of a cluster.</param>
    /// <exception cref="KafkaConfigurationException">Options of a cluster cannot be used.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other.</exception>
    internal IReadOnlyList<ClusterSetup> Changed(Func<string, KafkaGenOptions> optionsOf)
    {
        LibrdkafkaResolver.EnsureLoaded();

        // Silent: what contracts should agree on was told at the start.
        return [.. ScopesOf(Names().Select(optionsOf)).Select(scope => ClusterSetup.Of(scope, ContractRegistry.Contracts, isSilent: true))];
    }

    private KafkaGenOptions New(string cluster) => new() { Cluster = cluster, LoggerFactory = services.GetService<ILoggerFactory>() };

    private KafkaGenOptions OfFurtherCluster(string name)
    {
        KafkaGenOptions main = Configured("");
        List<IConfigurationSection> sections = main.Clusters.GetValueOrDefault(name, []);
        KafkaGenOptions own = Configure(New(name), sections);
        return own.HasBrokers || !main.HasBrokers
            ? own

            // What it does not say itself, such as how to log in to them, is as for the first.
            : Configure(main.ForSameBrokers(own), sections);
    }

    private KafkaGenOptions Configure(KafkaGenOptions options, List<IConfigurationSection> sections)
    {
        sections.ForEach(section => OptionsReader.Read(section, options));
        foreach (IConfigureOptions<KafkaGenOptions> configure in configures)
        {
            if (configure is IConfigureNamedOptions<KafkaGenOptions> named)
            {
                named.Configure(options.Cluster, options);
            }
            else if (options.Cluster.Length == 0)
            {
                configure.Configure(options);
            }
        }

        return options;
    }
}
