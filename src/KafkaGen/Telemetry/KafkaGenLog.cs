using Microsoft.Extensions.Logging;

namespace KafkaGen.Telemetry;

/// <summary>
/// Everything that KafkaGen logs, by its event id, which never changes its meaning. In one class, because the generator of its bodies writes several classes in
/// a sequence that is another one in each build.
/// </summary>
internal static partial class KafkaGenLog
{
    /// <summary>The category of all of it.</summary>
    internal const string Category = "KafkaGen";

    // The sender: 1000-1099.
    [LoggerMessage(EventId = 1000, EventName = "Librdkafka", Message = "librdkafka {Facility}: {Text}")]
    internal static partial void Librdkafka(ILogger logger, LogLevel level, string facility, string text);

    [LoggerMessage(EventId = 1001, EventName = "LinesDropped", Level = LogLevel.Warning,
        Message = "{Count} log lines of librdkafka were dropped because they came faster than they could be written")]
    internal static partial void LinesDropped(ILogger logger, long count);

    [LoggerMessage(EventId = 1002, EventName = "ClientError", Level = LogLevel.Warning, Message = "Kafka client error {Code}: {Reason}")]
    internal static partial void ClientError(ILogger logger, KafkaErrorCode code, string reason);

    [LoggerMessage(EventId = 1003, EventName = "FatalError", Level = LogLevel.Critical,
        Message = "The Kafka client has failed for good and sends nothing any more, {Code}: {Reason}. Restart the application")]
    internal static partial void FatalError(ILogger logger, KafkaErrorCode code, string reason);

    [LoggerMessage(EventId = 1004, EventName = "EnqueuedRecordsFailed", Level = LogLevel.Error,
        Message = "{Count} enqueued records were not acknowledged; the last one: {Reason}")]
    internal static partial void EnqueuedRecordsFailed(ILogger logger, long count, string reason, Exception last);

    [LoggerMessage(EventId = 1005, EventName = "ShutdownLeftRecords", Level = LogLevel.Error,
        Message = "The Kafka client closed with {Count} records that no broker had acknowledged in the time for shutdown; their calls fail")]
    internal static partial void ShutdownLeftRecords(ILogger logger, int count);

    [LoggerMessage(EventId = 1006, EventName = "DestroyTimedOut", Level = LogLevel.Warning,
        Message = "librdkafka did not end its threads within {Bound}; the process goes on without waiting for them")]
    internal static partial void DestroyTimedOut(ILogger logger, TimeSpan bound);

    [LoggerMessage(EventId = 1007, EventName = "OldLibrdkafka", Level = LogLevel.Warning,
        Message = "librdkafka {Version} is older than 2.3: an idempotent producer can fail for good after a possibly persisted record " +
            "(librdkafka issue 4438). Update librdkafka, or let NuGet's copy (librdkafka.redist) be used")]
    internal static partial void OldLibrdkafka(ILogger logger, string version);

