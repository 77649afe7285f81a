using System.Globalization;
using KafkaGen.Accumulating;
using KafkaGen.Configuration;

namespace KafkaGen.Transport;

/// <summary>The exceptions of records that were not stored, with what to do about them.</summary>
internal static class ProduceErrors
{
    /// <summary>Why no broker acknowledged a record in time.</summary>
    internal static string TimedOutReason(long timeoutMs, SenderSettings settings, string? lastClientError) => Text($"no broker acknowledged it within message.timeout.ms ({timeoutMs} ms)") +
        (lastClientError is null ? "." : $"; the client's last error: {lastClientError}.") +
        $" Check that the brokers of '{settings.BootstrapServers}' and their advertised listeners can be reached from here.";

    /// <summary>What a broker's refusal means for whoever wrote the record; <see langword="null"/> when nothing more can be said of it.</summary>
    internal static string? BrokersReason(string topic, KafkaErrorCode code) => code switch
    {
        KafkaErrorCode.InvalidTimestamp =>
            $"the broker refused its timestamp, which comes from the contract's [KafkaTimestamp] member or from ProduceOptions.Timestamp. Topic '{topic}' takes those " +
            "from message.timestamp.before.max.ms before the broker's clock (default: any) to message.timestamp.after.max.ms after it (default: 1 hour).",
        KafkaErrorCode.TopicAuthorizationFailed =>
            $"this client's user may not write to topic '{topic}'. Grant it the WRITE permission (kafka-acls).",
        KafkaErrorCode.UnknownTopicOrPart =>
            $"topic '{topic}' does not exist on the cluster. Create it, or let the brokers create topics (auto.create.topics.enable).",
        _ => null,
    };

    /// <summary>The record names a partition that its topic does not have.</summary>
    internal static ProduceException NoSuchPartition(string topic, int partition, int partitions) =>
        new(topic, KafkaErrorCode.LocalUnknownPartition, Text($"partition {partition} does not exist in topic '{topic}', which has {partitions}, counted from 0. Leave the partition to the partitioner, or add partitions."));

    /// <summary>A record still waited for room when its transaction was aborted.</summary>
    internal static ProduceException TransactionAborted(string topic, string transactionalId) =>
        new(topic, KafkaErrorCode.LocalPurgeQueue, AbortedReason(transactionalId)) { IsRetriable = true };

    internal static RecordTooLargeException LargerThanBuffer(string topic, long size, long limit) =>
        new(topic, Text($"it takes {size} bytes with key, headers and overhead, the whole buffer {limit}. Raise BufferMemory, or store the payload elsewhere and send a reference to it."));

    internal static RecordTooLargeException LargerThanMessageMaxBytes(string topic, long size, int limit) =>
        new(topic, Text($"it takes about {size} bytes with key, headers and overhead, and message.max.bytes allows {limit}. Raise message.max.bytes here and max.message.bytes of the topic, or store the payload elsewhere and send a reference to it."));

    internal static ProducerQueueFullException StillFull(string topic, long maxBlockMs, int records, long bytes) =>
        new(topic, Text($"the buffer stayed full for MaxBlock ({maxBlockMs} ms) with {records} records of {bytes} bytes unanswered. The brokers are slower than the application or unreachable; raise BufferMemory, MaxBufferedRecords or MaxBlock to ride out longer peaks."));

    internal static ProduceException PartitionsUnknown(string topic, long maxBlockMs, string problem) =>
        new(topic, KafkaErrorCode.LocalTimedOut, Text($"its partitions were not known within MaxBlock ({maxBlockMs} ms): {problem}. Check that the topic exists and that the brokers can be reached from here."))
        {
            IsRetriable = true,
        };

    internal static CustomPartitionerException PartitionerThrew(string topic, Type partitioner, Exception thrown) =>
        new(topic, $"its partitioner '{partitioner}' threw {thrown.GetType().Name}: {thrown.Message}", thrown);

    internal static CustomPartitionerException PartitionerOutOfRange(string topic, Type partitioner, int partition, int count) =>
        new(topic, Text($"its partitioner '{partitioner}' picked partition {partition}; the topic has {count}, counted from 0."));

    internal static ProducerQueueFullException TooManyWaiting(string topic, int waiting, string? notReady) => notReady is null
        ? new(topic, Text($"the buffer is full and {waiting} calls of this topic wait for room already, as many as MaxBufferedRecords. Await ProduceAsync or EnqueueAsync before the next call."))
        : new(topic, Text($"its partitions are not known yet ({notReady}), and {waiting} calls wait for them already, twice MaxBufferedRecords. Check that the topic exists and that the brokers can be reached from here; await ProduceAsync or EnqueueAsync before the next call."));

    internal static ProduceException NegativePartition(string topic, int partition) =>
        new(topic, KafkaErrorCode.LocalUnknownPartition, Text($"partition {partition} does not exist: partitions count from 0. Leave it null for the partitioner's choice."));

    // librdkafka takes zero for "now", and brokers refuse what is below: the member was most likely never set. What no date holds is most likely in
    // microseconds or ticks.
    internal static RecordEncodingException TimestampOutOfRange(string topic, long timestamp, Type? contract)
    {
        string member = contract is null ? "ProduceOptions.Timestamp"
            : contract == typeof(EncodedRecord) ? "EncodedRecord.Timestamp"
            : $"the [KafkaTimestamp] member of '{contract.FullName}'";
        string wayOut = timestamp <= 0
            ? "Set it, or leave it null to have the record stamped when it is accepted."
            : "Give it in milliseconds since 1970-01-01T00:00:00Z.";
        return new RecordEncodingException(Text(
            $"A record for topic '{topic}' has timestamp {timestamp} ms, from {member}. Timestamps are after 1970-01-01T00:00:00Z and at most 9999-12-31T23:59:59.999Z, {RecordTimes.LatestDate} ms. {wayOut}"));
    }

    internal static RecordEncodingException HeaderWithoutName(string topic) =>
        new($"A record for topic '{topic}' has a header without a name: default(RecordHeader) stands among ProduceOptions.Headers.");

    /// <summary>Its transaction was aborted.</summary>
    internal static string AbortedReason(string transactionalId) => $"its transaction, of '{transactionalId}', was aborted.";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
