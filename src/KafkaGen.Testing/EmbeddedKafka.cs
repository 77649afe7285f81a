using System.Security.Cryptography.X509Certificates;
using KafkaGen.Protocol;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;
using KafkaGen.Testing.Reading;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.Testing;

/// <summary>
/// A Kafka inside this process, in C#: it listens on loopback ports of its own, so that any client connects to it by <see cref="BootstrapServers"/> as to
/// a real one. Starts in milliseconds; all data is in memory.
/// </summary>
/// <remarks>
/// <para>
/// What it says about delivery is true: idempotent producers' repetitions are stored once, aborted transactions are hidden from <c>read_committed</c>,
/// zombies are fenced, replicas are waited for. It has topics and their configuration, consumer groups (classic protocol), transactions of both versions,
/// TLS, SASL and quotas. It does not compact, forgets everything when it is disposed, and has no ACL requests, share groups or tiered storage.
/// </para>
/// <para>Thread-safe. Dispose the clients before it: theirs would go on trying to connect.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var kafka = EmbeddedKafka.Start(brokers: 3);
/// kafka.CreateTopic("orders.created", partitions: 6);
/// await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers);
/// </code>
/// </example>
public sealed class EmbeddedKafka : IDisposable, IAsyncDisposable
{
    private readonly ClusterServer _server;

    private EmbeddedKafka(EmbeddedKafkaOptions options)
    {
        X509Certificate2? certificate = options.UseTls ? LoopbackCertificate.Create() : null;
        CertificatePem = certificate?.ExportCertificatePem();
        _server = new ClusterServer(options.ToSettings(), certificate, options.Apply);
        _server.Logged += options.Log;
        BrokerCount = options.Brokers;
        BootstrapServers = _server.BootstrapServers;
    }

    /// <summary>The brokers' addresses, <c>host:port</c> separated by commas: what a client's <c>bootstrap.servers</c> takes.</summary>
    public string BootstrapServers { get; }

    /// <summary>How many brokers there are; their ids are 1 to this number.</summary>
    public int BrokerCount { get; }

    /// <summary>The certificate that clients must trust, as PEM (<c>ssl.ca.pem</c>); <see langword="null"/> without TLS.</summary>
    public string? CertificatePem { get; }

    /// <summary>What the cluster's own threads have allocated so far.</summary>
    internal long AllocatedBytes => _server.Allocations.Bytes;

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many brokers, 1 or more. Default: 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="brokers"/> is less than 1.</exception>
    public static EmbeddedKafka Start(int brokers = 3) => Start(options => options.Brokers = brokers);

    /// <summary>Starts a cluster with options.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// A topic default is no topic configuration or has no valid value, or <see cref="EmbeddedKafkaOptions.MaxVersions"/> names a request that the cluster
    /// does not have.
    /// </exception>
    public static EmbeddedKafka Start(Action<EmbeddedKafkaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        EmbeddedKafkaOptions options = new();
        configure(options);
        options.Check();
        return new EmbeddedKafka(options);
    }

    /// <summary>The subject of an OAUTHBEARER token without a signature, or <see langword="null"/> when the text is no such token.</summary>
    /// <param name="token">The token.</param>
    public static string? UnsecuredTokenSubject(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return UnsecuredToken.Subject(token);
    }

    /// <summary>Creates a topic whose partitions are led by the brokers in turn.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitions">How many partitions, 1 or more.</param>
    /// <param name="replicationFactor">How many brokers have each partition; 1 to <see cref="BrokerCount"/>. Default: 1.</param>
    /// <exception cref="ArgumentException">The name is not a legal one, or the topic exists.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void CreateTopic(string topic, int partitions, int replicationFactor = 1) =>
        CreateTopic(topic, partitions, replicationFactor, new Dictionary<string, string>());

