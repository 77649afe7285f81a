using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Export;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Hosting;

/// <summary>The clients of an application, one for each cluster that is registered or configured, and which of them serves a contract.</summary>
internal sealed class ClientSet : IProducerSource, IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, KafkaGenOptions> _options;
    private readonly Dictionary<string, KafkaGenClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly KafkaGenOptions _main;
    private readonly ReloadWatch _watch;
    private readonly ClusterRegistration[] _registrations;
    private string _toldClusters = "";
    private bool _isDisposed;

    /// <exception cref="KafkaConfigurationException">Configuration cannot be read, or a contract's cluster is not configured.</exception>
    public ClientSet(IServiceProvider services, IEnumerable<ClusterRegistration> registrations)
    {
        _services = services;
        _registrations = [.. registrations];
        _options = ClusterOptions.Of(_registrations, services.GetService<ILoggerFactory>());
        _main = _options.GetValueOrDefault("") ?? _options.Values.First().Main!;
        foreach (KafkaContract contract in ContractRegistry.Contracts)
        {
            // A plugin's contract whose cluster nobody configures fails who asks for it, not the application.
            if (_main.Includes(contract) && !DeclaredContract.CanBeUnloaded(contract))
            {
                _ = OptionsOf(contract);
            }
        }

        _watch = new ReloadWatch(_registrations.Select(registration => registration.Source).OfType<IConfiguration>(), Reload);
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

    /// <summary>The contracts of all clusters, without making a client.</summary>
    /// <exception cref="KafkaContractException">Two contracts contradict each other.</exception>
    internal IEnumerable<ContractDescription> Describe() => _options.Values
        .OrderBy(options => options.Cluster, StringComparer.Ordinal)
        .SelectMany(options => ContractDescriptions.Of(new ContractSet(ContractRegistry.Contracts, options, NullLogger.Instance), options.Cluster));

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

    private void Reload()
    {
        ILogger logger = (_main.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(KafkaGenLog.Category);
        try
        {
            Dictionary<string, KafkaGenOptions> changed = ClusterOptions.Of(_registrations, _services.GetService<ILoggerFactory>());
            string[] others = [.. _options.Keys.Except(changed.Keys, StringComparer.OrdinalIgnoreCase).Union(changed.Keys.Except(_options.Keys, StringComparer.OrdinalIgnoreCase))];
            string clusters = string.Join(", ", others.Select(name => $"Clusters:{name}"));
            if (others.Length > 0 && clusters != _toldClusters)
            {
                KafkaGenLog.RestartNeeded(logger, "", clusters);
            }

            _toldClusters = clusters;

            KafkaGenClient[] clients;
            lock (_clients)
            {
                clients = [.. _clients.Values];
            }

            foreach (KafkaGenClient client in clients)
            {
                if (changed.TryGetValue(client.Cluster, out KafkaGenOptions? options))
                {
                    client.Reload(options);
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile: there is nothing left to change.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Of whatever kind, from configuration sources or from the application's code: nobody waits for it who could be told.
            KafkaGenLog.ConfigurationRefused(logger, error.Message);
        }
    }

    private KafkaGenClient[] TakeAll()
    {
        _watch.Dispose();
        lock (_clients)
        {
            _isDisposed = true;
            return [.. _clients.Values];
        }
    }
}
