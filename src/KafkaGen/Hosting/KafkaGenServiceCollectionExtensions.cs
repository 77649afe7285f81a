using KafkaGen;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Hosting;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KafkaGen with a host.</summary>
public static class KafkaGenServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ITopicProducer{T}"/> for every contract of the application and of the projects it references,
    /// <see cref="IKeyedTopicProducer{TKey, T}"/> for each that has a key, and the <see cref="KafkaGenClient"/> that they share, configured by code. A contract with a name of its own is a keyed service by that name.
    /// </summary>
    /// <remarks>
    /// It may be called any number of times: sections and delegates apply to the one set of options in the order of the calls. Those options are
    /// <see cref="KafkaGenOptions"/> by the name of the cluster, so that <c>services.Configure</c>, <c>PostConfigure</c> and <c>IValidateOptions</c> work on them as well.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; <see cref="KafkaGenOptions.BootstrapServers"/> at least.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="KafkaContractException">The generator rejected a contract in a build that was allowed to go on.</exception>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, Action<KafkaGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, "", source: null, configure);
    }

    /// <summary>
    /// Registers KafkaGen, reading its options from a configuration section: KafkaGen's own, librdkafka's properties by either spelling, and below <c>Clusters</c> the same for
    /// further clusters by their names.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// The section, such as <c>builder.Configuration.GetSection("Kafka")</c>, or one that holds a connection string, such as
    /// <c>ConnectionStrings:kafka</c>. It is read when the clients are made.
    /// </param>
    /// <param name="configure">Sets options after the configuration.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    /// <example><code>builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));</code></example>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, IConfiguration configuration, Action<KafkaGenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, "", configuration, options => OptionsReader.Read(configuration, options), configure);
    }

    /// <summary>Registers KafkaGen, reading its options from a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">
    /// The brokers, and optionally properties, separated by semicolons: <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Add(services, "", source: null, options => OptionsReader.Read(connectionString, options));
    }

    /// <summary>
    /// Registers a further cluster by its name, for the contracts that name it (<see cref="KafkaTopicAttribute.Cluster"/>), and its
    /// <see cref="KafkaGenClient"/> as a keyed service by that name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="configure">
    /// Sets the options. Without <see cref="KafkaGenOptions.BootstrapServers"/> it is a second client for the brokers of the cluster without a name, and takes all of that one's
    /// options which are not set here.
    /// </param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    /// <example><code>services.AddKafkaGen("eu", options => options.BootstrapServers = "eu-broker:9092");</code></example>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, string cluster, Action<KafkaGenOptions> configure)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, cluster, source: null, configure);
    }

    /// <summary>Registers a further cluster by its name, reading its options from a section, or from one that holds a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="configuration">The section, such as <c>ConnectionStrings:eu</c>.</param>
    /// <param name="configure">Sets options after the configuration.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, string, Action{KafkaGenOptions})"/>
    /// <example><code>services.AddKafkaGen("eu", builder.Configuration.GetSection("ConnectionStrings:eu"));</code></example>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, string cluster, IConfiguration configuration, Action<KafkaGenOptions>? configure = null)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, cluster, configuration, options => OptionsReader.Read(configuration, options), configure);
    }

    /// <summary>Registers a further cluster by its name, reading its options from a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="connectionString">The brokers, and optionally properties, separated by semicolons.</param>
    /// <param name="configure">Sets options after the connection string.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, string, Action{KafkaGenOptions})"/>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, string cluster, string connectionString, Action<KafkaGenOptions>? configure = null)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Add(services, cluster, source: null, options => OptionsReader.Read(connectionString, options), configure);
    }

    internal static IServiceCollection Add(IServiceCollection services, string cluster, IConfiguration? source, params Action<KafkaGenOptions>?[] configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        // Names of clusters ignore case, and names of options do not: the first spelling is the name.
        ClusterRegistration[] known = [.. services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ClusterRegistration>()];
        ClusterRegistration? same = Array.Find(known, other => other.Cluster.Equals(cluster, StringComparison.OrdinalIgnoreCase));
        string name = same?.Cluster ?? cluster;
        if (known.Length == 0)
        {
            AddOnce(services);
        }

        if (same is null)
        {
            services.AddSingleton<IOptionsChangeTokenSource<KafkaGenOptions>>(provider => new ClusterChangeTokenSource(name, provider.GetRequiredService<ConfigurationWatch>()));
            if (name.Length == 0)
            {
                services.AddSingleton(static provider => provider.GetRequiredService<ClientSet>().Client(""));
            }
        }

        services.AddSingleton(new ClusterRegistration(name, source));
        OptionsBuilder<KafkaGenOptions> options = services.AddOptions<KafkaGenOptions>(name);
        foreach (Action<KafkaGenOptions> step in configure.OfType<Action<KafkaGenOptions>>())
        {
            options.Configure(step);
        }

        return services;
    }

    private static void AddOnce(IServiceCollection services)
    {
        // Now rather than with the client: a consumer of Confluent.Kafka may be made before it.
        LibrdkafkaResolver.ServeClients();
        services.AddTransient<ClusterOptionsFactory>();
        services.AddTransient<IOptionsFactory<KafkaGenOptions>>(static provider => provider.GetRequiredService<ClusterOptionsFactory>());
        services.AddSingleton<ConfigurationWatch>();
        services.AddSingleton<ClientSet>();

        // Cluster names are only known once configuration is loaded, so one registration answers for any key.
        services.AddKeyedSingleton(KeyedService.AnyKey, static (provider, cluster) => provider.GetRequiredService<ClientSet>().ClientByKey(cluster)!);
        services.AddHostedService<KafkaGenHostedService>();
        ContractServices.Add(services);
    }
}
