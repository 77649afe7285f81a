using KafkaGen.Native;
using KafkaGen.Testing.Native;

namespace KafkaGen.Testing;

/// <summary>
/// A Kafka inside this process: librdkafka's mock cluster. It listens on loopback ports of its own, so that every client made with librdkafka
/// (KafkaGen, Confluent.Kafka) connects to it by <see cref="BootstrapServers"/> as to a real one. Starts in milliseconds; all data is in memory.
/// </summary>
/// <remarks>
/// <para>
/// It is a stage for demos, for unit tests and for "what happens when the broker says no", not a proof of what a real Kafka does:
/// </para>
/// <list type="bullet">
/// <item><description>It recognises repeated batches of transactional producers only: an idempotent producer's retry can store a record twice.</description></item>
/// <item><description>Transactions answer, but aborted records are visible to <c>read_committed</c>, nobody is fenced, and a transaction's offsets are dropped.</description></item>
/// <item><description>It keeps about 5 MB a partition, the newest; older records are gone.</description></item>
/// <item><description>The timestamp in its acknowledgements (<see cref="RecordMetadata.Timestamp"/>) can be made up; stored records keep theirs.</description></item>
/// <item><description>An unknown topic is created by the first request for it, whatever its name, with four partitions: create yours before the clients.</description></item>
/// <item><description>A broker that goes down keeps its partitions: nobody else becomes their leader.</description></item>
/// <item><description>There is no CreateTopics, no DescribeConfigs, no SASL, no TLS, no ACL, no quota; the Java clients cannot use it.</description></item>
/// </list>
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
    private readonly MockClusterHandle _cluster;

    private unsafe EmbeddedKafka(MockClusterHandle cluster, int brokers)
    {
        _cluster = cluster;
        BrokerCount = brokers;
        BootstrapServers = NativeText.FromZeroTerminated(LibrdkafkaMock.rd_kafka_mock_cluster_bootstraps(cluster));
    }

    /// <summary>The brokers' addresses, <c>host:port</c> separated by commas: what a client's <c>bootstrap.servers</c> takes.</summary>
    public string BootstrapServers { get; }

    /// <summary>How many brokers there are; their ids are 1 to this number.</summary>
    public int BrokerCount { get; }

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many brokers, 1 or more. Default: 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="brokers"/> is less than 1.</exception>
    /// <exception cref="NativeLibraryException">librdkafka was not found or is too old.</exception>
    public static EmbeddedKafka Start(int brokers = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        return new EmbeddedKafka(MockClusterHandle.Create(brokers), brokers);
    }

    /// <summary>Creates a topic whose partitions are led by the brokers in turn.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitions">How many partitions, 1 or more.</param>
    /// <param name="replicationFactor">How many replicas metadata tells; 1 to <see cref="BrokerCount"/>. Default: 1.</param>
    /// <exception cref="ArgumentException">The name is empty, or the topic exists.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void CreateTopic(string topic, int partitions, int replicationFactor = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicationFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicationFactor, BrokerCount);
        Check(
            LibrdkafkaMock.rd_kafka_mock_topic_create(_cluster, topic, partitions, replicationFactor), $"Topic '{topic}' was not created", nameof(topic));
    }

    /// <summary>Makes a broker drop its connections and refuse new ones. Its partitions keep it as their leader.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void StopBroker(int broker) => Check(LibrdkafkaMock.rd_kafka_mock_broker_set_down(_cluster, Known(broker)), "No broker stopped", nameof(broker));

    /// <summary>Makes a stopped broker accept connections again, on the same port and with its data.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void StartBroker(int broker) => Check(LibrdkafkaMock.rd_kafka_mock_broker_set_up(_cluster, Known(broker)), "No broker started", nameof(broker));

    /// <summary>Delays every broker's answers.</summary>
    /// <param name="roundTripTime">From request to answer, in whole milliseconds; zero ends the delay.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public void SetRoundTripTime(TimeSpan roundTripTime) => Delay(LibrdkafkaMock.AllBrokers, roundTripTime);

    /// <summary>Delays one broker's answers.</summary>
    /// <param name="broker">The broker's id.</param>
    /// <param name="roundTripTime">From request to answer, in whole milliseconds; zero ends the delay.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker, or the time is out of range.</exception>
    public void SetRoundTripTime(int broker, TimeSpan roundTripTime) => Delay(Known(broker), roundTripTime);

    /// <summary>
    /// Makes the next requests of a kind fail, on whichever broker, one error a request, in their sequence and after those pushed before.
    /// </summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="errors">
    /// What each request is answered with. <see cref="KafkaErrorCode.None"/> lets one pass; <see cref="KafkaErrorCode.LocalTransport"/> cuts the
    /// connection instead of answering.
    /// </param>
    public unsafe void FailNext(KafkaApiKey request, params KafkaErrorCode[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        fixed (KafkaErrorCode* first = errors)
        {
            LibrdkafkaMock.rd_kafka_mock_push_request_errors_array(_cluster, (short)request, (nuint)errors.Length, first);
        }
    }

    /// <summary>Forgets the errors that <see cref="FailNext"/> pushed and that no request has met yet.</summary>
    /// <param name="request">The kind of request.</param>
    public void ClearErrors(KafkaApiKey request) => LibrdkafkaMock.rd_kafka_mock_clear_request_errors(_cluster, (short)request);

    /// <summary>Makes metadata answer with an error for a topic until it is set to <see cref="KafkaErrorCode.None"/>.</summary>
    /// <param name="topic">The topic; it is created when it does not exist.</param>
    /// <param name="error">The error.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void SetTopicError(string topic, KafkaErrorCode error)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        LibrdkafkaMock.rd_kafka_mock_topic_set_error(_cluster, topic, (int)error);
    }

    /// <summary>Moves a partition to another broker, or leaves it without a leader.</summary>
    /// <param name="topic">The topic; it is created when it does not exist.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="broker">The new leader's id, or <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">There is no such partition.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    public void SetLeader(string topic, int partition, int? broker)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        int leader = broker is { } id ? Known(id) : LibrdkafkaMock.NoBroker;
        Check(
            LibrdkafkaMock.rd_kafka_mock_partition_set_leader(_cluster, topic, partition, leader),
            $"Partition {partition} of topic '{topic}' was not moved",
            nameof(partition));
    }

    /// <summary>Stops the brokers and forgets their data.</summary>
    public void Dispose() => _cluster.Dispose();

    /// <summary>Stops the brokers and forgets their data, on another thread: it waits for theirs.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private void Delay(int broker, TimeSpan roundTripTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(roundTripTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(roundTripTime, TimeSpan.FromMilliseconds(int.MaxValue));
        Check(
            LibrdkafkaMock.rd_kafka_mock_broker_set_rtt(_cluster, broker, (int)roundTripTime.TotalMilliseconds), "No answers delayed", nameof(broker));
    }

    private int Known(int broker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(broker, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(broker, BrokerCount);
        return broker;
    }

    private static void Check(int error, string failure, string parameter)
    {
        if (error != (int)KafkaErrorCode.None)
        {
            throw new ArgumentException($"{failure}: {(KafkaErrorCode)error}.", parameter);
        }
    }
}
