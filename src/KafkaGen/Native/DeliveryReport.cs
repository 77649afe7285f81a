namespace KafkaGen.Native;

/// <summary>What librdkafka reports of one record that it had accepted. It ends with its event.</summary>
/// <param name="message">The message.</param>
/// <param name="isOffsetKnown">Whether the broker told the offsets of the message's batch.</param>
/// <param name="isDoubtful">Whether librdkafka's acknowledgement cannot be believed: see <see cref="KnownPartitions"/>.</param>
internal readonly unsafe ref struct DeliveryReport(RdKafkaMessage* message, bool isOffsetKnown, bool isDoubtful)
{
    /// <summary>The value that was given to the produce call.</summary>
    internal nint Opaque => message->Private;

    /// <summary>Whether librdkafka acknowledges the record, and <see cref="KnownPartitions"/> tells why that cannot be believed.</summary>
    internal bool IsDoubtful => isDoubtful;

    /// <summary>Zero, or why the record was not acknowledged.</summary>
    internal KafkaErrorCode Code => isDoubtful ? KafkaErrorCode.OutOfOrderSequenceNumber : (KafkaErrorCode)message->Err;

    /// <summary>Of a record that was not acknowledged: whether it may be stored.</summary>
    internal RecordPersistence Status => Librdkafka.rd_kafka_message_status(message) == 0
        ? RecordPersistence.NotPersisted
        : RecordPersistence.PossiblyPersisted;

    internal int Partition => message->Partition;

    /// <summary>The offset, or -1 when the broker did not tell.</summary>
    internal long Offset => isOffsetKnown ? message->Offset : -1;

    /// <summary>The timestamp in milliseconds since the Unix epoch, and who set it.</summary>
    internal (long Milliseconds, RecordTimestampType Type) Timestamp
    {
        get
        {
            int type = 0;
            long timestamp = Librdkafka.rd_kafka_message_timestamp(message, &type);
            return (timestamp, (RecordTimestampType)type);
        }
    }

    /// <summary>A copy of the record, but for its timestamp, which librdkafka does not tell of a failed one.</summary>
    internal EncodedRecord CopyRecord() => new()
    {
        Key = message->Key == null ? null : new ReadOnlySpan<byte>(message->Key, (int)message->KeyLen).ToArray(),
        Value = message->Payload == null ? null : new ReadOnlySpan<byte>(message->Payload, (int)message->Len).ToArray(),
        Headers = CopyHeaders(),
        Partition = message->Partition >= 0 ? message->Partition : null,
    };

    private List<RecordHeader> CopyHeaders()
    {
        List<RecordHeader> copies = [];
        nint headers = 0;
        if (Librdkafka.rd_kafka_message_headers(message, &headers) != 0)
        {
            return copies;
        }

        byte* name;
        byte* value;
        nuint size;
        for (nuint i = 0; Librdkafka.rd_kafka_header_get_all(headers, i, &name, &value, &size) == 0; i++)
        {
            copies.Add(new RecordHeader(NativeText.FromZeroTerminated(name), new ReadOnlySpan<byte>(value, (int)size).ToArray()));
        }

        return copies;
    }
}
