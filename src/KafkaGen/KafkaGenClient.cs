using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Native;
using KafkaGen.Sending;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen;

/// <summary>
/// One cluster's sender, which the producers of all contracts share: one connection, one producer id, one buffer. Thread-safe. Disposing it
/// sends what was accepted, within <see cref="KafkaGenOptions.FlushTimeout"/>, and answers every record.
/// </summary>
public sealed class KafkaGenClient : IAsyncDisposable, IDisposable
{
    private readonly RecordSender _sender;
    private readonly ContractSet _contracts;
    private readonly Dictionary<Type, object> _producers = [];

    internal KafkaGenClient(KafkaGenOptions options, IEnumerable<KafkaContract> contracts)
    {
        LibrdkafkaResolver.EnsureLoaded();
        SenderSettings settings = SenderSettings.From(options);
        _contracts = new ContractSet(contracts, options);
        ILoggerFactory loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _sender = RecordSender.Start(settings, loggers.CreateLogger(SenderLog.Category));
        if (settings.IsWarmUp)
        {
            _ = Task.Run(_sender.WarmUp);
        }
    }

    /// <summary>How many records are accepted and not yet answered.</summary>
    public int BufferedRecords => _sender.BufferedRecords;

    /// <summary>The bytes that those records take, as <see cref="KafkaGenOptions.BufferMemory"/> counts them.</summary>
    public long BufferedBytes => _sender.BufferedBytes;

    /// <summary>How many calls wait for room in the buffer.</summary>
    public int WaitingCallers => _sender.Line.Count;

    /// <summary>Makes a client without a host. Nothing is connected yet when this returns.</summary>
    /// <param name="configure">Sets the options; <see cref="KafkaGenOptions.BootstrapServers"/> at least.</param>
    /// <exception cref="KafkaConfigurationException">An option is unknown or malformed.</exception>
    /// <exception cref="KafkaContractException">The generator rejected a contract, or two contracts contradict each other.</exception>
    /// <exception cref="NativeLibraryException">librdkafka is missing or too old.</exception>
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
        return new KafkaGenClient(options, ContractRegistry.Contracts);
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

    /// <summary>The producer of a contract; the same one at each call.</summary>
    /// <typeparam name="T">The contract.</typeparam>
    /// <exception cref="KafkaContractException"><typeparamref name="T"/> has no contract, or it was excluded or rejected.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ITopicProducer<T> GetProducer<T>()
    {
        lock (_producers)
        {
            if (!_producers.TryGetValue(typeof(T), out object? producer))
            {
                KafkaContract<T> contract = ContractRegistry.Get<T>();
                TopicSettings topic = _contracts.Settle(contract);
                producer = new TopicProducer<T>(contract, _sender.OpenTopic(topic.Name, topic.Properties));
                _producers.Add(typeof(T), producer);
            }

            return (ITopicProducer<T>)producer;
        }
    }

    /// <summary>Completes when every record that was accepted before the call, of every contract, is acknowledged or failed.</summary>
    /// <param name="cancellationToken">Cancels the wait, not the records.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => new(_sender.FlushAsync(cancellationToken));

    /// <summary>Sends what was accepted, within <see cref="KafkaGenOptions.FlushTimeout"/>, answers every record, and closes the connections.</summary>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();

    /// <summary>Does what <see cref="DisposeAsync"/> does, and blocks until it is done.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Closes the client; <paramref name="cancellationToken"/> ends the final flush.</summary>
    internal Task CloseAsync(CancellationToken cancellationToken) => _sender.CloseAsync(cancellationToken);
}
