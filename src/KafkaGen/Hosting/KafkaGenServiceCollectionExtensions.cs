using KafkaGen;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Hosting;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

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
    /// <exception cref="InvalidOperationException">KafkaGen is registered already.</exception>
    public static IServiceCollection AddKafkaGen(this IServiceCollection services, Action<KafkaGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, (_, options) => configure(options));
    }

    /// <summary>The same, configured by a section: KafkaGen's options, and librdkafka's properties by either spelling.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// The section, such as <c>builder.Configuration.GetSection("Kafka")</c>, or one that holds a connection string, such as
    /// <c>ConnectionStrings:kafka</c>.
    /// </param>
    /// <param name="configure">Sets options after the configuration: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    /// <example><code>builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));</code></example>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, IConfiguration configuration, Action<KafkaGenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, (_, options) =>
        {
            OptionsReader.Read(configuration, options);
            configure?.Invoke(options);
        });
    }

    /// <summary>The same, configured by a connection string.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">
    /// The brokers, and optionally properties, separated by semicolons: <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </param>
    /// <param name="configure">Sets options after the connection string: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGen(IServiceCollection, Action{KafkaGenOptions})"/>
    public static IServiceCollection AddKafkaGen(
        this IServiceCollection services, string connectionString, Action<KafkaGenOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Add(services, (_, options) =>
        {
            OptionsReader.Read(connectionString, options);
            configure?.Invoke(options);
        });
    }

    private static IServiceCollection Add(IServiceCollection services, Action<IServiceProvider, KafkaGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(KafkaGenClient)))
        {
            throw new InvalidOperationException("AddKafkaGen was called already: one call registers the producers of every contract.");
        }

        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        // Now rather than with the client: a consumer of Confluent.Kafka may be made before it.
        LibrdkafkaResolver.ServeClients();
        services.AddSingleton(provider =>
        {
            KafkaGenOptions options = new() { LoggerFactory = provider.GetService<ILoggerFactory>() };
            configure(provider, options);
            return new KafkaGenClient(options, ContractRegistry.Contracts, provider);
        });
        services.AddHostedService<KafkaGenHostedService>();
        Registrar registrar = new(services);
        foreach (KafkaContract contract in ContractRegistry.Contracts)
        {
            contract.Accept(registrar);
            contract.AcceptKeyed(registrar);
        }

        foreach (ProducerInterface producer in ContractRegistry.Producers)
        {
            producer.Accept(registrar);
        }

        return services;
    }

    // A closed service for each contract: an open generic one would need code that an AOT build has not made for structs.
    private sealed class Registrar(IServiceCollection services) : IContractVisitor, IKeyedContractVisitor, IProducerVisitor
    {
        public void Visit<T>(KafkaContract<T> contract)
        {
            if (ContractRegistry.IsDefault(contract))
            {
                services.TryAddSingleton(static provider => provider.GetRequiredService<KafkaGenClient>().GetProducer<T>());
            }

            if (contract.IsNamed)
            {
                services.TryAddKeyedSingleton(
                    contract.Name, static (provider, name) => provider.GetRequiredService<KafkaGenClient>().GetProducer<T>((string)name!));
            }
        }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull
        {
            if (ContractRegistry.IsDefault(contract))
            {
                services.TryAddSingleton(static provider => provider.GetRequiredService<KafkaGenClient>().GetKeyedProducer<TKey, T>());
            }

            if (contract.IsNamed)
            {
                services.TryAddKeyedSingleton(
                    contract.Name, static (provider, name) => provider.GetRequiredService<KafkaGenClient>().GetKeyedProducer<TKey, T>((string)name!));
            }
        }

        public void Visit<TProducer>(ProducerInterface<TProducer> producer)
            where TProducer : class =>
            services.TryAddSingleton(static provider => provider.GetRequiredService<KafkaGenClient>().Implement<TProducer>());
    }
}
