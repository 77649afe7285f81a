using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Export;
using KafkaGen.Health;
using KafkaGen.Native;
using KafkaGen.Producing;
using KafkaGen.Provisioning;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using KafkaGen.Transactions;
using KafkaGen.Transport;
using Microsoft.Extensions.Logging;

namespace KafkaGen;

/// <summary>
/// One cluster's sender, which the producers of all contracts share: one connection, one producer id, one buffer. Thread-safe. Disposing it
/// sends what was accepted, within <see cref="KafkaGenOptions.FlushTimeout"/>, and answers every record.
/// </summary>
public sealed class KafkaGenClient : IAsyncDisposable, IDisposable, IProducerSource
{
    private readonly SenderSettings _settings;
    private readonly ClientLog _log;
    private readonly ILogger _logger;
    private readonly RecordTransport _transport;
    private readonly ContractSet _contracts;
    private readonly ContractSerializers _serializers;
    private readonly TopicProducers _producers;
    private readonly ConfigurationReload _reload;
    private readonly Dictionary<string, TransactionPool> _transactions = [];
    private volatile Tuple<string, string>? _credentials;
    private RecordSender? _admin;
    private Task? _closing;

    // Until the sender in C# has transactions, TLS and SASL it is chosen by a switch of the runtime alone.
    private static bool UsesOwnSender => AppContext.TryGetSwitch("KafkaGen.UseOwnSender", out bool isOn) && isOn;

    private KafkaGenClient(ClusterSetup setup, IServiceProvider? services)
    {
        Cluster = setup.Scope.Cluster;
        _serializers = new ContractSerializers(services);
        _settings = setup.Settings;
        _contracts = setup.Contracts;
        _log = setup.Log;
        _logger = _log.CreateLogger(KafkaGenLog.Category);
        _reload = new ConfigurationReload(setup.Options, _logger);
        _transport = UsesOwnSender && _settings.IsForOwnSender ? KafkaTransport.Start(_settings, _log) : RecordSender.Start(_settings, _log);
        _producers = new TopicProducers(_transport, _contracts, _serializers);
        if (_settings.IsWarmUp)
        {
            _ = _transport.BeginWarmUp();
        }

        OpenClients.Add(this);
    }

    /// <summary>The cluster's name, as <c>AddKafkaGen("eu", ...)</c> or the configuration gives it; empty for the one without a name.</summary>
    public string Cluster { get; }

    /// <summary>Every contract that this client serves, by its name, with what the options change.</summary>
    /// <exception cref="KafkaContractException">Two contracts of a topic contradict each other.</exception>
    public IReadOnlyList<ContractDescription> Contracts => ContractDescriptions.Of(_contracts, Cluster);

    /// <summary>How many records are accepted and not yet answered.</summary>
    public int BufferedRecords => _transport.BufferedRecords;

    /// <summary>The bytes that those records take, as <see cref="KafkaGenOptions.BufferMemory"/> counts them.</summary>
    public long BufferedBytes => _transport.BufferedBytes;

    /// <summary>How many calls wait for room in the buffer.</summary>
    public int WaitingCallers => _transport.Line.Count;

    /// <summary>
    /// How this client and its transactions get on with the cluster: what <c>AddHealthChecks().AddKafkaGen()</c> reports, for an application without a host.
    /// </summary>
    /// <param name="options">From when on the client counts as degraded or unhealthy; by default as <see cref="KafkaGenHealthOptions"/> says.</param>
    public KafkaGenHealth GetHealth(KafkaGenHealthOptions? options = null)
    {
        List<SenderHealth> senders = [_transport.Health()];
        lock (_transactions)
        {
            senders.AddRange(_transactions.Values.SelectMany(pool => pool.Senders).Select(sender => sender.Health()));
        }

        return HealthRules.Judge(senders, options ?? new KafkaGenHealthOptions());
    }

    internal SenderCounts Counts => _transport.Counts;

    /// <summary>Makes a client without a host. Nothing is connected yet when this returns.</summary>
    /// <param name="configure">Sets the options; <see cref="KafkaGenOptions.BootstrapServers"/> at least.</param>
    /// <exception cref="KafkaConfigurationException">An option is unknown or malformed.</exception>
    /// <exception cref="KafkaContractException">The generator rejected a contract, or two contracts contradict each other.</exception>
    /// <exception cref="NativeLibraryException">librdkafka is missing or too old, or the process is a 32-bit one.</exception>
    /// <example>
    /// <code>
    /// await using KafkaGenClient client = KafkaGenClient.Create(options => options.BootstrapServers = "localhost:9092");
    /// RecordMetadata at = await client.GetProducer&lt;OrderCreated&gt;().ProduceAsync(order);
    /// </code>
    /// </example>
    public static KafkaGenClient Create(Action<KafkaGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        KafkaGenOptions options = new();
        configure(options);
        return Create(options, services: null);
    }

