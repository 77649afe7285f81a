using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>What the sender logs. Event ids 1000-1099; an id never changes its meaning.</summary>
internal static partial class SenderLog
{
    /// <summary>The category of everything that KafkaGen logs.</summary>
    internal const string Category = "KafkaGen";

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

    [LoggerMessage(EventId = 1008, EventName = "FailureHandlerFailed", Level = LogLevel.Error,
        Message = "OnDeliveryFailed threw; the failure that it was called for is not handled")]
    internal static partial void FailureHandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1007, EventName = "OldLibrdkafka", Level = LogLevel.Warning,
        Message = "librdkafka {Version} is older than 2.3: an idempotent producer can fail for good after a possibly persisted record " +
            "(librdkafka issue 4438). Update librdkafka, or let NuGet's copy (librdkafka.redist) be used")]
    internal static partial void OldLibrdkafka(ILogger logger, string version);

    [LoggerMessage(EventId = 1009, EventName = "TokenFailed", Level = LogLevel.Error,
        Message = "There is no OAuth token for new connections to the brokers: {Reason}. It is asked for again in ten seconds")]
    internal static partial void TokenFailed(ILogger logger, string reason, Exception? error);

    [LoggerMessage(EventId = 1030, EventName = "TopicsCollide", Level = LogLevel.Warning,
        Message = "The topics {First} and {Second} differ only in '.' and '_', which Kafka's metrics hold for the same: a broker that has one of " +
            "them refuses to create the other. Rename one")]
    internal static partial void TopicsCollide(ILogger logger, string first, string second);

    [LoggerMessage(EventId = 1031, EventName = "KeysDiffer", Level = LogLevel.Warning,
        Message = "Records of two contracts go to the topic {Topic} with keys of different kinds: the key of {First} is {FirstKey}, that of {Second} is " +
            "{SecondKey}. Consumers read the keys of a topic in one way; give both the same kind of key, or a topic each")]
    internal static partial void KeysDiffer(ILogger logger, string topic, string first, string firstKey, string second, string secondKey);

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
}
