namespace KafkaGen.Telemetry;

/// <summary>
/// The attributes of spans and metrics. Those of OpenTelemetry's semantic conventions for messaging, version 1.44, by their names there; the others
/// begin with <c>kafkagen.</c>
/// </summary>
internal static class TelemetryTags
{
    internal const string System = "messaging.system";
    internal const string OperationName = "messaging.operation.name";
    internal const string OperationType = "messaging.operation.type";
    internal const string Topic = "messaging.destination.name";
    internal const string Partition = "messaging.destination.partition.id";
    internal const string Offset = "messaging.kafka.offset";
    internal const string Key = "messaging.kafka.message.key";
    internal const string Tombstone = "messaging.kafka.message.tombstone";
    internal const string ClientId = "messaging.client.id";
    internal const string BatchCount = "messaging.batch.message_count";
    internal const string ErrorType = "error.type";
    internal const string ServerAddress = "server.address";
    internal const string ServerPort = "server.port";
    internal const string Broker = "kafkagen.broker.id";
    internal const string Cluster = "kafkagen.cluster";

    internal const string Kafka = "kafka";
    internal const string Send = "send";
    internal const string Create = "create";
}
