using System.Globalization;
using KafkaGen.Configuration.Catalog;
using KafkaGen.Native;

namespace KafkaGen.Configuration;

/// <summary>Validated options: what the sender runs on. It never changes, but for <see cref="Live"/>.</summary>
internal sealed class SenderSettings
{
    internal const string MessageTimeout = "message.timeout.ms";

    /// <summary>Far beyond the life of a process, and twice of it is still a number.</summary>
    internal const long Endless = long.MaxValue / 4;

    private const string TransactionTimeout = "transaction.timeout.ms";

    // What the sender in C# goes by, besides what has a property of its own here.
    private static readonly string[] s_ofBrain =
    [
        "acks", "max.in.flight.requests.per.connection", "request.timeout.ms", "retry.backoff.ms", "retry.backoff.max.ms", "reconnect.backoff.ms", "reconnect.backoff.max.ms",
        "socket.connection.setup.timeout.ms", "socket.send.buffer.bytes", "socket.receive.buffer.bytes", "receive.message.max.bytes", "compression.codec", "compression.level",
        "partitioner", "security.protocol",
    ];

    private readonly Dictionary<string, string> _properties;
    private readonly Dictionary<string, string?> _effective;
    private readonly KafkaGenOptions _own;

    private SenderSettings(KafkaGenOptions own, Dictionary<string, string> properties, LiveSettings live, string? transactionalId, OptionErrors errors)
    {
        _own = own;
        _properties = properties;
        Live = live;
        TransactionalId = transactionalId;

        // As librdkafka understands them, which also checks each.
        using NativeConfiguration configuration = new();
        Fill(configuration, (property, reason) => errors.Add(property, value: null, reason));
        ClientId = configuration.Get("client.id") ?? "";
        HasStatistics = Number(configuration, "statistics.interval.ms") > 0;
        MessageMaxBytes = Number(configuration, "message.max.bytes");
        BatchSize = Number(configuration, "batch.size");
        MessageTimeoutMs = Number(configuration, MessageTimeout);
        TransactionTimeoutMs = Number(configuration, TransactionTimeout);
        LingerMs = double.Parse(configuration.Get("linger.ms")!, CultureInfo.InvariantCulture);
        int refresh = Number(configuration, "topic.metadata.refresh.interval.ms");
        MetadataRefresh = refresh > 0 ? TimeSpan.FromMilliseconds(refresh) : Timeout.InfiniteTimeSpan;
        IsIdempotent = configuration.Get("enable.idempotence") == "true";
        _effective = s_ofBrain.ToDictionary(name => name, configuration.Get);
        CheckTokens(configuration, errors);
    }

    /// <summary>Whether the sender in C# can do what is asked for. It has no TLS and SASL, and no transactions.</summary>
    internal bool IsForOwnSender => TransactionalId is null && _effective["security.protocol"] is null or "plaintext";

    /// <summary>How long a record of a topic may stay unanswered, in milliseconds.</summary>
    internal long DeliveryTimeoutOf(TopicSettings? topic) => (topic?.MessageTimeoutMs ?? MessageTimeoutMs) is > 0 and var timeout ? timeout : Endless;

    /// <summary>How a topic's batches are compressed.</summary>
    internal (CompressionCodec Codec, int? Level) CompressionOf(TopicSettings topic)
    {
        CompressionCodec codec = topic.Codec
            ?? (Enum.TryParse(_effective["compression.codec"], ignoreCase: true, out CompressionCodec named) ? named : CompressionCodec.None);
        long level = topic.Codec is null ? Effective("compression.level", -1) : topic.CompressionLevel;
        return (codec, level < 0 ? null : (int)level);
    }

    /// <summary>How a topic's records find their partitions.</summary>
    internal RecordPartitioner PartitionerOf(TopicSettings topic) => topic.Partitioner
        ?? (Enum.TryParse(_effective["partitioner"]?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out RecordPartitioner named) ? named : RecordPartitioner.Murmur2Random);

