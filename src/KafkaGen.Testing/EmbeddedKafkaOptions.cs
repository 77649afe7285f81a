using System.Security.Cryptography;
using KafkaGen.Protocol;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing;

/// <summary>What an <see cref="EmbeddedKafka"/> is like. The defaults suit most tests.</summary>
public sealed class EmbeddedKafkaOptions
{
    /// <summary>How many brokers, 1 or more; their ids are 1 to this number. Default: 3.</summary>
    public int Brokers { get; set; } = 3;

    /// <summary>Whether asking for a topic that does not exist creates it (<c>auto.create.topics.enable</c>). Default: true.</summary>
    public bool AutoCreateTopics { get; set; } = true;

    /// <summary>Partitions of a topic that is created without a number (<c>num.partitions</c>). Default: 4.</summary>
    public int DefaultPartitions { get; set; } = 4;

    /// <summary>Replicas of a topic that is created without a number (<c>default.replication.factor</c>). Default: 1.</summary>
    public int DefaultReplicationFactor { get; set; } = 1;

    /// <summary>
    /// Topic configuration by Kafka's names, for topics without a value of their own: <c>max.message.bytes</c>, <c>min.insync.replicas</c>,
    /// <c>message.timestamp.type</c>, <c>cleanup.policy</c> and so on.
    /// </summary>
    public IDictionary<string, string> TopicDefaults { get; } = new Dictionary<string, string>();

    /// <summary>The bound of all records in memory, in bytes. Beyond it the oldest go, as retention does. Default: 512 MiB.</summary>
    public long MemoryLimit { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Whether brokers flush each record to disk as they append it, so that <see cref="EmbeddedKafka.CrashBroker"/> takes nothing. Without it only
    /// <see cref="EmbeddedKafka.FlushBroker"/> flushes: Kafka itself leaves flushing to the operating system, and relies on replicas. Default: true.
    /// </summary>
    public bool FlushOnAppend { get; set; } = true;

    /// <summary>
    /// Whether compressed batches are unpacked and checked record by record, as Kafka does. Turning it off spares a benchmark the work. Default: true.
    /// </summary>
    public bool InspectCompressedRecords { get; set; } = true;

    /// <summary>The finalized feature <c>transaction.version</c> that clients see: 0, 1 or 2. Default: 2, as in a new Kafka 4 cluster.</summary>
    public int TransactionVersion { get; set; } = 2;

    /// <summary>
    /// The longest transaction timeout that is accepted (<c>transaction.max.timeout.ms</c>), from 1 to <see cref="int.MaxValue"/> milliseconds. A producer
    /// that asks for more is answered <see cref="KafkaErrorCode.InvalidTransactionTimeout"/>. Default: 15 minutes.
    /// </summary>
    public TimeSpan MaxTransactionTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a new group waits for more members (<c>group.initial.rebalance.delay.ms</c>), from zero to <see cref="int.MaxValue"/> milliseconds. Kafka's
    /// default is 3 s. Default: zero, so that tests do not wait for nothing.
    /// </summary>
    public TimeSpan InitialRebalanceDelay { get; set; }

    /// <summary>
    /// Whether clients must use TLS. The certificate is made on the spot, for <c>127.0.0.1</c> and <c>localhost</c>;
    /// <see cref="EmbeddedKafka.CertificatePem"/> is what clients trust. Default: false.
    /// </summary>
    public bool UseTls { get; set; }

    /// <summary>
    /// Users and their passwords. As soon as there is one, clients must log in by <c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.
    /// </summary>
    public IDictionary<string, string> Users { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Decides about OAUTHBEARER tokens: answers who the token is from, or <see langword="null"/> to refuse it. Setting it offers that mechanism.
    /// <see cref="EmbeddedKafka.UnsecuredTokenSubject"/> takes tokens without a signature, as Kafka's development default does. It must not call the
    /// cluster.
    /// </summary>
    public Func<string, string?>? AcceptToken { get; set; }

    /// <summary>
    /// How long a login is valid (<c>connections.max.reauth.ms</c>), from zero to <see cref="int.MaxValue"/> milliseconds; a client that does not renew its
    /// login by then is closed. Zero is for ever. Default: zero.
    /// </summary>
    public TimeSpan SessionLifetime { get; set; }

    /// <summary>
    /// The newest version that brokers have of a request, to stand for an older Kafka or a service with fewer: from -1, which takes the request away, to
    /// <see cref="short.MaxValue"/>. A version older than the oldest that Kafka 4.1 has takes the request away, too; one newer than its newest changes
    /// nothing. Default: empty, and what is not named has the versions of Kafka 4.1.
    /// </summary>
    public IDictionary<KafkaApiKey, int> MaxVersions { get; } = new Dictionary<KafkaApiKey, int>();

    /// <summary>
    /// Told, in a sentence each, why a broker closed a connection: a malformed request, TLS to a plain port, a login that is missing. It is called by the
    /// cluster's threads, several at once, and may call the cluster. What it throws is written to the standard error and harms nothing.
    /// </summary>
    public Action<string>? Log { get; set; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Brokers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DefaultPartitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DefaultReplicationFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DefaultReplicationFactor, Brokers);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TransactionVersion, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TransactionVersion, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransactionTimeout, TimeSpan.FromMilliseconds(1));
        TimeRange.Check(MaxTransactionTimeout);
        TimeRange.Check(InitialRebalanceDelay);
        TimeRange.Check(SessionLifetime);
        foreach ((KafkaApiKey request, int version) in MaxVersions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(version, -1, nameof(MaxVersions));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(version, short.MaxValue, nameof(MaxVersions));
            if (ApiCatalog.Find((ApiKey)request) is null)
            {
                throw new ArgumentException($"{nameof(MaxVersions)} names {request}, which is no request of this cluster.");
            }
        }

        foreach ((string name, string value) in TopicDefaults)
        {
            if (TopicConfiguration.Refusal(name, value) is { } refusal)
            {
                throw new ArgumentException(refusal);
            }
        }
    }

    internal ClusterSettings ToSettings() => new()
    {
        Brokers = Brokers,
        Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        StartedAt = DateTimeOffset.UtcNow,
        LogMemory = MemoryLimit,
        FlushOnAppend = FlushOnAppend,
        AutoCreateTopics = AutoCreateTopics,
        DefaultPartitions = DefaultPartitions,
        DefaultReplicationFactor = (short)DefaultReplicationFactor,
        TopicDefaults = new Dictionary<string, string>(TopicDefaults),
        InspectCompressedRecords = InspectCompressedRecords,
        TransactionVersion = (short)TransactionVersion,
        MaxTransactionTimeout = MaxTransactionTimeout,
        InitialRebalanceDelay = InitialRebalanceDelay,
    };

    internal void Apply(Cluster cluster)
    {
        const int Iterations = 4096;
        foreach ((string user, string password) in Users)
        {
            cluster.Authentication.AddUser(user, password, RandomNumberGenerator.GetBytes(16), Iterations);
        }

        if (Users.Count > 0)
        {
            cluster.Authentication.Mechanisms.AddRange([SaslConversation.Plain, ScramMechanism.Sha256.Name, ScramMechanism.Sha512.Name]);
        }

        if (AcceptToken is not null)
        {
            cluster.Authentication.Mechanisms.Add(SaslConversation.OAuthBearer);
            cluster.Authentication.CheckToken = AcceptToken;
        }

        cluster.Authentication.SessionLifetime = SessionLifetime;
        foreach ((KafkaApiKey request, int version) in MaxVersions)
        {
            cluster.ApiLimits.Cap((ApiKey)request, (short)version);
        }
    }
}
