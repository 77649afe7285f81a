using System.Globalization;
using KafkaGen.Native;
using KafkaGen.Sending;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Configuration;

/// <summary>Validated options: what the sender runs on.</summary>
internal sealed class SenderSettings
{
    private const long MinBufferMemory = 64 * 1024;

    private readonly Dictionary<string, string> _properties;
    private readonly SenderSettings? _client;
    private long _maxBlock;
    private long _flushTimeout;

    private SenderSettings(KafkaGenOptions options, Dictionary<string, string> properties)
    {
        _properties = properties;
        BootstrapServers = options.BootstrapServers;
        MaxBlock = options.MaxBlock;
        BufferMemory = options.BufferMemory;
        MaxBufferedRecords = options.MaxBufferedRecords;
        FlushTimeout = options.FlushTimeout;
        IsWarmUp = options.WarmUp;
        OnDeliveryFailed = options.OnDeliveryFailed;
        TokenProvider = options.OAuthBearerTokenProvider;
        TokenTimeout = options.OAuthBearerTokenTimeout;
        RecreatesAfterFatalError = options.RecreateAfterFatalError;
        PropagatesTraceContext = options.PropagateTraceContext;
        Logging = options.LoggerFactory ?? NullLoggerFactory.Instance;
        Cluster = options.Cluster;
        WaitForBroker = options.WaitForBroker;
        Provisioning = options.Provisioning;
        ProvisioningTimeout = options.ProvisioningTimeout;
    }

    private SenderSettings(SenderSettings client, Dictionary<string, string> properties, string transactionalId)
    {
        _properties = properties;
        _client = client;
        BootstrapServers = client.BootstrapServers;
        BufferMemory = client.BufferMemory;
        MaxBufferedRecords = client.MaxBufferedRecords;
        IsWarmUp = client.IsWarmUp;
        TokenProvider = client.TokenProvider;
        TokenTimeout = client.TokenTimeout;
        PropagatesTraceContext = client.PropagatesTraceContext;
        Logging = client.Logging;
        Cluster = client.Cluster;
        TransactionalId = transactionalId;
    }

    internal string BootstrapServers { get; }

    /// <summary>May change while running; for transactions it is the client's.</summary>
    internal TimeSpan MaxBlock
    {
        get => _client?.MaxBlock ?? TimeSpan.FromTicks(Interlocked.Read(ref _maxBlock));
        set => Interlocked.Exchange(ref _maxBlock, value.Ticks);
    }

    internal long BufferMemory { get; }

    internal int MaxBufferedRecords { get; }

    /// <summary>May change while running; for transactions it is the client's.</summary>
    internal TimeSpan FlushTimeout
    {
        get => _client?.FlushTimeout ?? TimeSpan.FromTicks(Interlocked.Read(ref _flushTimeout));
        set => Interlocked.Exchange(ref _flushTimeout, value.Ticks);
    }

    internal bool IsWarmUp { get; }

    internal TimeSpan? WaitForBroker { get; }

    internal TopicProvisioning Provisioning { get; }

    internal TimeSpan ProvisioningTimeout { get; }

    /// <summary>Not of a sender for transactions: that one is replaced as a whole.</summary>
    internal bool RecreatesAfterFatalError { get; }

    internal Func<DeliveryFailure, ValueTask>? OnDeliveryFailed { get; }

    internal Func<CancellationToken, ValueTask<OAuthBearerToken>>? TokenProvider { get; }

    /// <summary>How long it may take.</summary>
    internal TimeSpan TokenTimeout { get; }

    /// <summary>Whether records carry the context of their trace as headers.</summary>
    internal bool PropagatesTraceContext { get; }

    /// <summary>The cluster's name; empty for the one without.</summary>
    internal string Cluster { get; }

    /// <summary>Where loggers of further categories come from.</summary>
    internal ILoggerFactory Logging { get; }

    /// <summary>Whether librdkafka tells its statistics.</summary>
    internal bool HasStatistics { get; private set; }

