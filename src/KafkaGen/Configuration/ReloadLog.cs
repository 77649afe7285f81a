using Microsoft.Extensions.Logging;

namespace KafkaGen.Configuration;

/// <summary>What is logged of a configuration that changes while the application runs. Event ids 1220-1239; an id never changes its meaning.</summary>
internal static partial class ReloadLog
{
    [LoggerMessage(EventId = 1220, EventName = "ConfigurationApplied", Level = LogLevel.Information,
        Message = "The changed configuration of the Kafka client{Cluster} is in use: {Options}")]
    internal static partial void Applied(ILogger logger, string cluster, string options);

    [LoggerMessage(EventId = 1221, EventName = "RestartNeeded", Level = LogLevel.Warning,
        Message = "The configuration of the Kafka client{Cluster} has changed in what cannot change while it runs; restart the application to use it: {Options}")]
    internal static partial void RestartNeeded(ILogger logger, string cluster, string options);

    [LoggerMessage(EventId = 1222, EventName = "ConfigurationRefused", Level = LogLevel.Error,
        Message = "The changed configuration of Kafka cannot be used, and the running one stays: {Reason}")]
    internal static partial void Refused(ILogger logger, string reason);
}
