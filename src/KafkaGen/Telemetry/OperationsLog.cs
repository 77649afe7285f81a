using Microsoft.Extensions.Logging;

namespace KafkaGen.Telemetry;

/// <summary>What tells an operator how the client gets on with its cluster. Event ids 1120-1199; an id never changes its meaning.</summary>
internal static partial class OperationsLog
{
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
}
