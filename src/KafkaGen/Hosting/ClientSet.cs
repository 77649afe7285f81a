using System.Diagnostics.CodeAnalysis;
using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Export;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KafkaGen.Hosting;

/// <summary>The clients of an application, one for each cluster that is registered or configured, and which of them serves a contract.</summary>
internal sealed class ClientSet : IProducerSource, IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly ClusterOptionsFactory _factory;
    private readonly IOptionsMonitor<KafkaGenOptions> _monitor;
    private readonly IOptionsMonitorCache<KafkaGenOptions> _cache;
    private readonly ConfigurationWatch _watch;
    private readonly Dictionary<string, KafkaGenClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Dictionary<string, ClusterSetup>> _setups;
    private readonly object _reloading = new();
    private IDisposable? _subscription;
    private string _toldClusters = "";
    private bool _isDisposed;

    public ClientSet(
        IServiceProvider services,
        ClusterOptionsFactory factory,
        IOptionsMonitor<KafkaGenOptions> monitor,
        IOptionsMonitorCache<KafkaGenOptions> cache,
        ConfigurationWatch watch)
    {
        _services = services;
        _factory = factory;
        _monitor = monitor;
        _cache = cache;
        _watch = watch;
        _setups = new Lazy<Dictionary<string, ClusterSetup>>(SetUp);
    }

    /// <summary>All clients, that of the cluster without a name first. Makes those that are not made yet.</summary>
    /// <exception cref="KafkaConfigurationException">Options of any cluster cannot be used. It lists all of them.</exception>
    internal IReadOnlyList<KafkaGenClient> All => [.. _setups.Value.Keys.Order(StringComparer.Ordinal).Select(Client)];

    /// <summary>The names of all clusters.</summary>
    internal IReadOnlyCollection<string> Clusters => _setups.Value.Keys;

    public void Dispose() => Task.WaitAll(CloseAll());

    public async ValueTask DisposeAsync() => await Task.WhenAll(CloseAll()).ConfigureAwait(false);

    ITopicProducer<T> IProducerSource.Open<T>(string? topic) => ((IProducerSource)ClientOf(ContractRegistry.Get<T>())).Open<T>(topic);

    ITopicProducer<TCall> IProducerSource.Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend) =>
        ((IProducerSource)ClientOf(ContractRegistry.Get<T>())).Open(topic, extend);

    /// <summary>The contracts of all clusters, without making a client.</summary>
    /// <exception cref="KafkaConfigurationException">What the options say of topics cannot be used.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other.</exception>
    internal IEnumerable<ContractDescription> Describe()
    {
        List<ClusterScope> scopes = _factory.ScopesOf(_factory.Names().Select(_factory.Configured));
        OptionErrors.ThrowIfAny(MissingClusters(scopes));
        return scopes.SelectMany(Describe);
    }

    private static IReadOnlyList<ContractDescription> Describe(ClusterScope scope) =>
        ContractDescriptions.Of(ContractSet.Checked(ContractRegistry.Contracts, scope, NullLogger.Instance), scope.Cluster);

    /// <summary>The client of a cluster; the same one at each call.</summary>
    /// <exception cref="KafkaConfigurationException">There is no such cluster, or options of any cluster cannot be used. It lists all of them.</exception>
    internal KafkaGenClient Client(string cluster) => TryClient(cluster, out KafkaGenClient? client)
        ? client
        : throw Unknown(cluster);

    /// <summary>The client of a cluster for the container, which may be asked by any key.</summary>
    internal KafkaGenClient? ClientByKey(object? key) => key is string cluster && TryClient(cluster, out KafkaGenClient? client)
        ? client
        : KeyedRequest.Unknown<KafkaGenClient>(Unknown(key as string ?? $"{key}"));

    /// <summary>The same, where there is such a cluster.</summary>
    internal bool TryClient(string cluster, [NotNullWhen(true)] out KafkaGenClient? client)
    {
        if (!_setups.Value.TryGetValue(cluster, out ClusterSetup? setup))
        {
            client = null;
            return false;
        }

        lock (_clients)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(KafkaGenClient));
            if (!_clients.TryGetValue(cluster, out client))
            {
                client = KafkaGenClient.Create(setup, _services);
                _clients.Add(setup.Scope.Cluster, client);
            }

            return true;
        }
    }

    /// <summary>The client that serves a contract.</summary>
    /// <exception cref="KafkaConfigurationException">The contract's cluster is not configured, or options of any cluster cannot be used.</exception>
    internal KafkaGenClient ClientOf(KafkaContract contract)
    {
        ClusterScope any = _setups.Value.Values.First().Scope;
        return TryClient(any.ClusterOf(contract), out KafkaGenClient? client)
            ? client
            : throw new KafkaConfigurationException([Missing(contract, any.ClusterOf(contract), Clusters)]);
    }

    private KafkaConfigurationException Unknown(string cluster) =>
        new($"Clusters:{cluster}", $"There is no cluster {ClusterNames.Describe(cluster)}. {WhatThereIs(cluster, Clusters)}");

    private Dictionary<string, ClusterSetup> SetUp()
    {
        LibrdkafkaResolver.EnsureLoaded();
        List<KafkaConfigurationError> errors = [];
        List<ClusterScope> scopes = _factory.ScopesOf(_factory.Names().Select(name => TryGet(name, errors) ?? _factory.Configured(name)));
        Dictionary<string, ClusterSetup> setups = new(StringComparer.OrdinalIgnoreCase);
        KafkaContractException? contradiction = null;
        foreach (ClusterScope scope in scopes)
        {
            try
            {
                setups.Add(scope.Cluster, ClusterSetup.Of(scope, ContractRegistry.Contracts));
            }
            catch (KafkaConfigurationException error)
            {
                errors.AddRange(error.Errors);
            }
            catch (KafkaContractException error)
            {
                contradiction ??= error;
            }
        }

        errors.AddRange(MissingClusters(scopes));
        if (errors.Count > 0 || contradiction is not null)
        {
            CloseLogs(setups.Values);
        }

        OptionErrors.ThrowIfAny(errors);
        if (contradiction is not null)
        {
            throw contradiction;
        }

        _watch.Changed += Apply;
        _subscription = _monitor.OnChange((_, name) => OnChange(name ?? ""));
        return setups;
    }

    private KafkaGenOptions? TryGet(string name, List<KafkaConfigurationError> errors)
    {
        try
        {
            return _monitor.Get(name);
        }
        catch (KafkaConfigurationException error)
        {
            errors.AddRange(error.Errors);
            return null;
        }
    }

    private static List<KafkaConfigurationError> MissingClusters(List<ClusterScope> scopes)
    {
        string[] known = [.. scopes.Select(scope => scope.Cluster)];
        return
        [
            .. ContractRegistry.Contracts
                // A plugin's contract whose cluster nobody configures fails who asks for it, not the application.
                .Where(contract => scopes[0].Includes(contract) && !DeclaredContract.CanBeUnloaded(contract))
                .Select(contract => (Contract: contract, Cluster: scopes[0].ClusterOf(contract)))
                .Where(wanted => !known.Contains(wanted.Cluster, StringComparer.OrdinalIgnoreCase))
                .OrderBy(wanted => wanted.Contract.Name, StringComparer.Ordinal)
                .DistinctBy(wanted => wanted.Cluster, StringComparer.OrdinalIgnoreCase)
                .Select(wanted => Missing(wanted.Contract, wanted.Cluster, known)),
        ];
    }

    private static KafkaConfigurationError Missing(KafkaContract contract, string cluster, IReadOnlyCollection<string> known) => new(
        $"Clusters:{cluster}",
        $"The cluster of the contract '{contract.Name}' ('{contract.MessageType.FullName ?? contract.Name}') is {ClusterNames.Describe(cluster)}, which is not configured. {WhatThereIs(cluster, known)}");

    private static string WhatThereIs(string wanted, IReadOnlyCollection<string> clusters)
    {
        string known = string.Join(", ", clusters.Order(StringComparer.Ordinal).Select(ClusterNames.Describe));
        string hint = wanted.Length > 0 && PropertyNames.NearestOf(wanted, clusters.Where(name => name.Length > 0)) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        string way = wanted.Length == 0 ? "Call AddKafkaGen without a name" : $"Call AddKafkaGen(\"{wanted}\", ...), or add the section 'Clusters:{wanted}'";
        return $"Configured: {known}.{hint} {way}.";
    }

    // The monitor tells of a change that is not the configuration's which was registered, such as of a source that the application has added to the options.
    private void OnChange(string name)
    {
        if (_watch.Covers())
        {
            // The monitor tells of each cluster. What has changed follows, once and as a whole.
            return;
        }

        try
        {
            // The options of the cluster without a name are part of those of all.
            foreach (string other in name.Length == 0 ? _factory.Names().Where(known => known.Length > 0) : [])
            {
                _cache.TryRemove(other);
            }

            Apply(_factory.Changed(_monitor.Get));
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile: there is nothing left to change.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Catch everything: whoever changed the configuration is not to blame.
            KafkaGenLog.ConfigurationRefused(Logger, error.Message);
        }
    }

    private ILogger Logger => _setups.Value.Values.First().Log.CreateLogger(KafkaGenLog.Category);

    // All of it can be used.
    private void Apply(IReadOnlyList<ClusterSetup> changed)
    {
        lock (_reloading)
        {
            TellOfClusters([.. changed.Select(setup => setup.Scope.Cluster)]);
            foreach (ClusterSetup setup in changed)
            {
                Apply(setup);
            }
        }
    }

    // What becomes of one client does not concern the others.
    private void Apply(ClusterSetup changed)
    {
        KafkaGenClient? client;
        lock (_clients)
        {
            client = _clients.GetValueOrDefault(changed.Scope.Cluster);
        }

        try
        {
            client?.Reload(changed);
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile: there is nothing left to change.
        }
        catch (KafkaConfigurationException error)
        {
            KafkaGenLog.ConfigurationRefused(Logger, error.Message);
        }
    }

    private void TellOfClusters(string[] names)
    {
        string[] others = [.. names.Except(Clusters, StringComparer.OrdinalIgnoreCase).Union(Clusters.Except(names, StringComparer.OrdinalIgnoreCase))];
        string clusters = string.Join(", ", others.Select(other => $"Clusters:{other}"));
        if (others.Length > 0 && clusters != _toldClusters)
        {
            KafkaGenLog.RestartNeeded(Logger, "", clusters);
        }

        _toldClusters = clusters;
    }

    // All at once: one that waits for its brokers does not take the time of the others.
    private Task[] CloseAll()
    {
        Task[] closing = [.. TakeAll().Select(client => client.DisposeAsync().AsTask())];
        return _setups.IsValueCreated ? [.. closing, OwnThread.Run("KafkaGen closing", CloseLogs)] : closing;
    }

    // Of clusters without a client, because nobody asked for it or it could not be made; that of a client is closed with it.
    private void CloseLogs() => CloseLogs(_setups.Value.Values.Where(setup => !_clients.ContainsKey(setup.Scope.Cluster)));

    private static void CloseLogs(IEnumerable<ClusterSetup> setups)
    {
        foreach (ClusterSetup setup in setups)
        {
            setup.Log.Close();
        }
    }

    private KafkaGenClient[] TakeAll()
    {
        _watch.Changed -= Apply;
        _subscription?.Dispose();
        lock (_clients)
        {
            _isDisposed = true;
            return [.. _clients.Values];
        }
    }
}