    /// <summary>Whether brokers may create a topic that does not exist.</summary>
    internal bool CreatesTopics => _properties.GetValueOrDefault("allow.auto.create.topics") != "false";

    /// <summary>A number that the sender in C# goes by, as librdkafka understood it.</summary>
    internal long Effective(string property, long otherwise) =>
        long.TryParse(_effective[property], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : otherwise;

    /// <summary>What may change while running; for transactions it is the client's.</summary>
    internal LiveSettings Live { get; }

    internal TimeSpan MaxBlock => Live.MaxBlock;

    internal TimeSpan FlushTimeout => Live.FlushTimeout;

    internal string BootstrapServers => _own.BootstrapServers;

    internal long BufferMemory => _own.BufferMemory;

    internal int MaxBufferedRecords => _own.MaxBufferedRecords;

    internal bool IsWarmUp => _own.WarmUp;

    internal TimeSpan? WaitForBroker => _own.WaitForBroker;

    internal TopicProvisioning Provisioning => _own.Provisioning;

    internal TimeSpan ProvisioningTimeout => _own.ProvisioningTimeout;

    /// <summary>Not of a sender for transactions: that one is replaced as a whole.</summary>
    internal bool RecreatesAfterFatalError => TransactionalId is null && _own.RecreateAfterFatalError;

    /// <summary>Not of a sender for transactions: a record's failure is the transaction's.</summary>
    internal Func<DeliveryFailure, ValueTask>? OnDeliveryFailed => TransactionalId is null ? _own.OnDeliveryFailed : null;

    internal Func<CancellationToken, ValueTask<OAuthBearerToken>>? TokenProvider => _own.OAuthBearerTokenProvider;

    /// <summary>How long it may take.</summary>
    internal TimeSpan TokenTimeout => _own.OAuthBearerTokenTimeout;

    /// <summary>Whether records carry the context of their trace as headers.</summary>
    internal bool PropagatesTraceContext => _own.PropagateTraceContext;

    /// <summary>The cluster's name; empty for the one without.</summary>
    internal string Cluster => _own.Cluster;

    /// <summary>Whether librdkafka tells its statistics.</summary>
    internal bool HasStatistics { get; }

    /// <summary>Kafka's <c>client.id</c>, as librdkafka understood it.</summary>
    internal string ClientId { get; }

    /// <summary>The largest request, as librdkafka understood it.</summary>
    internal int MessageMaxBytes { get; }

    /// <summary>The largest batch, as librdkafka understood it.</summary>
    internal int BatchSize { get; }

    /// <summary>How long a record may stay unanswered, as librdkafka understood it.</summary>
    internal int MessageTimeoutMs { get; }

    internal bool IsIdempotent { get; }

    /// <summary>Kafka's <c>transactional.id</c>, of a sender for transactions.</summary>
    internal string? TransactionalId { get; }

    /// <summary>How long the coordinator lets a transaction of this sender be open.</summary>
    internal int TransactionTimeoutMs { get; }

    /// <summary>How long what is known of a topic is good; infinite when it is never asked for again.</summary>
    internal TimeSpan MetadataRefresh { get; }

    internal double LingerMs { get; }

    /// <summary>Checks resolved options, also by librdkafka. What is wrong is added, and the settings are of no use then.</summary>
    internal static SenderSettings From(ResolvedOptions options, OptionErrors errors) => new(
        options.Own, PropertiesOf(options, errors), new LiveSettings(options.Own.MaxBlock, options.Own.FlushTimeout), transactionalId: null, errors);

    /// <summary>Checks the options without librdkafka, and adds what is wrong.</summary>
    internal static void Check(KafkaGenOptions options, OptionErrors errors) => PropertiesOf(ResolvedOptions.Of(options, errors), errors);

    /// <summary>The settings of a sender for transactions: those of the client, with what <paramref name="options"/> change.</summary>
    /// <exception cref="KafkaConfigurationException">Options are unknown, malformed, or not for transactions. It lists all of them.</exception>
    internal SenderSettings ForTransactions(string transactionalId, KafkaTransactionOptions options)
    {
        // Reading errors are told by the check of the options themselves.
        OptionErrors errors = new(options.Origins.Paths(), where: "");
        Dictionary<string, string> properties = new(_properties);
        foreach ((string name, string text) in options.Properties)
        {
            if (OptionTable.Client.Find(name) is { Option: Option<KafkaGenOptions> })
            {
                errors.Add(name, text, "is an option of the client, which its transactions share. Set it there.");
            }
        }

        foreach ((string property, string value) in ResolvedOptions.PropertiesOf(options.Properties, options.Origins, errors))
        {
            properties[property] = value;
        }

        if (options.TransactionTimeout is { } timeout)
        {
            SetTransactionTimeout(properties, (long)timeout.TotalMilliseconds, errors);
        }

        properties["transactional.id"] = transactionalId;
        ProducerRules.Check(properties, errors);
        OptionFiles.Check(properties, errors);

        // The client's brokers, by the protocol that may be the transactions' own.
        BrokerAddress.Check(BootstrapServers, properties.GetValueOrDefault("security.protocol", "plaintext"), errors);
        if (!properties.ContainsKey(MessageTimeout))
        {
            using NativeConfiguration defaults = new();
            properties[MessageTimeout] = properties.GetValueOrDefault(TransactionTimeout) ?? defaults.Get(TransactionTimeout)!;
        }

        SenderSettings settings = new(_own, properties, Live, transactionalId, errors);
        errors.ThrowIfAny();
        if (!settings.IsIdempotent)
        {
            throw new KafkaConfigurationException(
                "enable.idempotence",
                $"Transactions of '{transactionalId}' need enable.idempotence=true, and the client turns it off. Turn it on, or for the transactions alone: options.Properties[\"enable.idempotence\"] = \"true\".");
        }

        return settings.ProblemOfTimeout(settings.MessageTimeoutMs, $"Transactions of '{transactionalId}'") is { } problem
            ? throw new KafkaConfigurationException(MessageTimeout, problem)
            : settings;
    }

    /// <summary>Checks a topic's settings against the producer's: librdkafka would tell no more than that it refuses them.</summary>
    /// <exception cref="KafkaConfigurationException">They do not go together.</exception>
    internal void CheckTopic(TopicSettings topic)
    {
        if (ProblemOf(topic) is { } problem)
        {
            throw new KafkaConfigurationException(MessageTimeout, problem);
        }
    }

    /// <summary>What of a topic's settings does not go together with the producer's; <see langword="null"/> when all does.</summary>
    internal string? ProblemOf(TopicSettings topic)
    {
        if (topic.MessageTimeoutMs is not { } timeout)
        {
            return null;
        }

        if (timeout <= LingerMs)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Topic '{topic.Name}': its message timeout of {timeout} ms must be more than linger.ms, which is {LingerMs}.");
        }

        return TransactionalId is null ? null : ProblemOfTimeout(timeout, $"Topic '{topic.Name}' in transactions of '{TransactionalId}'");
    }

