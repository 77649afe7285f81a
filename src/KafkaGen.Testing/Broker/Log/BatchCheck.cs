using KafkaGen.Compressing;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>What a broker has against a batch.</summary>
/// <param name="Error">The code; None lets it pass.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="BadRecords">The records that are to blame, where single ones are.</param>
internal readonly record struct BatchVerdict(KafkaErrorCode Error, string? Message = null, IReadOnlyList<(int Index, string Reason)>? BadRecords = null);

/// <summary>Looks at what a producer sent for a partition before it is appended, as Kafka's LogValidator does.</summary>
internal static class BatchCheck
{
    private const short FirstVersionWithZstd = 7;

    private static readonly BatchVerdict s_passed = new(KafkaErrorCode.None);

    /// <summary>What can be said without the topic: that there is exactly one batch of the present format, and a codec that the request's version may use.</summary>
    public static BatchVerdict Shape(ReadOnlySpan<byte> records, short produceVersion)
    {
        if (records.Length < RecordBatchHeader.Size)
        {
            return Invalid($"Produce requests with version {produceVersion} must have at least one record batch per partition");
        }

        if (RecordBatchHeader.ReadMagic(records) != RecordBatchHeader.CurrentMagic)
        {
            return Invalid($"Produce requests with version {produceVersion} are only allowed to contain record batches with magic version 2");
        }

        RecordBatchHeader batch = RecordBatchHeader.Read(records);
        if (batch.TotalSize < RecordBatchHeader.Size || batch.TotalSize > records.Length)
        {
            return Corrupt("The batch is longer than what was sent");
        }

        if (batch.TotalSize < records.Length)
        {
            return Invalid($"Produce requests with version {produceVersion} are only allowed to contain exactly one record batch per partition");
        }

        return batch.Codec == CompressionCodec.Zstd && produceVersion < FirstVersionWithZstd
            ? new BatchVerdict(
                KafkaErrorCode.UnsupportedCompressionType, $"Produce requests with version {produceVersion} are not allowed to use ZStandard compression")
            : s_passed;
    }

    /// <summary>Size, checksum, header and records of a batch whose shape is right.</summary>
    public static BatchVerdict Contents(ReadOnlyMemory<byte> bytes, TopicConfiguration topic, long now, bool inspectCompressed)
    {
        if (bytes.Length > topic.MaxMessageBytes)
        {
            return new BatchVerdict(
                KafkaErrorCode.MsgSizeTooLarge,
                $"The record batch size in the append is {bytes.Length} bytes which exceeds the maximum configured value of {topic.MaxMessageBytes}.");
        }

        BatchDefect defect = RecordBatch.TryRead(bytes, out RecordBatch batch);
        RecordBatchHeader header = batch.Header;
        switch (defect)
        {
            case BatchDefect.None or BatchDefect.Count:
                break;
            case BatchDefect.Codec:
                return new BatchVerdict(KafkaErrorCode.Unknown, $"Unknown compression type id: {(int)header.Codec}");
            default:
                return Corrupt("Record is corrupt: its checksum does not fit");
        }

        if (header.LastOffsetDelta < 0 || header.Count <= 0 || header.LastOffsetDelta + 1L != header.Count)
        {
            return Invalid($"Inconsistent batch offset range [0, {header.LastOffsetDelta}] and count of records {header.Count}");
        }

        if (header.IsControl)
        {
            return Invalid("Clients are not allowed to write control records");
        }

        if (header.HasLogAppendTime && topic.IsLogAppendTime)
        {
            return new BatchVerdict(
                KafkaErrorCode.InvalidTimestamp, "Invalid timestamp type in message. Producer should not set timestamp type to LogAppendTime.");
        }

        if (header.ProducerId >= 0 ? header.BaseSequence < 0 || header.ProducerEpoch < 0 : header.IsTransactional)
        {
            return Invalid("Invalid sequence number, epoch or transactional mark in record batch");
        }

        if (header.Codec != CompressionCodec.None && !inspectCompressed && !topic.IsCompacted)
        {
            return s_passed;
        }

        try
        {
            return Records(batch, topic, now);
        }
        catch (ProtocolException malformed)
        {
            return Corrupt(malformed.Message);
        }
    }

    private static BatchVerdict Records(in RecordBatch batch, TopicConfiguration topic, long now)
    {
        using OpenedBatch opened = new(batch);
        bool checkTimes = !topic.IsLogAppendTime && (topic.TimestampBeforeMax != long.MaxValue || topic.TimestampAfterMax != long.MaxValue);
        RecordScan scan = RecordScan.Of(opened.RecordBytes.Span, batch.Header.Count);
        bool isSound = scan.IsSound
            && !(topic.IsCompacted && scan.HasNullKey)
            && !(checkTimes
                && (IsOutside(batch.Header.BaseTimestamp + scan.MinTimestampDelta, topic, now)
                    || IsOutside(batch.Header.BaseTimestamp + scan.MaxTimestampDelta, topic, now)));
        return isSound ? s_passed : Blame(opened, topic, now, checkTimes);
    }

    /// <summary>Finds out which records are to blame, and for what.</summary>
    private static BatchVerdict Blame(in OpenedBatch opened, TopicConfiguration topic, long now, bool checkTimes)
    {
        RecordBatch batch = opened.Batch;
        List<(int Index, string Reason)>? bad = null;
        KafkaErrorCode error = KafkaErrorCode.None;
        int count = 0;
        foreach (RecordView record in opened.Records)
        {
            if (record.OffsetDelta != count)
            {
                return Invalid($"Record {count} has the offset delta {record.OffsetDelta}");
            }

            if (topic.IsCompacted && record.Key.IsNull)
            {
                error = KafkaErrorCode.InvalidRecord;
                (bad ??= []).Add((count, "Compacted topic cannot accept message without key"));
            }
            else if (checkTimes && IsOutside(batch.TimestampOf(record), topic, now))
            {
                error = KafkaErrorCode.InvalidTimestamp;
                (bad ??= []).Add((count, $"Timestamp {batch.TimestampOf(record)} is out of range"));
            }

            count++;
        }

        return bad is null ? s_passed : new BatchVerdict(error, "One or more records have been rejected", bad);
    }

    private static bool IsOutside(long timestamp, TopicConfiguration topic, long now) =>
        timestamp != -1 && (now - timestamp > topic.TimestampBeforeMax || timestamp - now > topic.TimestampAfterMax);

    private static BatchVerdict Invalid(string message) => new(KafkaErrorCode.InvalidRecord, message);

    // 2 is CORRUPT_MESSAGE.
    private static BatchVerdict Corrupt(string message) => new(KafkaErrorCode.InvalidMsg, message);
}
