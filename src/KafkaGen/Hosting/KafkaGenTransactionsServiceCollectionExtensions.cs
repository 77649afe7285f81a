using KafkaGen;
using KafkaGen.Configuration;
using KafkaGen.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers transactions with a host.</summary>
public static class KafkaGenTransactionsServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IKafkaTransactions"/> of one <c>transactional.id</c>, for the contracts of the cluster that
    /// <see cref="KafkaTransactionOptions.Cluster"/> names, by default of the one without a name. It is also a keyed service by that
    /// id, for an application with several.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="transactionalId">
    /// Kafka's <c>transactional.id</c>, to which each producer's number is added (<c>checkout-0</c>). It is the same after a restart, and no other
    /// process uses it at the same time: the later one would fence the earlier.
    /// </param>
    /// <param name="configure">Sets the options.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="InvalidOperationException">Transactions of that id are registered already.</exception>
    /// <example><code>services.AddKafkaGenTransactions("checkout", options => options.PoolSize = 4);</code></example>
    public static IServiceCollection AddKafkaGenTransactions(
        this IServiceCollection services, string transactionalId, Action<KafkaTransactionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(transactionalId);
        if (services.Any(service => service.ServiceType == typeof(IKafkaTransactions) && transactionalId.Equals(service.ServiceKey)))
        {
            throw new InvalidOperationException(
                $"AddKafkaGenTransactions(\"{transactionalId}\") was called already. Raise its PoolSize for more transactions at the same time.");
        }

        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => KeyedRequest.Unknown<IKafkaTransactions>(NoTransactions(provider, key))!);
        services.AddSingleton(new TransactionRegistration(transactionalId));
        services.AddKeyedSingleton(transactionalId, (provider, _) =>
        {
            KafkaTransactionOptions options = new();
            configure?.Invoke(options);
            return provider.GetRequiredService<ClientSet>().Client(options.Cluster).OpenPool(transactionalId, options);
        });
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IKafkaTransactions>(transactionalId));
        return services;
    }

    /// <summary>Registers transactions, reading their options and librdkafka's properties, by either spelling, from a configuration section.</summary>
    /// <param name="services">The services.</param>
    /// <param name="transactionalId">Kafka's <c>transactional.id</c>, to which each producer's number is added.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Sets options after the configuration: code has the last word.</param>
    /// <inheritdoc cref="AddKafkaGenTransactions(IServiceCollection, string, Action{KafkaTransactionOptions})"/>
    /// <example><code>services.AddKafkaGenTransactions("checkout", builder.Configuration.GetSection("Kafka-Transactions"));</code></example>
    public static IServiceCollection AddKafkaGenTransactions(
        this IServiceCollection services, string transactionalId, IConfiguration configuration, Action<KafkaTransactionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddKafkaGenTransactions(transactionalId, options =>
        {
            TransactionOptionsReader.Read(configuration, options);
            configure?.Invoke(options);
        });
    }

    private static KafkaConfigurationException NoTransactions(IServiceProvider services, object? key)
    {
        string known = string.Join(", ", services.GetServices<TransactionRegistration>().Select(registration => $"'{registration.TransactionalId}'"));
        return new KafkaConfigurationException($"{key}", $"There are no transactions of '{key}'; there are those of {known}. Call AddKafkaGenTransactions(\"{key}\").");
    }
}