    /// <summary>Creates a topic with a configuration.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitions">How many partitions, 1 or more.</param>
    /// <param name="replicationFactor">How many brokers have each partition; 1 to <see cref="BrokerCount"/>.</param>
    /// <param name="configuration">Its configuration by Kafka's names, such as <c>min.insync.replicas</c>.</param>
    /// <exception cref="ArgumentException">The name is not a legal one, the topic exists, or the configuration is not valid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void CreateTopic(string topic, int partitions, int replicationFactor, IReadOnlyDictionary<string, string> configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicationFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicationFactor, BrokerCount);
        ArgumentNullException.ThrowIfNull(configuration);
        List<KeyValuePair<string, string?>> texts = [.. configuration.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))];
        string? refusal = _server.Do(cluster =>
        {
            (KafkaErrorCode error, string? message) = cluster.Topics.CheckNew(topic, partitions, replicationFactor, texts);
            if (error == KafkaErrorCode.None)
            {
                cluster.Topics.Create(topic, partitions, replicationFactor, texts);
            }

            return message;
        });
        if (refusal is not null)
        {
            throw new ArgumentException($"Topic '{topic}' was not created: {refusal}", nameof(topic));
        }
    }

    /// <summary>Deletes a topic with its records. One of the same name that is created later is another topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public void DeleteTopic(string topic) => _server.Do(cluster => cluster.Topics.Delete(Known(cluster, topic)));

    /// <summary>Adds partitions to a topic. Records stay where they are, so keys move.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">How many partitions it has then.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is not larger than before.</exception>
    public void AddPartitions(string topic, int partitions) => _server.Do(cluster =>
    {
        Topic known = Known(cluster, topic);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(partitions, known.Partitions.Count);
        cluster.Topics.Grow(known, partitions);
    });

    /// <summary>
    /// Makes a broker drop its connections and refuse new ones. Its partitions are led by another of their replicas; those without one have no leader
    /// until it is back.
    /// </summary>
    /// <param name="broker">The broker's id.</param>
    /// <remarks>
    /// It shuts down in order, as Kafka does, and when it leads again it remembers only the last batch of each idempotent producer. A producer that repeats an earlier one, because the answer
    /// was lost, is told OUT_OF_ORDER_SEQUENCE_NUMBER. After <see cref="CrashBroker"/> it remembers the last five, and so does another replica that leads in its place.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void StopBroker(int broker) => _server.StopBroker(Known(broker));

    /// <summary>
    /// Stops a broker as a loss of power does: as <see cref="StopBroker"/>, and its copies lose the records that were not flushed. Another in-sync replica
    /// that has them leads on; a partition without one has lost them. Does nothing to a broker that is down.
    /// </summary>
    /// <param name="broker">The broker's id.</param>
    /// <remarks>Loses nothing unless <see cref="EmbeddedKafkaOptions.FlushOnAppend"/> is off.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void CrashBroker(int broker) => _server.StopBroker(Known(broker), loseUnflushed: true);

    /// <summary>Writes a broker's copies to disk, so that <see cref="CrashBroker"/> does not take what they have now.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void FlushBroker(int broker)
    {
        Known(broker);
        _server.Do(cluster => cluster.Flush(broker));
    }

    /// <summary>Makes a stopped broker accept connections again, on the same port and with its data.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void StartBroker(int broker) => _server.StartBroker(Known(broker));

    /// <summary>Delays every broker's answers.</summary>
    /// <param name="roundTripTime">From request to answer; zero ends the delay.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public void SetRoundTripTime(TimeSpan roundTripTime)
    {
        TimeRange.Check(roundTripTime);
        _server.Do(cluster =>
        {
            foreach (BrokerNode node in cluster.Brokers)
            {
                node.RoundTripTime = roundTripTime;
            }
        });
    }

    /// <summary>Delays one broker's answers.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <param name="roundTripTime">From request to answer; zero ends the delay.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker, or the time is out of range.</exception>
    public void SetRoundTripTime(int broker, TimeSpan roundTripTime)
    {
        Known(broker);
        TimeRange.Check(roundTripTime);
        _server.Do(cluster => cluster.Broker(broker).RoundTripTime = roundTripTime);
    }

    /// <summary>
    /// Makes the next requests of a kind fail, on whichever broker, one error a request, in their sequence and after those pushed before.
    /// </summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="errors">
    /// What each request is answered with. <see cref="KafkaErrorCode.None"/> lets one pass; <see cref="KafkaErrorCode.LocalTransport"/> cuts the
    /// connection instead of answering.
    /// </param>
    public void FailNext(KafkaApiKey request, params KafkaErrorCode[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        _server.Do(cluster =>
        {
            foreach (KafkaErrorCode error in errors)
            {
                cluster.Faults.Add(new Fault(error == KafkaErrorCode.LocalTransport ? FaultKind.Close : FaultKind.Refuse)
                {
                    Api = (ApiKey)request,
                    Error = error,
                    LetsPass = error == KafkaErrorCode.None,
                });
            }
        });
    }

    /// <summary>Forgets the errors that <see cref="FailNext"/> pushed and the faults of that kind of request, where no request has met them yet.</summary>
    /// <param name="request">The kind of request.</param>
    public void ClearErrors(KafkaApiKey request) => _server.Do(cluster => cluster.Faults.Clear((ApiKey)request));

    /// <summary>Makes requests meet a fault. Several are met in the sequence in which they were added, one a request.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>Removes the fault when it is disposed.</returns>
    public IDisposable AddFault(KafkaFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Fault rule = fault.ToRule();
        _server.Do(cluster => cluster.Faults.Add(rule));
        return new Removal(_server, cluster => cluster.Faults.Remove(rule));
    }

    /// <summary>Makes metadata answer with an error for a topic until it is set to <see cref="KafkaErrorCode.None"/>.</summary>
    /// <param name="topic">The topic; it is created when it does not exist.</param>
    /// <param name="error">The error.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void SetTopicError(string topic, KafkaErrorCode error)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        _server.Do(cluster => KnownOrNew(cluster, topic).MetadataError = error);
    }

    /// <summary>
    /// Makes a broker the leader of a partition, or leaves it without one. The leader epoch grows; the former leader answers
    /// <see cref="KafkaErrorCode.NotLeaderForPartition"/>, and who waits for replicas there is told the same. Records that the new leader had not copied
    /// (<see cref="SetLagging"/>) are lost, as in an unclean election.
    /// </summary>
    /// <param name="topic">The topic; it is created when it does not exist.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="broker">The new leader's id, or <see langword="null"/> for none. A broker without a copy takes the place of one with it.</param>
    /// <exception cref="ArgumentException">There is no such partition.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    /// <exception cref="InvalidOperationException">The broker is stopped. Kafka elects no leader that is down, either.</exception>
    public void SetLeader(string topic, int partition, int? broker)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (broker is { } id)
        {
            Known(id);
        }

        bool moved = _server.Do(cluster =>
        {
            if (broker is { } next && !cluster.IsUp(next))
            {
                throw new InvalidOperationException(
                    $"Broker {next} is stopped and cannot lead partition {partition} of topic '{topic}'. Start it first, with {nameof(StartBroker)}.");
            }

            if (KnownOrNew(cluster, topic).Find(partition) is not { } known)
            {
                return false;
            }

            cluster.Replicator.SetLeader(known, broker);
            return true;
        });
        if (!moved)
        {
            throw new ArgumentException($"Partition {partition} of topic '{topic}' was not moved: it does not exist.", nameof(partition));
        }
    }

    /// <summary>Stops or resumes a follower's copying, so that acks=all has to wait for it or to do without it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="broker">The follower.</param>
    /// <param name="lagging">Whether it stops.</param>
    /// <exception cref="ArgumentException">There is no such partition, or the broker has no copy of it.</exception>
    public void SetLagging(string topic, int partition, int broker, bool lagging) => _server.Do(cluster =>
    {
        Partition known = Known(cluster, topic).Find(partition) ?? throw new ArgumentException($"Topic '{topic}' has no partition {partition}.", nameof(partition));
        Replica replica = known.ReplicaOn(broker) ?? throw new ArgumentException($"Broker {broker} has no copy of {topic} [{partition}].", nameof(broker));
        cluster.Replicator.SetLagging(known, replica, lagging);
    });

    /// <summary>Limits what a client may send or fetch; beyond it, it is told to hold back.</summary>
    /// <param name="clientId">The client's id (<c>client.id</c>).</param>
    /// <param name="produceBytesPerSecond">The limit for producing; <see langword="null"/> for none.</param>
    /// <param name="fetchBytesPerSecond">The limit for consuming; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is zero or less.</exception>
    public void SetQuota(string clientId, long? produceBytesPerSecond, long? fetchBytesPerSecond = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        _server.Do(cluster =>
        {
            cluster.Quotas.Set(produce: true, clientId, produceBytesPerSecond);
            cluster.Quotas.Set(produce: false, clientId, fetchBytesPerSecond);
        });
    }

    /// <summary>
    /// Forbids everything about a topic until the denial is disposed: producing, consuming, describing, creating, growing and deleting it. Requests are
    /// answered with <see cref="KafkaErrorCode.TopicAuthorizationFailed"/>, as by a Kafka with ACLs, and metadata of all topics leaves the topic out.
    /// </summary>
    /// <param name="topic">The topic, which may not exist yet.</param>
    /// <param name="user">
    /// The user of <see cref="EmbeddedKafkaOptions.Users"/>, or the one that <see cref="EmbeddedKafkaOptions.AcceptToken"/> named;
    /// <see langword="null"/> means everybody, clients without a login included. Default: <see langword="null"/>.
    /// </param>
    /// <returns>Ends the denial when it is disposed. Several denials of one topic end one by one.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public IDisposable DenyTopic(string topic, string? user = null) => Deny(ResourceKind.Topic, topic, user);

    /// <summary>
    /// Forbids the use of a transactional id until the denial is disposed. Requests are answered with
    /// <see cref="KafkaErrorCode.TransactionalIdAuthorizationFailed"/>.
    /// </summary>
    /// <param name="transactionalId">The id.</param>
    /// <param name="user">
    /// The user of <see cref="EmbeddedKafkaOptions.Users"/>, or the one that <see cref="EmbeddedKafkaOptions.AcceptToken"/> named;
    /// <see langword="null"/> means everybody, clients without a login included. Default: <see langword="null"/>.
    /// </param>
    /// <returns>Ends the denial when it is disposed.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public IDisposable DenyTransactionalId(string transactionalId, string? user = null) => Deny(ResourceKind.TransactionalId, transactionalId, user);

    /// <summary>Reads the records of a topic, of all partitions in their sequence, each from its oldest on.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="committedOnly">Whether records of aborted and open transactions are left out. Default: false.</param>
    /// <returns>The records; none when the topic does not exist.</returns>
    public IReadOnlyList<EmbeddedRecord> ReadRecords(string topic, bool committedOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        return TopicRecords.Read(_server, topic, committedOnly);
    }

    /// <summary>
    /// Waits until all in-sync replicas have a number of a topic's records, in all its partitions together, those included that are added meanwhile. It
    /// does not poll, and records of open and aborted transactions count.
    /// </summary>
    /// <param name="topic">The topic, which may not exist yet.</param>
    /// <param name="count">How many records, 0 or more. 0 completes at once, even without such a topic.</param>
    /// <param name="timeout">
    /// The longest wait, from zero to 49 days; <see cref="Timeout.InfiniteTimeSpan"/> has no end.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The records as <see cref="ReadRecords"/> reads them, of which there may be more by then.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or the time is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed before the call, or by the time at which the wait ended.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="TimeoutException">There were fewer; the text says how many.</exception>
    public Task<IReadOnlyList<EmbeddedRecord>> WaitForRecordsAsync(
        string topic, int count, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return TopicRecords.WaitAsync(_server, topic, count, timeout, cancellationToken);
    }

    /// <summary>Stops the brokers and forgets their data.</summary>
    public void Dispose() => _server.Dispose();

    /// <summary>Stops the brokers and forgets their data.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static Topic Known(Cluster cluster, string topic) =>
        cluster.Topics.Find(topic) ?? throw new ArgumentException($"There is no topic '{topic}'.", nameof(topic));

    private static Topic KnownOrNew(Cluster cluster, string topic) =>
        cluster.Topics.Find(topic)
        ?? cluster.Topics.Create(topic, cluster.Settings.DefaultPartitions, cluster.Settings.DefaultReplicationFactor, []);

    private Removal Deny(ResourceKind kind, string name, string? user)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Authorization.Denial denial = _server.Do(cluster => cluster.Authorization.Deny(kind, name, operation: null, user));
        return new Removal(_server, cluster => cluster.Authorization.Remove(denial));
    }

    private int Known(int broker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(broker, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(broker, BrokerCount);
        return broker;
    }

    private sealed class Removal(ClusterServer server, Action<Cluster> remove) : IDisposable
    {
        private Action<Cluster>? _remove = remove;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _remove, null) is not { } once)
            {
                return;
            }

            try
            {
                server.Do(once);
            }
            catch (ObjectDisposedException)
            {
                // The cluster is gone, and what was to be removed with it.
            }
        }
    }
}