    /// <summary>Kafka's <c>client.id</c>, as librdkafka understood it.</summary>
    internal string ClientId { get; private set; } = "";

    /// <summary>The largest request, as librdkafka understood it.</summary>
    internal int MessageMaxBytes { get; private set; }

    /// <summary>The largest batch, as librdkafka understood it.</summary>
    internal int BatchSize { get; private set; }

    /// <summary>How long a record may stay unanswered, as librdkafka understood it.</summary>
    internal int MessageTimeoutMs { get; private set; }

    internal bool IsIdempotent { get; private set; }

    /// <summary>Kafka's <c>transactional.id</c>, of a sender for transactions.</summary>
    internal string? TransactionalId { get; }

    /// <summary>How long the coordinator lets a transaction of this sender be open.</summary>
    internal int TransactionTimeoutMs { get; private set; }

    /// <summary>How long what is known of a topic is good; infinite when it is never asked for again.</summary>
    internal TimeSpan MetadataRefresh { get; private set; }

    private double LingerMs { get; set; }

    /// <summary>Checks the options, also by librdkafka.</summary>
    /// <exception cref="KafkaConfigurationException">An option is unknown, malformed, or not for a KafkaGen producer.</exception>
    internal static SenderSettings From(KafkaGenOptions options)
    {
        Dictionary<string, string> properties = ProducerProperties.All
            .Where(property => property.Default is not null)
            .ToDictionary(property => property.Name, property => property.Default!);
        Take(options.Properties, properties, client: options);
        if (properties.Remove("bootstrap.servers", out string? servers))
        {
            options.BootstrapServers = options.BootstrapServers.Length == 0 ? servers : options.BootstrapServers;
        }

        CheckBootstrapServers(options.BootstrapServers);
        TakeLimits(options, properties);
        CheckLimits(options);
        ProducerRules.Check(properties);
        SetSticky(properties);
        if (options.Provisioning != TopicProvisioning.Ignore)
        {
            // A broker would create a topic by itself, with its own settings, as soon as a producer of it is injected.
            properties.TryAdd("allow.auto.create.topics", "false");
        }

        SenderSettings settings = new(options, properties);
        settings.ReadBack();
        return settings;
    }

    /// <summary>The settings of a sender for transactions: those of the client, with what <paramref name="options"/> change.</summary>
    /// <exception cref="KafkaConfigurationException">An option is unknown, malformed, or not for transactions.</exception>
    internal SenderSettings ForTransactions(string transactionalId, KafkaTransactionOptions options)
    {
        Dictionary<string, string> properties = new(_properties);
        Take(options.Properties, properties, client: null);
        if (options.TransactionTimeout is { } timeout)
        {
            properties["transaction.timeout.ms"] = Text((long)timeout.TotalMilliseconds);
        }

        properties["transactional.id"] = transactionalId;
        ProducerRules.Check(properties);
        bool hasMessageTimeout = properties.ContainsKey("message.timeout.ms");
        SenderSettings settings = new(this, properties, transactionalId);
        settings.ReadBack();
        if (!settings.IsIdempotent)
        {
            throw new KafkaConfigurationException(
                "enable.idempotence",
                $"Transactions of '{transactionalId}' need enable.idempotence=true, and the client turns it off. Turn it on, or for the transactions alone: options.Properties[\"enable.idempotence\"] = \"true\".");
        }

        if (!hasMessageTimeout)
        {
            properties["message.timeout.ms"] = Text(settings.TransactionTimeoutMs);
            settings.MessageTimeoutMs = settings.TransactionTimeoutMs;
        }

        settings.CheckMessageTimeout(settings.MessageTimeoutMs, $"Transactions of '{transactionalId}'");
        return settings;
    }