    /// <summary>Makes the client of a cluster with a name, which serves the contracts that name it (<see cref="KafkaTopicAttribute.Cluster"/>).</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="configure">Sets the options; <see cref="KafkaGenOptions.BootstrapServers"/> at least.</param>
    /// <inheritdoc cref="Create(Action{KafkaGenOptions})"/>
    /// <example><code>await using KafkaGenClient eu = KafkaGenClient.Create("eu", options => options.BootstrapServers = "eu-broker:9092");</code></example>
    public static KafkaGenClient Create(string cluster, Action<KafkaGenOptions> configure)
    {
        ClusterNames.ThrowIfIllegal(cluster);
        ArgumentNullException.ThrowIfNull(configure);
        KafkaGenOptions options = new() { Cluster = cluster };
        configure(options);
        return Create(options, services: null);
    }

    /// <summary>Makes a client without a host from a connection string.</summary>
    /// <param name="connectionString">
    /// The brokers, and optionally properties, separated by semicolons: <c>broker1:9092,broker2:9092;linger.ms=5</c>.
    /// </param>
    /// <inheritdoc cref="Create(Action{KafkaGenOptions})"/>
    public static KafkaGenClient Create(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Create(options => OptionsReader.Read(connectionString, options));
    }

    /// <summary>Makes a client of the contracts that are registered.</summary>
    internal static KafkaGenClient Create(KafkaGenOptions options, IServiceProvider? services)
    {
        LibrdkafkaResolver.EnsureLoaded();
        ClusterSetup setup = ClusterSetup.Of(new ClusterScope(options), ContractRegistry.Contracts);
        try
        {
            return Create(setup, services);
        }
        catch
        {
            // What was logged of a client that is not made is written all the same, and leaves no thread behind.
            setup.Log.Close();
            throw;
        }
    }

    /// <summary>Makes a client of what is checked already. Where that fails, the setup can be used again: its log is still open.</summary>
    internal static KafkaGenClient Create(ClusterSetup setup, IServiceProvider? services) => new(setup, services);

    /// <summary>The producer of a type's contract: of the one without a name of its own, or of the only one. The same one at each call.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ITopicProducer<T> GetProducer<T>()
    {
        return _producers.Get(ContractRegistry.Get<T>());
    }

