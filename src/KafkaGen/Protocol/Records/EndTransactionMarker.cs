using System.Buffers.Binary;

namespace KafkaGen.Protocol.Records;

/// <summary>The record that a coordinator puts behind a transaction in every partition of it: committed or aborted (KIP-98).</summary>
/// <param name="IsCommit">Whether the transaction was committed.</param>
/// <param name="CoordinatorEpoch">The epoch of the coordinator, which fences an older one.</param>
internal readonly record struct EndTransactionMarker(bool IsCommit, int CoordinatorEpoch)
{
    private const int KeySize = 4;
    private const int ValueSize = 6;
    private const short AbortType = 0;
    private const short CommitType = 1;

    /// <summary>The control batch with this marker.</summary>
    /// <param name="producerId">Whose transaction it was.</param>
    /// <param name="producerEpoch">In which epoch.</param>
    /// <param name="timestamp">When it ended.</param>
    /// <param name="baseOffset">The offset of the marker.</param>
    /// <param name="leaderEpoch">The epoch of the leader that appends it.</param>
    public byte[] ToBatch(long producerId, short producerEpoch, long timestamp, long baseOffset, int leaderEpoch)
    {
        Span<byte> key = stackalloc byte[KeySize];
        BinaryPrimitives.WriteInt16BigEndian(key, 0);
        BinaryPrimitives.WriteInt16BigEndian(key[2..], IsCommit ? CommitType : AbortType);
        Span<byte> value = stackalloc byte[ValueSize];
        BinaryPrimitives.WriteInt16BigEndian(value, 0);
        BinaryPrimitives.WriteInt32BigEndian(value[2..], CoordinatorEpoch);

        using var batch = new RecordBatchBuilder(capacity: 128);
        batch.Append(timestamp, (ReadOnlySpan<byte>)key, (ReadOnlySpan<byte>)value, []);
        return batch.ToArray(new RecordBatchHeader
        {
            BaseOffset = baseOffset,
            LeaderEpoch = leaderEpoch,
            Attributes = BatchAttributes.Transactional | BatchAttributes.Control,
            ProducerId = producerId,
            ProducerEpoch = producerEpoch,
            BaseSequence = -1,
        });
    }

    /// <summary>Reads the marker of a control record; null when it is another control record, such as one of Raft.</summary>
    /// <exception cref="ProtocolException">The key or the value is too short.</exception>
    public static EndTransactionMarker? Read(in RecordView record)
    {
        if (record.Key.Span.Length < KeySize)
        {
            throw new ProtocolException("control record", "key", 0, $"has {record.Key.Span.Length} bytes, not {KeySize}");
        }

        short type = BinaryPrimitives.ReadInt16BigEndian(record.Key.Span[2..]);
        if (type is not (AbortType or CommitType))
        {
            return null;
        }

        if (record.Value.Span.Length < ValueSize)
        {
            throw new ProtocolException("control record", "value", 0, $"has {record.Value.Span.Length} bytes, not {ValueSize}");
        }

        return new EndTransactionMarker(type == CommitType, BinaryPrimitives.ReadInt32BigEndian(record.Value.Span[2..]));
    }
}
