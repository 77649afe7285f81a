using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace KafkaGen.Native;

/// <summary>The functions of <c>rdkafka.h</c> that KafkaGen calls, by their own names. All of them exist in librdkafka 2.0.2.</summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>
    /// A name of our own, which <see cref="LibrdkafkaResolver"/> maps to the file: a static AOT build can then link these calls alone, and
    /// Confluent.Kafka keeps its own name.
    /// </summary>
    internal const string LibraryName = "kafkagen-librdkafka";

    internal const int ProducerType = 0;            // RD_KAFKA_PRODUCER
    internal const int PartitionUnassigned = -1;    // RD_KAFKA_PARTITION_UA
    internal const int MessageCopy = 0x2;           // RD_KAFKA_MSG_F_COPY
    internal const int PurgeQueueAndInFlight = 0x3; // RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT

    internal const int EventDeliveryReport = 0x1;
    internal const int EventLog = 0x4;
    internal const int EventError = 0x8;
    internal const int EventStatistics = 0x40;
    internal const int EventOAuthBearerTokenRefresh = 0x100;

    internal const int ConfUnknown = -2;
    internal const int ConfOk = 0;

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_version();

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_version_str();

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_err2str(int err);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_err2name(int err);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_last_error();

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_conf_new();

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_conf_destroy(nint conf);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_conf_set(nint conf, byte* name, byte* value, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_conf_get(nint conf, byte* name, byte* dest, nuint* destSize);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_conf(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_conf_set_events(nint conf, int events);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_conf_set_ssl_cert_verify_cb(
        nint conf, delegate* unmanaged[Cdecl]<nint, byte*, int, int*, int, byte*, nuint, byte*, nuint, nint, int> verify);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_new(int type, nint conf, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_destroy(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_name(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_clusterid(nint rk, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_mem_free(nint rk, void* memory);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_queue_get_main(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_queue_poll(nint queue, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_queue_yield(nint queue);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_set_log_queue(nint rk, nint queue);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_event_type(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial nuint rd_kafka_event_message_array(nint rkev, RdKafkaMessage** messages, nuint size);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_event_error(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_event_error_is_fatal(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_event_error_string(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_event_log(nint rkev, byte** facility, byte** text, int* level);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_event_stats(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_event_destroy(nint rkev);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_fatal_error(nint rk, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    [SuppressGCTransition] // reads a field or two
    internal static partial long rd_kafka_message_timestamp(RdKafkaMessage* message, int* timestampType);

    [LibraryImport(LibraryName)]
    [SuppressGCTransition] // reads a field or two
    internal static partial int rd_kafka_message_status(RdKafkaMessage* message);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_message_headers(RdKafkaMessage* message, nint* headers);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_header_get_all(nint headers, nuint index, byte** name, byte** value, nuint* size);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_default_topic_conf_dup(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_topic_conf_set(nint conf, byte* name, byte* value, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_topic_conf_destroy(nint conf);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_topic_new(nint rk, byte* topic, nint conf);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_topic_destroy(nint rkt);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_produce(
        nint rkt, int partition, int msgflags, byte* payload, nuint len, byte* key, nuint keylen, nint msgOpaque);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_produceva(nint rk, RdKafkaVu* vus, nuint cnt);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_error_code(nint error);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_error_is_fatal(nint error);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_error_is_retriable(nint error);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_error_txn_requires_abort(nint error);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_error_destroy(nint error);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_headers_new(nuint initialCount);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_headers_destroy(nint headers);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_header_add(nint headers, byte* name, nint nameSize, byte* value, nint valueSize);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_oauthbearer_set_token(
        nint rk, byte* tokenValue, long mdLifetimeMs, byte* mdPrincipalName, byte** extensions, nuint extensionSize, byte* errstr, nuint errstrSize);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_oauthbearer_set_token_failure(nint rk, byte* errstr);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_sasl_set_credentials(nint rk, byte* username, byte* password);

    [LibraryImport(LibraryName)]
    internal static partial byte* rd_kafka_error_string(nint error);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_flush(nint rk, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_purge(nint rk, int flags);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_metadata(nint rk, int allTopics, nint onlyTopic, nint* metadata, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_metadata_destroy(nint metadata);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_init_transactions(nint rk, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_begin_transaction(nint rk);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_send_offsets_to_transaction(nint rk, nint offsets, nint cgmetadata, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_commit_transaction(nint rk, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_abort_transaction(nint rk, int timeoutMs);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_consumer_group_metadata_read(nint* cgmetadata, byte* buffer, nuint size);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_consumer_group_metadata_destroy(nint cgmetadata);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(LibraryName)]
    internal static partial nint rd_kafka_topic_partition_list_add(nint list, byte* topic, int partition);

    [LibraryImport(LibraryName)]
    internal static partial int rd_kafka_topic_partition_list_set_offset(nint list, byte* topic, int partition, long offset);

    [LibraryImport(LibraryName)]
    internal static partial void rd_kafka_topic_partition_list_destroy(nint list);
}