    /// <summary>The producer of one of a type's contracts; the same one at each call.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">The contract's name: <see cref="KafkaTopicAttribute.Name"/>.</param>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no such contract, or it was excluded or rejected.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ITopicProducer<T> GetProducer<T>(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _producers.Get(ContractRegistry.Get<T>(name));
    }

    /// <summary>The producer of records and tombstones of a type's contract with a key; the same one at each call.</summary>
    /// <typeparam name="TKey">The key's type: see <see cref="IKeyedTopicProducer{TKey, T}"/>.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">The contract's name; without one the contract that has none of its own, or the only one there is.</param>
    /// <exception cref="KafkaContractException">
    /// <typeparamref name="T"/> has no such contract, it was excluded or rejected, it has no key, or its key is of another type.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public IKeyedTopicProducer<TKey, T> GetKeyedProducer<TKey, T>(string? name = null)
        where TKey : notnull
    {
        return _producers.GetKeyed(ContractRegistry.Get<TKey, T>(name));
    }

    /// <summary>
    /// The producer of a contract for a topic that is named at run time, such as <c>tenant-42.orders</c>: same records, other topic. The same
    /// one at each call.
    /// </summary>
    /// <remarks>Each topic stays open until the client is disposed: name topics after tenants or regions, not after requests.</remarks>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="topic">The topic's name.</param>
    /// <param name="name">The contract's name, for a type with several.</param>
    /// <exception cref="ArgumentException">Kafka allows no such topic name.</exception>
    /// <exception cref="KafkaContractException">
    /// <typeparamref name="T"/> has no such contract, it was excluded or rejected, or another contract declares this topic with other
    /// settings.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ITopicProducer<T> ForTopic<T>(string topic, string? name = null)
    {
        TopicName.ThrowIfIllegal(topic);
        return _producers.Get(ContractRegistry.Get<T>(name), topic);
    }

    /// <summary>The same for records and tombstones of a contract with a key.</summary>
    /// <typeparam name="TKey">The key's type: see <see cref="IKeyedTopicProducer{TKey, T}"/>.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="topic">The topic's name.</param>
    /// <param name="name">The contract's name, for a type with several.</param>
    /// <inheritdoc cref="ForTopic{T}"/>
    public IKeyedTopicProducer<TKey, T> ForTopic<TKey, T>(string topic, string? name = null)
        where TKey : notnull
    {
        TopicName.ThrowIfIllegal(topic);
        return _producers.GetKeyed(ContractRegistry.Get<TKey, T>(name), topic);
    }

    /// <summary>A new implementation of a <see cref="KafkaProducerAttribute"/> interface that produces through this client.</summary>
    /// <typeparam name="TProducer">The interface.</typeparam>
    /// <exception cref="KafkaContractException">It was not generated, or a contract that it produces was excluded or rejected.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public TProducer Implement<TProducer>()
        where TProducer : class => ContractRegistry.GetProducer<TProducer>().Create(this);

    ITopicProducer<T> IProducerSource.Open<T>(string? topic) => topic is null ? GetProducer<T>() : ForTopic<T>(topic);

    ITopicProducer<TCall> IProducerSource.Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend)
    {
        return _producers.Open(ContractRegistry.Get<T>(), topic, extend);
    }

    /// <summary>
    /// Opens transactions: producers of their own, with a <c>transactional.id</c>, for the contracts of this client. Nothing is connected yet when this
    /// returns. They are closed with the client.
    /// </summary>
    /// <param name="transactionalId">
    /// Kafka's <c>transactional.id</c>, to which each producer's number is added (<c>checkout-0</c>). It is the same after a restart, and no other
    /// process uses it at the same time: the later one would fence the earlier.
    /// </param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="KafkaConfigurationException">An option is out of its range, or contradicts the client's.</exception>
    /// <exception cref="InvalidOperationException">This client has opened transactions of that id already.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public IKafkaTransactions OpenTransactions(string transactionalId, Action<KafkaTransactionOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(transactionalId);
        KafkaTransactionOptions options = new() { Cluster = Cluster };
        configure?.Invoke(options);
        return OpenPool(transactionalId, options);
    }

    /// <summary>Does it with options that are set already.</summary>
    internal IKafkaTransactions OpenPool(string transactionalId, KafkaTransactionOptions options)
    {
        if (!Cluster.Equals(options.Cluster, StringComparison.OrdinalIgnoreCase))
        {
            throw new KafkaConfigurationException(
                nameof(options.Cluster),
                $"The cluster of the transactions '{transactionalId}' is {ClusterNames.Describe(options.Cluster)}, and this client's is {ClusterNames.Describe(Cluster)}: ask that one's client.");
        }

        lock (_transactions)
        {
            if (_closing is not null)
            {
                throw RecordTransport.Disposed();
            }

            if (_transactions.ContainsKey(transactionalId))
            {
                throw new InvalidOperationException(
                    $"This client has opened transactions of '{transactionalId}' already. Share that object, or raise its PoolSize: a second one would fence the first.");
            }

            TransactionPool pool = new(transactionalId, options, _settings, OpenProducers, _log);
            _transactions.Add(transactionalId, pool);
            return pool;
        }
    }

    /// <summary>Waits until a broker answers.</summary>
    /// <param name="timeout">How long: 1 ms to 24.8 days.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="BrokerUnavailableException">None did; the message names the client's last error.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public async Task WaitForBrokerAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        if (!await BrokerWait.RunAsync(_transport, timeout, cancellationToken).ConfigureAwait(false))
        {
            throw new BrokerUnavailableException(
                _settings.BootstrapServers,
                $"No broker of '{_settings.BootstrapServers}'{(Cluster.Length == 0 ? "" : $", the cluster '{Cluster}',")} answered within {timeout}; the client's last error: " +
                $"{_transport.LastClientError?.TrimEnd('.') ?? "none, it got no answer at all"}. Check that the brokers and their advertised listeners can be reached from here.");
        }
    }

    /// <summary>Compares the topics of this client's contracts with what they declare, and creates those that are missing.</summary>
    /// <param name="provisioning">Whether to compare alone, or to create as well.</param>
    /// <param name="cancellationToken">Cancels the wait; what was asked of the brokers may be done all the same.</param>
    /// <exception cref="TopicProvisioningException">
    /// Topics differ, or a broker refuses to tell or to create them, or <see cref="KafkaGenOptions.ProvisioningTimeout"/> is over. It lists everything that was found.
    /// </exception>
    /// <exception cref="KafkaContractException">Two contracts of a topic contradict each other.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task ProvisionTopicsAsync(TopicProvisioning provisioning, CancellationToken cancellationToken = default) => provisioning == TopicProvisioning.Ignore
        ? Task.CompletedTask
        : new TopicProvisioner(Cluster, Admin(), _settings, _logger).RunAsync(
            _contracts.Plans(), provisioning == TopicProvisioning.CreateMissing, _settings.ProvisioningTimeout, cancellationToken);

    /// <summary>What the start of a host does before anybody produces, as the options ask for.</summary>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_settings.WaitForBroker is { } timeout)
        {
            KafkaGenLog.WaitingForBroker(_logger, _settings.BootstrapServers, timeout);
            await WaitForBrokerAsync(timeout, cancellationToken).ConfigureAwait(false);
        }

        await ProvisionTopicsAsync(_settings.Provisioning, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes <see cref="Contracts"/> as JSON: topic, key, headers, codec, settings, and the schema of the value.</summary>
    /// <param name="output">Where the JSON goes, in UTF-8.</param>
    /// <exception cref="KafkaContractException">Two contracts of a topic contradict each other.</exception>
    public void WriteContracts(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ContractExport.Write(Contracts, output);
    }

    /// <summary>Completes when every record that was accepted before the call, of every contract, is acknowledged or failed.</summary>
    /// <param name="cancellationToken">Cancels the wait, not the records.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => new(_transport.FlushAsync(cancellationToken));

    /// <summary>
    /// Changes user and password of SASL PLAIN or SCRAM while running, such as after a rotation: connections that are made from now on use them,
    /// those that exist stay as they are.
    /// </summary>
    /// <param name="username">The user, not empty.</param>
    /// <param name="password">The password, not empty.</param>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses them.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public void SetSaslCredentials(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        _transport.ThrowIfClosed();
        (_transport as RecordSender)?.SetCredentials(username, password);
        lock (_transactions)
        {
            _credentials = Tuple.Create(username, password);
            foreach (TransactionPool pool in _transactions.Values)
            {
                pool.SetCredentials(username, password);
            }
        }
    }

    /// <summary>Takes changed options over, as far as they can change.</summary>
    /// <param name="changed">The cluster as it is now.</param>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses changed credentials.</exception>
    internal void Reload(ClusterSetup changed) => _reload.Apply(changed.Options, _settings.Live, SetSaslCredentials);

    /// <summary>
    /// Aborts open transactions, sends what was accepted, within <see cref="KafkaGenOptions.FlushTimeout"/>, answers every record, and closes the
    /// connections.
    /// </summary>
    public ValueTask DisposeAsync() => new(CloseAsync(Deadline.In(_settings.FlushTimeout)));

    /// <summary>Does what <see cref="DisposeAsync"/> does, and blocks until it is done. Needs no thread of the pool.</summary>
    public void Dispose() => CloseAsync(Deadline.In(_settings.FlushTimeout)).GetAwaiter().GetResult();

    /// <summary>Closes the client; <paramref name="until"/> ends the final flush.</summary>
    internal Task CloseAsync(Deadline until)
    {
        lock (_transactions)
        {
            return _closing ??= OwnThread.Run("KafkaGen closing", () => Close(until));
        }
    }

    /// <summary>Closes a client that nobody has disposed, because the process ends.</summary>
    internal Task CloseAtProcessExit(TimeSpan bound)
    {
        TimeSpan time = _settings.FlushTimeout < bound ? _settings.FlushTimeout : bound;
        lock (_transactions)
        {
            if (_closing is null)
            {
                int open = _transport.OpenRecords + _transactions.Values.SelectMany(pool => pool.Senders).Sum(sender => sender.OpenRecords);
                KafkaGenLog.ClosedAtProcessExit(_logger, Cluster.Length == 0 ? "" : $" '{Cluster}'", open, time.TotalSeconds);
            }
        }

        return CloseAsync(Deadline.In(time));
    }

    private void Close(Deadline until)
    {
        TransactionPool[] transactions;
        RecordSender? admin;
        lock (_transactions)
        {
            transactions = [.. _transactions.Values];
            admin = _admin;
        }

        try
        {
            Task.WaitAll([.. transactions.Select(pool => pool.CloseAsync(until)), _transport.CloseAsync(until), .. admin is null ? Array.Empty<Task>() : [admin.CloseAsync(until)]]);
        }
        finally
        {
            _log.Close(until);
            OpenClients.Remove(this);
        }
    }

    // The sender in C# has no calls for topics yet: a client that uses it has a native producer for them, from the first call on.
    private RecordSender Admin()
    {
        if (_transport is RecordSender sender)
        {
            return sender;
        }

        lock (_transactions)
        {
            return _closing is null ? _admin ??= RecordSender.Start(_settings, _log, isMeasured: false) : throw RecordTransport.Disposed();
        }
    }

    // Of each sender that is made for transactions, also when the last one has failed.
    private TopicProducers OpenProducers(RecordSender sender)
    {
        if (_credentials is var (username, password))
        {
            sender.SetCredentials(username, password);
        }

        return new TopicProducers(sender, _contracts, _serializers);
    }
}
