namespace KafkaGen.Contracts;

/// <summary>
/// What the attributes of a message type say about its records. Generated code derives from <see cref="KafkaContract{T}"/>;
/// an application has no need to.
/// </summary>
public abstract class KafkaContract
{
    private protected KafkaContract()
    {
    }

    /// <summary>The topic, from <see cref="KafkaTopicAttribute.Topic"/>.</summary>
    public abstract string Topic { get; }

    /// <summary>The name of the cluster, from <see cref="KafkaTopicAttribute.Cluster"/>; empty for the one without a name.</summary>
    public virtual string Cluster => "";

    /// <summary>The contract's name in configuration: <see cref="KafkaTopicAttribute.Name"/>, else the simple name of the message type.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the name is a declared one, by which the contract is told from others of its message type.</summary>
    public virtual bool IsNamed => false;

    /// <summary>The message type.</summary>
    public abstract Type MessageType { get; }

    /// <summary>The topic's codec, or <see langword="null"/> for the cluster's <c>compression.type</c>.</summary>
    public virtual CompressionCodec? Codec => null;

    /// <summary>The codec's level; -1 is the codec's own default.</summary>
    public virtual int CompressionLevel => -1;

    /// <summary>The topic's partitioner, or <see langword="null"/> for the cluster's <c>partitioner</c>.</summary>
    public virtual RecordPartitioner? Partitioner => null;

    /// <summary>The application's own partitioner instead, or <see langword="null"/>.</summary>
    public virtual CustomPartitioner? CustomPartitioner => null;

    /// <summary>The topic's message timeout in milliseconds, or <see langword="null"/> for the cluster's <c>message.timeout.ms</c>.</summary>
    public virtual int? MessageTimeoutMs => null;

    /// <summary>How many partitions the topic is to have where it is created, or <see langword="null"/> for the broker's default.</summary>
    public virtual int? Partitions => null;

    /// <summary>How many brokers are to hold each partition where the topic is created, or <see langword="null"/> for the broker's default.</summary>
    public virtual int? ReplicationFactor => null;

    /// <summary>The topic's settings on the broker where it is created.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> TopicConfig => [];

    /// <summary>The parts that records of this contract have besides their value. The others are not asked for when a record is encoded.</summary>
    public virtual ContractParts Parts => ContractParts.None;

    /// <summary>
    /// What the bytes of the key are, in words, such as <c>text</c> or <c>an integer of 4 bytes</c>; <see langword="null"/> without a key. Contracts
    /// of one topic should agree on it.
    /// </summary>
    public virtual string? KeyShape => null;

    /// <summary>The names of the headers that a record may have; those of <see cref="KafkaHeadersAttribute"/> are known at run time alone.</summary>
    public virtual IReadOnlyList<string> HeaderNames => [];

    /// <summary>
    /// The JSON schema of the value (draft 2020-12), put together whenever it is asked for; <see langword="null"/> where it is not known, such as of a
    /// serializer of the application's.
    /// </summary>
    public virtual string? ValueSchema => null;

    /// <summary>Writes the headers that are the same for every record, as <c>WriteHeaders</c> does before the others.</summary>
    /// <param name="output">Where the headers go.</param>
    public virtual void WriteConstantHeaders(RecordBuffer output)
    {
    }

    /// <summary>Calls <see cref="IContractVisitor.Visit{T}"/> with this contract's message type, without reflection.</summary>
    /// <param name="visitor">Who is called.</param>
    public abstract void Accept(IContractVisitor visitor);

    /// <summary>
    /// Calls <see cref="IKeyedContractVisitor.Visit{TKey, T}"/> with this contract's key and message type, without reflection. A contract without a key
    /// does nothing.
    /// </summary>
    /// <param name="visitor">Who is called.</param>
    public virtual void AcceptKeyed(IKeyedContractVisitor visitor)
    {
    }

    /// <summary>What its assembly has registered, once it is registered.</summary>
    internal AssemblyContracts? Assembly { get; set; }

    internal abstract void Publish();
}