    /// <summary>Checks a topic's settings against the producer's: librdkafka would tell no more than that it refuses them.</summary>
    /// <exception cref="KafkaConfigurationException">They do not go together.</exception>
    internal void CheckTopic(TopicSettings topic)
    {
        if (topic.MessageTimeoutMs is not { } timeout)
        {
            return;
        }

        if (timeout <= LingerMs)
        {
            throw new KafkaConfigurationException(
                "message.timeout.ms",
                string.Create(CultureInfo.InvariantCulture, $"Topic '{topic.Name}': its message timeout of {timeout} ms must be more than linger.ms, which is {LingerMs}."));
        }

        if (TransactionalId is not null)
        {
            CheckMessageTimeout(timeout, $"Topic '{topic.Name}' in transactions of '{TransactionalId}'");
        }
    }

    /// <summary>The configuration for <c>rd_kafka_new</c>.</summary>
    internal NativeConfiguration ToNative()
    {
        NativeConfiguration configuration = new();
        try
        {
            foreach ((string property, string value) in _properties)
            {
                Set(configuration, property, value);
            }

            Set(configuration, "bootstrap.servers", BootstrapServers);

            // Our own accounting decides when the buffer is full, so librdkafka's limits must not be lower. Its byte limit counts values only.
            Set(configuration, "queue.buffering.max.messages", Text(MaxBufferedRecords));
            Set(configuration, "queue.buffering.max.kbytes", Text(Math.Min((BufferMemory / 1024) + 1, int.MaxValue)));
            Set(configuration, "log.queue", "true");
            if (configuration.Get("enable.ssl.certificate.verification") != "false")
            {
                configuration.ExplainCertificates();
            }

            return configuration;
        }
        catch
        {
            configuration.Dispose();
            throw;
        }
    }

    // As librdkafka understood them, which also checks each.
    private void ReadBack()
    {
        using NativeConfiguration configuration = ToNative();
        ClientId = configuration.Get("client.id") ?? "";
        HasStatistics = Number(configuration, "statistics.interval.ms") > 0;
        MessageMaxBytes = Number(configuration, "message.max.bytes");
        BatchSize = Number(configuration, "batch.size");
        MessageTimeoutMs = Number(configuration, "message.timeout.ms");
        TransactionTimeoutMs = Number(configuration, "transaction.timeout.ms");
        LingerMs = double.Parse(configuration.Get("linger.ms")!, CultureInfo.InvariantCulture);
        int refresh = Number(configuration, "topic.metadata.refresh.interval.ms");
        MetadataRefresh = refresh > 0 ? TimeSpan.FromMilliseconds(refresh) : Timeout.InfiniteTimeSpan;
        IsIdempotent = configuration.Get("enable.idempotence") == "true";
        CheckTokens(configuration);
    }

