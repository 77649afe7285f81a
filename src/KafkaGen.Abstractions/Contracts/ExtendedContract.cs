using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>The contract of calls whose arguments replace the key of a message or add headers to it. Generated code derives from it.</summary>
/// <typeparam name="T">The message type.</typeparam>
/// <typeparam name="TCall">The message with the arguments.</typeparam>
/// <param name="contract">The message's contract.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ExtendedContract<T, TCall>(KafkaContract<T> contract) : KafkaContract<TCall>
{
    /// <inheritdoc/>
    public override string Topic => contract.Topic;

    /// <inheritdoc/>
    public override string Cluster => contract.Cluster;

    /// <inheritdoc/>
    public override string Name => contract.Name;

    /// <inheritdoc/>
    public override CompressionCodec? Codec => contract.Codec;

    /// <inheritdoc/>
    public override int CompressionLevel => contract.CompressionLevel;

    /// <inheritdoc/>
    public override RecordPartitioner? Partitioner => contract.Partitioner;

    /// <inheritdoc/>
    public override CustomPartitioner? CustomPartitioner => contract.CustomPartitioner;

    /// <inheritdoc/>
    public override int? MessageTimeoutMs => contract.MessageTimeoutMs;

    /// <inheritdoc/>
    public override int? Partitions => contract.Partitions;

    /// <inheritdoc/>
    public override int? ReplicationFactor => contract.ReplicationFactor;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> TopicConfig => contract.TopicConfig;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames => contract.HeaderNames;

    /// <inheritdoc/>
    public override string? ValueSchema => contract.ValueSchema;

    /// <inheritdoc/>
    public override ContractParts Parts => contract.Parts;

    /// <inheritdoc/>
    public override bool WriteKey(in TCall message, RecordBuffer output) => contract.WriteKey(MessageOf(in message), output);

    /// <inheritdoc/>
    public override void WriteHeaders(in TCall message, RecordBuffer output) => contract.WriteHeaders(MessageOf(in message), output);

    /// <inheritdoc/>
    public override long? GetTimestamp(in TCall message) => contract.GetTimestamp(MessageOf(in message));

    /// <inheritdoc/>
    public override int? GetPartition(in TCall message) => contract.GetPartition(MessageOf(in message));

    /// <inheritdoc/>
    public override void WriteValue(in TCall message, RecordBuffer output) => contract.WriteValue(MessageOf(in message), output);

    /// <inheritdoc/>
    protected override Type DescribedType => typeof(T);

    /// <summary>The message of a call.</summary>
    /// <param name="call">The call.</param>
    protected abstract T MessageOf(in TCall call);
}