    [LoggerMessage(EventId = 1008, EventName = "FailureHandlerFailed", Level = LogLevel.Error,
        Message = "OnDeliveryFailed threw; the failure that it was called for is not handled")]
    internal static partial void FailureHandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1009, EventName = "TokenFailed", Level = LogLevel.Error,
        Message = "There is no OAuth token for new connections to the brokers: {Reason}. It is asked for again in ten seconds")]
    internal static partial void TokenFailed(ILogger logger, string reason, Exception? error);

    [LoggerMessage(EventId = 1010, EventName = "Recreated", Level = LogLevel.Warning,
        Message = "The Kafka client had failed for good. What it had accepted is answered, and a new producer has taken over")]
    internal static partial void Recreated(ILogger logger);

    [LoggerMessage(EventId = 1011, EventName = "RecreateFailed", Level = LogLevel.Critical,
        Message = "The Kafka client has failed for good, and no new producer could be made. It is tried again in a second")]
    internal static partial void RecreateFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1012, EventName = "TimeoutsDiffer", Level = LogLevel.Warning,
        Message = "Records of the topic {Topic} are given up after {Timeout} ms, those of {Other} after {OtherTimeout} ms. When some are given up in an outage, the producer " +
            "begins a new epoch, in which no broker recognizes others that it had stored without an answer: these can be stored twice. Give both topics the same message " +
            "timeout, or one of them a cluster entry of its own")]
    internal static partial void TimeoutsDiffer(ILogger logger, string topic, int timeout, string other, int otherTimeout);

    [LoggerMessage(EventId = 1013, EventName = "FailuresNotHandled", Level = LogLevel.Error,
        Message = "OnDeliveryFailed had not returned from a failure of the topic {Topic} when the time for shutdown was over, {Seconds:F1} s after the last answers; {Count} failures are not handled")]
    internal static partial void FailuresNotHandled(ILogger logger, string topic, double seconds, int count);

    [LoggerMessage(EventId = 1014, EventName = "ClosedAtProcessExit", Level = LogLevel.Warning,
        Message = "The process ends and its Kafka client{Cluster} was not disposed: {Count} records are open and get {Seconds:F1} s to be acknowledged. Dispose the client")]
    internal static partial void ClosedAtProcessExit(ILogger logger, string cluster, int count, double seconds);

    [LoggerMessage(EventId = 1030, EventName = "TopicsCollide", Level = LogLevel.Warning,
        Message = "The topics {First} and {Second} differ only in '.' and '_', which Kafka's metrics hold for the same: a broker that has one of " +
            "them refuses to create the other. Rename one")]
    internal static partial void TopicsCollide(ILogger logger, string first, string second);

    [LoggerMessage(EventId = 1031, EventName = "KeysDiffer", Level = LogLevel.Warning,
        Message = "Records of two contracts go to the topic {Topic} with keys of different kinds: the key of {First} is {FirstKey}, that of {Second} is " +
            "{SecondKey}. Consumers read the keys of a topic in one way; give both the same kind of key, or a topic each")]
    internal static partial void KeysDiffer(ILogger logger, string topic, string first, string firstKey, string second, string secondKey);

    // Transactions: 1100-1119.
    [LoggerMessage(EventId = 1100, EventName = "TransactionalProducerReplaced", Level = LogLevel.Warning,
        Message = "The transactional producer {TransactionalId} cannot go on and is made anew for the next transaction, {Code}: {Reason}")]
    internal static partial void TransactionalProducerReplaced(ILogger logger, string transactionalId, KafkaErrorCode code, string reason);

    [LoggerMessage(EventId = 1101, EventName = "CommitResumed", Level = LogLevel.Warning,
        Message = "The transaction of {TransactionalId} whose commit had not been answered in time is committed")]
    internal static partial void CommitResumed(ILogger logger, string transactionalId);

    [LoggerMessage(EventId = 1102, EventName = "TransactionOutcomeUnknown", Level = LogLevel.Error,
        Message = "The outcome of a transaction of {TransactionalId} is unknown: it is either wholly visible or not at all")]
    internal static partial void TransactionOutcomeUnknown(ILogger logger, string transactionalId, Exception error);

    // How the client gets on with its cluster: 1120-1199.
    [LoggerMessage(EventId = 1120, EventName = "ClusterDown", Level = LogLevel.Error,
        Message = "No broker of {BootstrapServers} answers: {Reason}. Records are kept and tried again until message.timeout.ms; this is logged once until one answers")]
    internal static partial void ClusterDown(ILogger logger, string bootstrapServers, string reason);

    [LoggerMessage(EventId = 1121, EventName = "ClusterUp", Level = LogLevel.Information,
        Message = "The brokers of {BootstrapServers} answer again, after {Seconds:F1} s")]
    internal static partial void ClusterUp(ILogger logger, string bootstrapServers, double seconds);

    [LoggerMessage(EventId = 1122, EventName = "LibrdkafkaRepeated",
        Message = "librdkafka {Facility}: {Text} (the last of {Count} such lines in {Seconds} s; the others are left out)")]
    internal static partial void LibrdkafkaRepeated(ILogger logger, LogLevel level, string facility, string text, int count, double seconds);

    [LoggerMessage(EventId = 1123, EventName = "ClientErrorRepeated", Level = LogLevel.Warning,
        Message = "Kafka client error: {Reason} (the last of {Count} such errors in {Seconds} s; the others are left out)")]
    internal static partial void ClientErrorRepeated(ILogger logger, string reason, int count, double seconds);

    [LoggerMessage(EventId = 1124, EventName = "StatisticsUnreadable", Level = LogLevel.Warning,
        Message = "Statistics of librdkafka could not be read; the metrics made of them keep their last values")]
    internal static partial void StatisticsUnreadable(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1125, EventName = "ClusterReplaced", Level = LogLevel.Critical,
        Message = "Another cluster stands behind {BootstrapServers}: its id was {Before} and is {Now}. What the client had accepted for the old one fails, and a new producer takes over")]
    internal static partial void ClusterReplaced(ILogger logger, string bootstrapServers, string before, string now);

    // Topics at the start: 1200-1219.
    [LoggerMessage(EventId = 1200, EventName = "TopicCreated", Level = LogLevel.Information,
        Message = "Topic {Topic} is created, with {Partitions} partitions and a replication factor of {ReplicationFactor}")]
    internal static partial void TopicCreated(ILogger logger, string topic, int partitions, int replicationFactor);

    [LoggerMessage(EventId = 1201, EventName = "TopicsChecked", Level = LogLevel.Information,
        Message = "{Count} topics are as their contracts want them")]
    internal static partial void TopicsChecked(ILogger logger, int count);

    [LoggerMessage(EventId = 1202, EventName = "WaitingForBroker", Level = LogLevel.Information,
        Message = "The start waits for a broker of {BootstrapServers}, for up to {Timeout}")]
    internal static partial void WaitingForBroker(ILogger logger, string bootstrapServers, TimeSpan timeout);

    // A configuration that changes while the application runs: 1220-1239.
    [LoggerMessage(EventId = 1220, EventName = "ConfigurationApplied", Level = LogLevel.Information,
        Message = "The changed configuration of the Kafka client{Cluster} is in use: {Options}")]
    internal static partial void ConfigurationApplied(ILogger logger, string cluster, string options);

    [LoggerMessage(EventId = 1221, EventName = "RestartNeeded", Level = LogLevel.Warning,
        Message = "The configuration of the Kafka client{Cluster} has changed in what cannot change while it runs; restart the application to use it: {Options}")]
    internal static partial void RestartNeeded(ILogger logger, string cluster, string options);

    [LoggerMessage(EventId = 1222, EventName = "ConfigurationRefused", Level = LogLevel.Error,
        Message = "The changed configuration of Kafka cannot be used, and the running one stays: {Reason}")]
    internal static partial void ConfigurationRefused(ILogger logger, string reason);

    [LoggerMessage(EventId = 1223, EventName = "OptionsListenerFailed", Level = LogLevel.Error,
        Message = "A listener of changed options threw; the Kafka clients take the change over all the same")]
    internal static partial void OptionsListenerFailed(ILogger logger, Exception error);
}