    // Zero is endless.
    private void CheckMessageTimeout(int milliseconds, string where)
    {
        if (milliseconds == 0 || milliseconds > TransactionTimeoutMs)
        {
            throw new KafkaConfigurationException(
                "message.timeout.ms",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{where}: message.timeout.ms is {milliseconds} ms{(milliseconds == 0 ? " (endless)" : "")}, and transaction.timeout.ms {TransactionTimeoutMs} ms. A record must not outlive its transaction: lower the one or raise the other."));
        }
    }

    private static void Set(NativeConfiguration configuration, string property, string value)
    {
        if (configuration.Set(property, value) is { } reason)
        {
            throw new KafkaConfigurationException(property, $"'{property}' cannot be '{Secrets.Mask(property, value)}': {Secrets.MaskIn(reason, property, value)}");
        }
    }

    private static void Take(IEnumerable<KeyValuePair<string, string>> from, Dictionary<string, string> properties, KafkaGenOptions? client)
    {
        HashSet<string> given = [];
        foreach ((string name, string value) in from)
        {
            if (client is not null && ForeignProperties.TryTake(name, value, client))
            {
                continue;
            }

            ProducerProperty property = Resolve(name);
            if (!given.Add(property.Canonical))
            {
                throw new KafkaConfigurationException(name, $"'{property.Canonical}' is given twice, the second time as '{name}'.");
            }

            Check(property.Canonical, name, value);
            properties[property.Canonical] = property.Spell(value);
        }
    }

    private static ProducerProperty Resolve(string name)
    {
        if (ProducerProperties.Find(name) is { } property)
        {
            return property;
        }

        if (PropertyNames.Java.TryGetValue(name, out string? instead))
        {
            throw new KafkaConfigurationException(name, $"'{name}' is a property of the Java client. Here it is {instead}.");
        }

        if (PropertyNames.FindConsumer(name) is { } consumer)
        {
            throw new KafkaConfigurationException(name, $"'{consumer}' is a consumer's property; KafkaGen only produces. Remove it here.");
        }

        string hint = PropertyNames.Nearest(name, OptionTexts.Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new KafkaConfigurationException(name, $"'{name}' is not an option of KafkaGen or a property of librdkafka's producer.{hint}");
    }

    private static void Check(string property, string name, string value)
    {
        string? reason = property switch
        {
            "delivery.report.only.error" when !IsFalse(value) => "successful records would never be acknowledged. Remove it.",
            "transactional.id" => "transactions have producers of their own. Remove it, and call services.AddKafkaGenTransactions or client.OpenTransactions with it.",
            "dr_msg_cb" or "dr_cb" or "opaque" => "it cannot be set by text.",
            _ => null,
        };
        if (reason is not null)
        {
            throw new KafkaConfigurationException(name, $"'{name}' cannot be '{Secrets.Mask(property, value)}': {reason}");
        }
    }

    private static void CheckBootstrapServers(string servers)
    {
        const string Name = nameof(KafkaGenOptions.BootstrapServers);
        if (string.IsNullOrWhiteSpace(servers))
        {
            throw new KafkaConfigurationException(
                Name, $"{Name} is missing: name at least one broker, such as \"localhost:9092\".");
        }

        if (servers.AsSpan().IndexOfAny(';', '=') >= 0)
        {
            // Which may hold a password, and so is not shown.
            throw new KafkaConfigurationException(
                Name, $"{Name} has a ';' or a '=' in it: it names brokers alone. A whole connection string is what AddKafkaGen and KafkaGenClient.Create take.");
        }

        foreach (string server in servers.Split(','))
        {
            // A listener's protocol may stand before it (SSL://host:port), and an IPv6 address in brackets.
            string address = server.Trim();
            int colon = address.LastIndexOf(':');
            bool hasPort = colon > address.LastIndexOf(']') && !address[colon..].StartsWith("://", StringComparison.Ordinal);
            bool isPort = !hasPort || (ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0);
            if (address.Length == 0 || colon == 0 || !isPort)
            {
                throw new KafkaConfigurationException(
                    Name, $"{Name}: '{server}' in '{servers}' is not a broker address; write host:port, several separated by commas.");
            }
        }
    }

    // librdkafka's names of what our own options set.
    private static void TakeLimits(KafkaGenOptions options, Dictionary<string, string> properties)
    {
        KafkaGenOptions defaults = new();
        if (properties.Remove("queue.buffering.max.messages", out string? messages))
        {
            int given = ParseNumber("queue.buffering.max.messages", messages);
            CheckOnce("queue.buffering.max.messages", given, nameof(options.MaxBufferedRecords), options.MaxBufferedRecords, defaults.MaxBufferedRecords);
            options.MaxBufferedRecords = given;
        }

        if (properties.Remove("queue.buffering.max.kbytes", out string? kilobytes))
        {
            long given = ParseNumber("queue.buffering.max.kbytes", kilobytes) * 1024L;
            CheckOnce("queue.buffering.max.kbytes", given, nameof(options.BufferMemory), options.BufferMemory, defaults.BufferMemory);
            options.BufferMemory = given;
        }
    }

    private static void CheckOnce(string property, long given, string option, long set, long byDefault)
    {
        if (set != byDefault && set != given)
        {
            throw new KafkaConfigurationException(
                property,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{property}' asks for {given} and {option} for {set}: both limit the one buffer that KafkaGen keeps. Leave '{property}' out."));
        }
    }

    // Without a source of tokens librdkafka would wait for one for ever, in silence.
    private void CheckTokens(NativeConfiguration configuration)
    {
        const string Mechanism = "sasl.mechanism";
        const string Provider = nameof(KafkaGenOptions.OAuthBearerTokenProvider);
        string mechanism = configuration.Get("sasl.mechanisms") ?? "";
        bool isOAuth = mechanism.Equals("OAUTHBEARER", StringComparison.OrdinalIgnoreCase);
        if (!isOAuth && TokenProvider is not null)
        {
            throw new KafkaConfigurationException(Mechanism, $"{Provider} is set, but {Mechanism} is '{mechanism}': set it to OAUTHBEARER.");
        }

        if (isOAuth
            && TokenProvider is null
            && configuration.Get("sasl.oauthbearer.method") != "oidc"
            && configuration.Get("enable.sasl.oauthbearer.unsecure.jwt") != "true")
        {
            throw new KafkaConfigurationException(
                Mechanism,
                $"{Mechanism} is OAUTHBEARER, but nothing gives tokens: set {Provider}, or sasl.oauthbearer.method=oidc with the " +
                "sasl.oauthbearer.* of the authorization server.");
        }
    }

    private static void CheckLimits(KafkaGenOptions options)
    {
        CheckRange(nameof(options.MaxBufferedRecords), options.MaxBufferedRecords, 1, SendBuffer.MaxRecordLimit);
        CheckRange(nameof(options.BufferMemory), options.BufferMemory, MinBufferMemory, SendBuffer.MaxByteLimit);
        CheckRange(nameof(options.MaxBlock), (long)options.MaxBlock.TotalMilliseconds, 0, int.MaxValue, " ms");
        CheckRange(nameof(options.ProvisioningTimeout), (long)options.ProvisioningTimeout.TotalMilliseconds, 1, int.MaxValue, " ms");
        CheckRange(nameof(options.OAuthBearerTokenTimeout), (long)options.OAuthBearerTokenTimeout.TotalMilliseconds, 1, int.MaxValue, " ms");
        if (options.WaitForBroker is { } wait)
        {
            CheckRange(nameof(options.WaitForBroker), (long)wait.TotalMilliseconds, 1, int.MaxValue, " ms");
        }

        if (!Enum.IsDefined(options.Provisioning))
        {
            throw new KafkaConfigurationException(
                nameof(options.Provisioning), $"{nameof(options.Provisioning)} is {options.Provisioning}; it must be one of {string.Join(", ", Enum.GetNames<TopicProvisioning>())}.");
        }

        CheckRange(nameof(options.FlushTimeout), (long)options.FlushTimeout.TotalMilliseconds, 0, int.MaxValue, " ms");
    }

    private static void CheckRange(string option, long value, long min, long max, string unit = "")
    {
        if (value < min || value > max)
        {
            throw new KafkaConfigurationException(
                option, string.Create(CultureInfo.InvariantCulture, $"{option} is {value}{unit}; it must be {min} to {max}{unit}."));
        }
    }

    // Its default is twice the linger, so that with a linger of zero each record without a key would go to another partition.
    private static void SetSticky(Dictionary<string, string> properties)
    {
        const double MinSticky = 10;
        double linger = double.TryParse(properties["linger.ms"], NumberStyles.Float, CultureInfo.InvariantCulture, out double given) ? given : 0;
        properties.TryAdd("sticky.partitioning.linger.ms", Text((long)Math.Clamp(linger * 2, MinSticky, 900_000)));
    }

    private static int ParseNumber(string property, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new KafkaConfigurationException(property, $"'{property}' cannot be '{value}': it is a whole number.");

    private static bool IsFalse(string value) => value.Trim() is "0" || value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase);

    private static int Number(NativeConfiguration configuration, string property) =>
        int.Parse(configuration.Get(property)!, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