    /// <summary>The configuration for <c>rd_kafka_new</c>.</summary>
    internal NativeConfiguration ToNative()
    {
        NativeConfiguration configuration = new();
        try
        {
            Fill(configuration, (property, reason) => throw new KafkaConfigurationException(property, $"'{property}' {reason}"));
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

    private void Fill(NativeConfiguration configuration, Action<string, string> refuse)
    {
        foreach ((string property, string value) in _properties)
        {
            Set(property, value);
        }

        Set("bootstrap.servers", BootstrapServers);

        // Our own accounting decides when the buffer is full, so librdkafka's limits must not be lower. Its byte limit counts values only.
        Set("queue.buffering.max.messages", Text(Math.Max(MaxBufferedRecords, 1)));
        Set("queue.buffering.max.kbytes", Text(Math.Clamp((BufferMemory / 1024) + 1, 1, int.MaxValue)));
        Set("log.queue", "true");

        void Set(string property, string value)
        {
            if (configuration.Set(property, value) is { } reason)
            {
                refuse(property, $"cannot be '{Secrets.Mask(property, value)}': {Secrets.MaskIn(reason, property, value)}");
            }
        }
    }

    private static void SetTransactionTimeout(Dictionary<string, string> properties, long milliseconds, OptionErrors errors)
    {
        string text = Text(milliseconds);
        if (OptionTable.Client.Find(TransactionTimeout)!.Value.Problem(text) is { } problem)
        {
            errors.Add(TransactionTimeout, text, $"must be {problem}, not '{text}'.");
            return;
        }

        properties[TransactionTimeout] = text;
    }

    // Zero is endless.
    private string? ProblemOfTimeout(int milliseconds, string where) => milliseconds > 0 && milliseconds <= TransactionTimeoutMs
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{where}: message.timeout.ms is {milliseconds} ms{(milliseconds == 0 ? " (endless)" : "")}, and transaction.timeout.ms {TransactionTimeoutMs} ms. A record must not outlive its transaction: lower the one or raise the other.");

    private static Dictionary<string, string> PropertiesOf(ResolvedOptions options, OptionErrors errors)
    {
        Dictionary<string, string> properties = ProducerProperties.All
            .Where(property => property.Default is not null)
            .ToDictionary(property => property.Name, property => property.Default!);
        foreach ((string property, string value) in options.Properties)
        {
            properties[property] = value;
        }

        ProducerRules.Check(properties, errors);
        OptionFiles.Check(properties, errors);
        SetSticky(properties);
        if (options.Own.Provisioning != TopicProvisioning.Ignore)
        {
            // A broker would create a topic by itself, with its own settings, as soon as a producer of it is injected.
            properties.TryAdd("allow.auto.create.topics", "false");
        }

        BrokerAddress.Check(options.Own.BootstrapServers, properties.GetValueOrDefault("security.protocol", "plaintext"), errors);
        return properties;
    }

    // Without a source of tokens librdkafka would wait for one for ever, in silence.
    private void CheckTokens(NativeConfiguration configuration, OptionErrors errors)
    {
        const string Mechanism = "sasl.mechanism";
        const string Provider = nameof(KafkaGenOptions.OAuthBearerTokenProvider);
        string mechanism = configuration.Get("sasl.mechanisms") ?? "";
        bool isOAuth = mechanism.Equals("OAUTHBEARER", StringComparison.OrdinalIgnoreCase);
        if (!isOAuth && TokenProvider is not null)
        {
            errors.AddSentence(Mechanism, $"{Provider} is set, but {Mechanism} is '{mechanism}': set it to OAUTHBEARER.");
        }

        if (isOAuth
            && TokenProvider is null
            && configuration.Get("sasl.oauthbearer.method") != "oidc"
            && configuration.Get("enable.sasl.oauthbearer.unsecure.jwt") != "true")
        {
            errors.AddSentence(
                Mechanism,
                $"{Mechanism} is OAUTHBEARER, but nothing gives tokens: set {Provider}, or sasl.oauthbearer.method=oidc with the " +
                "sasl.oauthbearer.* of the authorization server.");
        }
    }

    // Its default is twice the linger, so that with a linger of zero each record without a key would go to another partition.
    private static void SetSticky(Dictionary<string, string> properties)
    {
        const double MinSticky = 10;
        double linger = double.Parse(properties["linger.ms"], CultureInfo.InvariantCulture);
        properties.TryAdd("sticky.partitioning.linger.ms", Text((long)Math.Clamp(linger * 2, MinSticky, 900_000)));
    }

    private static int Number(NativeConfiguration configuration, string property) =>
        int.Parse(configuration.Get(property)!, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
