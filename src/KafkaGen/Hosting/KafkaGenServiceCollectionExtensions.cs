using KafkaGen;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Hosting;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KafkaGen with a host.</summary>
public static class KafkaGenServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ITopicProducer{T}"/> for every contract of the application and of the projects it references,
    /// <see cref="IKeyedTopicProducer{TKey, T}"/> for each that has a key, and the <see cref="KafkaGenClient"/> that they share, configured by code. A contract with a name of its own is a keyed service by that name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; <see cref="KafkaGenOptions.BootstrapServers"/> at least.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="KafkaContractException">The generator rejected a contract in a build that was allowed to go on.</exception>
    /// <exception cref="InvalidOperationException">That cluster is registered already.</exception>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, Action<KafkaGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, new ClusterRegistration("", Read: null, configure));
    }

    /// <summary>
    /// The same, configured by a section: KafkaGen's options, librdkafka's properties by either spelling, and below <c>Clusters</c> the same for further
    /// clusters by their names.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// The section, such as <c>builder.Configuration.GetSection("Kafka")</c>, or one that holds a connection string, such as
    /// <c>ConnectionStrings:kafka</c>. It is read when the clients are made.
    /// </param>
    /// <param name="configure">Sets options after the configuration: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    /// <example><code>builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));</code></example>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, IConfiguration configuration, Action<KafkaGenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, ClusterRegistration.From("", configuration, configure));
    }

    /// <summary>The same, configured by a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">
    /// The brokers, and optionally properties, separated by semicolons: <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Add(services, new ClusterRegistration("", options => OptionsReader.Read(connectionString, options), Configure: null));
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
        return Add(services, new ClusterRegistration(cluster, Read: null, configure));
    }

    /// <summary>The same, configured by a section, or by one that holds a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="configuration">The section, such as <c>ConnectionStrings:eu</c>.</param>
    /// <param name="configure">Sets options after the configuration: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, string, Action{KafkaGenOptions})"/>
    /// <example><code>services.AddKafkaGen("eu", builder.Configuration.GetSection("ConnectionStrings:eu"));</code></example>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, string cluster, IConfiguration configuration, Action<KafkaGenOptions>? configure = null)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, ClusterRegistration.From(cluster, configuration, configure));
    }

    /// <summary>The same, configured by a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="connectionString">The brokers, and optionally properties, separated by semicolons.</param>
    /// <param name="configure">Sets options after the connection string: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, string, Action{KafkaGenOptions})"/>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, string cluster, string connectionString, Action<KafkaGenOptions>? configure = null)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Add(services, new ClusterRegistration(cluster, options => OptionsReader.Read(connectionString, options), configure));
    }

    internal static IServiceCollection Add(IServiceCollection services, ClusterRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ClusterRegistration[] known = [.. services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ClusterRegistration>()];
        if (Array.Exists(known, other => other.Cluster.Equals(registration.Cluster, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException(registration.Cluster.Length == 0
                ? "AddKafkaGen was called already: one call registers the producers of every contract. A further cluster has a name: AddKafkaGen(\"eu\", ...)."
                : $"AddKafkaGen(\"{registration.Cluster}\", ...) was called already: one call registers the cluster.");
        }

        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        // Now rather than with the client: a consumer of Confluent.Kafka may be made before it.
        LibrdkafkaResolver.ServeClients();
        services.AddSingleton(registration);
        if (registration.Cluster.Length == 0)
        {
            services.AddSingleton(static provider => provider.GetRequiredService<ClientSet>().Client(""));
        }

        if (known.Length == 0)
        {
            // By any key: which clusters there are is known when the configuration is read.
            services.AddKeyedSingleton(KeyedService.AnyKey, static (provider, cluster) => provider.GetRequiredService<ClientSet>().Client((string)cluster!));
            services.AddSingleton<ClientSet>();
            services.AddHostedService<KafkaGenHostedService>();
            ContractServices.Add(services);
        }

        return services;
    }
}
