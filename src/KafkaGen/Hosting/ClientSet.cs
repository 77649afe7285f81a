using KafkaGen.Configuration;
using KafkaGen.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Hosting;

/// <summary>The clients of an application, one for each cluster that is registered or configured, and which of them serves a contract.</summary>
internal sealed class ClientSet : IProducerSource, IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, KafkaGenOptions> _options;
    private readonly Dictionary<string, KafkaGenClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly KafkaGenOptions _main;
    private bool _isDisposed;

    /// <exception cref="KafkaConfigurationException">Configuration cannot be read, or a contract's cluster is not configured.</exception>
    public ClientSet(IServiceProvider services, IEnumerable<ClusterRegistration> registrations)
    {
        _services = services;
        _options = ClusterOptions.Of([.. registrations], services.GetService<ILoggerFactory>());
        _main = _options.GetValueOrDefault("") ?? _options.Values.First().Main!;
        foreach (KafkaContract contract in ContractRegistry.Contracts)
        {
            if (_main.Includes(contract))
            {
                _ = OptionsOf(contract);
            }
        }
    }

    /// <summary>All clients, that of the cluster without a name first. Makes those that are not made yet.</summary>
    /// <exception cref="KafkaConfigurationException">An option is unknown or malformed.</exception>
    internal IReadOnlyList<KafkaGenClient> All => [.. _options.Keys.Order(StringComparer.Ordinal).Select(Client)];

    public void Dispose()
    {
        foreach (KafkaGenClient client in TakeAll())
        {
            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(TakeAll().Select(client => client.DisposeAsync().AsTask())).ConfigureAwait(false);

    ITopicProducer<T> IProducerSource.Open<T>(string? topic) => ((IProducerSource)ClientOf(ContractRegistry.Get<T>())).Open<T>(topic);

    ITopicProducer<TCall> IProducerSource.Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend) =>
        ((IProducerSource)ClientOf(ContractRegistry.Get<T>())).Open(topic, extend);

    /// <summary>The client of a cluster; the same one at each call.</summary>
    /// <exception cref="KafkaConfigurationException">There is no such cluster, or one of its options is unknown or malformed.</exception>
    internal KafkaGenClient Client(string cluster)
    {
        if (!_options.TryGetValue(cluster, out KafkaGenOptions? options))
        {
            throw new KafkaConfigurationException($"Clusters:{cluster}", $"There is no cluster {ClusterNames.Describe(cluster)}. {WhatThereIs(cluster)}");
        }

        lock (_clients)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(KafkaGenClient));
            if (!_clients.TryGetValue(cluster, out KafkaGenClient? client))
            {
                client = KafkaGenClient.Create(options, _services);
                _clients.Add(options.Cluster, client);
            }

            return client;
        }
    }

    /// <summary>The client that serves a contract.</summary>
    /// <exception cref="KafkaConfigurationException">The contract's cluster is not configured, or one of its options is unknown or malformed.</exception>
    internal KafkaGenClient ClientOf(KafkaContract contract) => Client(OptionsOf(contract).Cluster);

    private KafkaGenOptions OptionsOf(KafkaContract contract)
    {
        string cluster = _main.ClusterOf(contract);
        if (_options.TryGetValue(cluster, out KafkaGenOptions? options))
        {
            return options;
        }

        string type = contract.MessageType.FullName ?? contract.Name;
        throw new KafkaConfigurationException(
            $"Clusters:{cluster}",
            $"The cluster of the contract '{contract.Name}' ('{type}') is {ClusterNames.Describe(cluster)}, which is not configured. {WhatThereIs(cluster)}");
    }

    private string WhatThereIs(string wanted)
    {
        string known = string.Join(", ", _options.Keys.Order(StringComparer.Ordinal).Select(ClusterNames.Describe));
        string hint = wanted.Length > 0 && PropertyNames.NearestOf(wanted, _options.Keys.Where(name => name.Length > 0)) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        string way = wanted.Length == 0 ? "Call AddKafkaGen without a name" : $"Call AddKafkaGen(\"{wanted}\", ...), or add the section 'Clusters:{wanted}'";
        return $"Configured: {known}.{hint} {way}.";
    }

    private KafkaGenClient[] TakeAll()
    {
        lock (_clients)
        {
            _isDisposed = true;
            return [.. _clients.Values];
        }
    }
}
