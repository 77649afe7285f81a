using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <content>The admin functions.</content>
internal static unsafe partial class Librdkafka
{
    internal const int AdminCreateTopics = 1;      // RD_KAFKA_ADMIN_OP_CREATETOPICS
    internal const int AdminDescribeConfigs = 5;   // RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS
    internal const int ResourceTopic = 2;          // RD_KAFKA_RESOURCE_TOPIC

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_queue_new(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_AdminOptions_new(nint rk, int forApi);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_AdminOptions_destroy(nint options);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_AdminOptions_set_request_timeout(nint options, int timeoutMs, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_NewTopic_new(byte* topic, int partitions, int replicationFactor, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_NewTopic_set_config(nint newTopic, byte* name, byte* value);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_NewTopic_destroy(nint newTopic);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_CreateTopics(nint rk, nint* newTopics, nuint count, nint options, nint queue);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_event_CreateTopics_result(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial nint* rd_kafka_CreateTopics_result_topics(nint result, nuint* count);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_topic_result_error(nint topicResult);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_topic_result_error_string(nint topicResult);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_topic_result_name(nint topicResult);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_ConfigResource_new(int type, byte* name);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_ConfigResource_destroy(nint resource);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_DescribeConfigs(nint rk, nint* resources, nuint count, nint options, nint queue);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_event_DescribeConfigs_result(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial nint* rd_kafka_DescribeConfigs_result_resources(nint result, nuint* count);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_ConfigResource_error(nint resource);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_ConfigResource_error_string(nint resource);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_ConfigResource_name(nint resource);

    [LibraryImport(LibraryName)]
    internal static partial nint* rd_kafka_ConfigResource_configs(nint resource, nuint* count);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_ConfigEntry_name(nint entry);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_ConfigEntry_value(nint entry);
}
