using Microsoft.Extensions.Logging;

namespace KafkaGen.Provisioning;

/// <summary>What is logged of topics at the start. Event ids 1200-1219; an id never changes its meaning.</summary>
internal static partial class ProvisioningLog
{
    [LoggerMessage(EventId = 1200, EventName = "TopicCreated", Level = LogLevel.Information,
        Message = "Topic {Topic} is created, with {Partitions} partitions and a replication factor of {ReplicationFactor}")]
    internal static partial void TopicCreated(ILogger logger, string topic, int partitions, int replicationFactor);

    [LoggerMessage(EventId = 1201, EventName = "TopicsChecked", Level = LogLevel.Information,
        Message = "{Count} topics are as their contracts want them")]
    internal static partial void TopicsChecked(ILogger logger, int count);

    [LoggerMessage(EventId = 1202, EventName = "WaitingForBroker", Level = LogLevel.Information,
        Message = "The start waits for a broker of {BootstrapServers}, for up to {Timeout}")]
    internal static partial void WaitingForBroker(ILogger logger, string bootstrapServers, TimeSpan timeout);
}
