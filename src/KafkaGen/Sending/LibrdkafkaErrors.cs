using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>The exceptions of records that librdkafka refuses, or reports as failed.</summary>
internal static class LibrdkafkaErrors
{
    /// <summary>An accepted record was reported as failed.</summary>
    internal static ProduceException NotAcknowledged(SenderTopic sentTo, in DeliveryReport report, SenderSettings settings, string? lastClientError, string? replaced, bool isClosed)
    {
        string topic = sentTo.Name;
        string reason = report.Code switch
        {
            KafkaErrorCode.LocalMsgTimedOut => ProduceErrors.TimedOutReason(sentTo.MessageTimeoutMs, settings, lastClientError),
            KafkaErrorCode.LocalUnknownTopic or KafkaErrorCode.UnknownTopicOrPart or KafkaErrorCode.LocalUnknownPartition when replaced is not null => $"{replaced}.",
            KafkaErrorCode.LocalUnknownTopic or KafkaErrorCode.UnknownTopicOrPart =>
                $"topic '{topic}' does not exist on the cluster. Create it, or let the brokers create topics (auto.create.topics.enable).",
            KafkaErrorCode.LocalUnknownPartition =>
                $"partition {report.Partition} does not exist in topic '{topic}'. Leave the partition to the partitioner, or add partitions.",
            KafkaErrorCode.OutOfOrderSequenceNumber when report.IsDoubtful =>
                $"the broker acknowledged a later record of partition {report.Partition} of topic '{topic}' without having told that it stored this one, and it did not " +
                "know this producer before: most likely the record is not stored. That happens to the first records of a partition that has just got its leader, " +
                "such as a new one. Produce it again, if a second copy does no harm.",
            KafkaErrorCode.MsgSizeTooLarge =>
                $"the broker refused the batch that held it as larger than max.message.bytes of topic '{topic}'. Raise that topic setting, or " +
                "lower batch.size: a broker refuses a batch as a whole.",
            KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight when settings.TransactionalId is { } transactionalId =>
                ProduceErrors.AbortedReason(transactionalId),
            KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight when !isClosed =>
                $"its native producer was given up and another one has taken over{(lastClientError is null ? "." : $": {lastClientError}.")}",
            KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalPurgeInflight =>
                "the client was closed before it was acknowledged. Give the shutdown more time (FlushTimeout, or the host's ShutdownTimeout).",
            _ => ProduceErrors.BrokersReason(topic, report.Code) ?? $"{NativeProducer.Describe(report.Code)}.",
        };

        return new ProduceException(topic, report.Code, reason)
        {
            IsRetriable = report.Code.IsRetriable(),
            IsFatal = report.Code == KafkaErrorCode.LocalFatal,
            Status = report.Status,
        };
    }

    /// <summary>librdkafka did not take the record.</summary>
    internal static ProduceException Refused(string topic, KafkaErrorCode code, (KafkaErrorCode Code, string Reason)? fatal)
    {
        string reason = code switch
        {
            KafkaErrorCode.LocalFatal =>
                $"the client has failed for good ({fatal?.Code}: {fatal?.Reason}). " +
                "Dispose it and create a new one, or set RecreateAfterFatalError.",
            KafkaErrorCode.LocalUnknownPartition =>
                $"its partition does not exist in topic '{topic}'. Leave the partition to the partitioner, or add partitions.",
            KafkaErrorCode.LocalUnknownTopic =>
                $"topic '{topic}' does not exist on the cluster. Create it, or let the brokers create topics (auto.create.topics.enable).",
            _ => $"{NativeProducer.Describe(code)}.",
        };
        return new ProduceException(topic, code, reason) { IsRetriable = code.IsRetriable(), IsFatal = code == KafkaErrorCode.LocalFatal };
    }

    /// <summary>librdkafka takes no more records into a transaction that has failed.</summary>
    internal static ProduceException TransactionFailed(string topic, string transactionalId, Exception? cause) =>
        new(topic, KafkaErrorCode.LocalState, $"its transaction, of '{transactionalId}', has failed and can only be aborted" +
            (cause is null ? "; CommitAsync tells why." : $": {cause.Message}"));

    internal static ProduceException NeverReported(string topic) =>
        new(topic, KafkaErrorCode.LocalDestroy, "the client was closed and the native library did not report what became of the record.")
        {
            Status = RecordPersistence.PossiblyPersisted,
        };
}
