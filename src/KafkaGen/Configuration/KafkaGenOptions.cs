using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KafkaGen;

/// <summary>How records reach one Kafka cluster.</summary>
public sealed class KafkaGenOptions
{
    private Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The cluster's name, as <c>AddKafkaGen("eu", ...)</c> or <c>Clusters:eu</c> gives it; empty for the one without a name.</summary>
    public string Cluster { get; internal set; } = "";

    /// <summary>
    /// The brokers to connect to first: <c>host:port</c>, several separated by commas (Kafka's <c>bootstrap.servers</c>). Required.
    /// </summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>
    /// Properties of librdkafka's producer, by their dotted names (<c>linger.ms</c>) or Confluent.Kafka's (<c>LingerMs</c>); see librdkafka's
    /// CONFIGURATION.md. KafkaGen's own defaults, where they differ from librdkafka's: <c>enable.idempotence=true</c> (false),
    /// <c>partitioner=murmur2_random</c> (consistent_random), <c>socket.nagle.disable=true</c> (false in librdkafka 2.0.2),
    /// <c>sticky.partitioning.linger.ms</c> at least 10.
    /// </summary>
    public IDictionary<string, string> Properties => _properties;

    /// <summary>
    /// How long a call waits for room in a full buffer before it fails with <see cref="ProducerQueueFullException"/>. Zero: not at all.
    /// Default: 60 seconds (Java's <c>max.block.ms</c>).
    /// </summary>
    public TimeSpan MaxBlock { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The memory for records that are accepted and not yet answered, in bytes; keys, values, headers and 256 bytes of overhead a record
    /// count. 64 KiB to 1 TiB. Default: 64 MiB (Java's <c>buffer.memory</c> is 32 MiB; librdkafka's <c>queue.buffering.max.kbytes</c>, which
    /// counts values only, 1 GiB).
    /// </summary>
    public long BufferMemory { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The number of records that may be accepted and not yet answered. 1 to 8,000,000. Default: 100,000 (librdkafka's
    /// <c>queue.buffering.max.messages</c>).
    /// </summary>
    public int MaxBufferedRecords { get; set; } = 100_000;

    /// <summary>
    /// What the names of all topics begin with, such as <c>staging.</c>; a name that begins with it already is left as it is. Default: nothing.
    /// </summary>
    public string TopicPrefix { get; set; } = "";

    /// <summary>
    /// How long disposing the client may take to get accepted records acknowledged. Under a host the final flush is bounded by the host's
    /// <c>ShutdownTimeout</c> instead. Default: 30 seconds.
    /// </summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether to connect in the background at start, so that the first record need not wait for it. Default: <see langword="true"/>.
    /// </summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>
    /// How long the start of the host waits for a broker to answer, and fails with <see cref="BrokerUnavailableException"/> when none does. 1 ms to 24.8 days. Default:
    /// none; the start does not wait. Without a host: <see cref="KafkaGenClient.WaitForBrokerAsync"/>.
    /// </summary>
    public TimeSpan? WaitForBroker { get; set; }

    /// <summary>
    /// Whether the start of the host compares the topics of the contracts with what they declare, and creates those that are missing. Default:
    /// <see cref="TopicProvisioning.Ignore"/>. Without a host: <see cref="KafkaGenClient.ProvisionTopicsAsync"/>.
    /// </summary>
    public TopicProvisioning Provisioning { get; set; }

    /// <summary>How long that may take. 1 ms to 24.8 days. Default: 30 seconds.</summary>
    public TimeSpan ProvisioningTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a new native producer takes over after an error that ends the first one for good, such as a broker that lost records it had acknowledged.
    /// What the failed one had accepted is answered with the error before the new one sends anything, and nothing is sent again by itself: a record that
    /// is <see cref="RecordPersistence.PossiblyPersisted"/> could be doubled. Calls wait meanwhile, as for room in the buffer. Default:
    /// <see langword="false"/>; every call then fails with the cause until the client is created anew.
    /// </summary>
    public bool RecreateAfterFatalError { get; set; }

    /// <summary>
    /// Whether records carry the context of their trace as headers (<c>traceparent</c>, <c>tracestate</c>, <c>baggage</c>), by which a consumer goes on with
    /// it. Only while something listens to the spans of <see cref="KafkaGenTelemetry.ActivitySourceName"/>. Default: <see langword="true"/>.
    /// </summary>
    public bool PropagateTraceContext { get; set; } = true;

    /// <summary>Where the log goes. Default: the host's logging; without a host, nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// Called for each record of <c>EnqueueAsync</c> or <c>TryEnqueue</c> that is not acknowledged: to send it to a dead-letter topic, to an outbox, or
    /// again. One call at a time, in the sequence of the failures, on a thread of its own without ambient context. A flush waits for it, except one that the handler
    /// itself awaits, and a failed record keeps its room in the buffer until its turn. What it throws is logged. When the client closes, the handler gets what is left of the time and at least a
    /// second; then <see cref="DeliveryFailure.CancellationToken"/> is cancelled, and the failures that are not handled are counted in the log (event 1013). Default: none; the
    /// failures are logged and counted either way.
    /// </summary>
    public Func<DeliveryFailure, ValueTask>? OnDeliveryFailed { get; set; }

    /// <summary>What this application says of one topic, instead of the attributes of its contracts; in configuration the section <c>Topics</c>.</summary>
    /// <param name="name">
    /// A contract's name (<see cref="KafkaTopicAttribute.Name"/>, else the simple name of its type), ignoring case, or the name of a topic as contracts declare it.
    /// </param>
    /// <returns>The same object at each call with that name.</returns>
    /// <example><code>options.Topic("OrderCreated").MessageTimeout = TimeSpan.FromSeconds(30);</code></example>
    public KafkaTopicOptions Topic(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!Topics.TryGetValue(name, out KafkaTopicOptions? topic))
        {
            Topics.Add(name, topic = new KafkaTopicOptions());
        }

        return topic;
    }

    internal Dictionary<string, KafkaTopicOptions> Topics { get; private set; } = [];

    /// <summary>The sections of further clusters, by their names, in the sequence of the calls that brought them.</summary>
    internal Dictionary<string, List<IConfigurationSection>> Clusters { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where options were read.</summary>
    internal OptionOrigins Origins { get; private set; } = new();

    /// <summary>
    /// Gives the token for SASL OAUTHBEARER, when the first one is needed and after 80 % of each one's lifetime. Called on a thread of its own without ambient context, one call at
    /// a time, within <see cref="OAuthBearerTokenTimeout"/>. What it throws is logged and told by the records that then fail; it is called again after ten seconds. Needs
    /// <c>sasl.mechanism=OAUTHBEARER</c>. Default: none; librdkafka gets tokens itself with <c>sasl.oauthbearer.method=oidc</c>.
    /// </summary>
    public Func<CancellationToken, ValueTask<OAuthBearerToken>>? OAuthBearerTokenProvider { get; set; }

    /// <summary>
    /// How long <see cref="OAuthBearerTokenProvider"/> may take. Its token is then cancelled, and the log and the records that fail say that it has not answered; a token that it gives
    /// later is still used. 1 ms to 24.8 days. Default: 30 seconds.
    /// </summary>
    public TimeSpan OAuthBearerTokenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal HashSet<Type> Excluded { get; private set; } = [];

    /// <summary>
    /// Leaves a contract of a referenced project out: this application does not produce it, and asking for its producer fails. Its topic is
    /// then free for another contract.
    /// </summary>
    /// <typeparam name="T">The contract.</typeparam>
    public void Exclude<T>() => Excluded.Add(typeof(T));

    /// <summary>Whether brokers are named.</summary>
    internal bool HasBrokers => BootstrapServers.Length > 0 || Properties.Any(property => property.Value.Length > 0 && IsBrokers(property.Key));

    /// <summary>A copy without <see cref="Properties"/>, to be changed in its place.</summary>
    internal KafkaGenOptions WithoutProperties()
    {
        KafkaGenOptions copy = (KafkaGenOptions)MemberwiseClone();
        copy._properties = [];
        return copy;
    }

    /// <summary>A copy for another cluster on the same brokers, without what <paramref name="own"/> says itself and without what is said of topics.</summary>
    internal KafkaGenOptions ForSameBrokers(KafkaGenOptions own)
    {
        HashSet<Option> given = [.. own.Properties.Keys.Select(name => OptionTable.Client.Find(name)?.Option).OfType<Option>()];
        KafkaGenOptions copy = (KafkaGenOptions)MemberwiseClone();
        copy._properties = new Dictionary<string, string>(
            Properties.Where(property => OptionTable.Client.Find(property.Key) is not { } known || !given.Contains(known.Option)), StringComparer.OrdinalIgnoreCase);
        copy.Cluster = own.Cluster;
        copy.Topics = [];
        copy.Clusters = [];
        copy.Excluded = [];
        copy.Origins = Origins.Paths();
        return copy;
    }

    private static bool IsBrokers(string name) => OptionTable.Client.Find(name)?.Option.Name == nameof(BootstrapServers);
}
