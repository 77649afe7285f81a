using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaGen.Native;

[assembly: DisableRuntimeMarshalling]

namespace KafkaGen.Testing.Native;

/// <summary>The functions of <c>rdkafka_mock.h</c>, by their own names. All of them exist in librdkafka 2.0.2.</summary>
internal static unsafe partial class LibrdkafkaMock
{
    internal const int AllBrokers = -1;
    internal const int NoBroker = -1;

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial nint rd_kafka_mock_cluster_new(nint rk, int brokerCount);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial void rd_kafka_mock_cluster_destroy(nint mcluster);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial byte* rd_kafka_mock_cluster_bootstraps(MockClusterHandle mcluster);

    [LibraryImport(Librdkafka.LibraryName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_mock_topic_create(MockClusterHandle mcluster, string topic, int partitionCount, int replicationFactor);

    [LibraryImport(Librdkafka.LibraryName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void rd_kafka_mock_topic_set_error(MockClusterHandle mcluster, string topic, int error);

    [LibraryImport(Librdkafka.LibraryName, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_mock_partition_set_leader(MockClusterHandle mcluster, string topic, int partition, int brokerId);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial int rd_kafka_mock_broker_set_down(MockClusterHandle mcluster, int brokerId);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial int rd_kafka_mock_broker_set_up(MockClusterHandle mcluster, int brokerId);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial int rd_kafka_mock_broker_set_rtt(MockClusterHandle mcluster, int brokerId, int milliseconds);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial void rd_kafka_mock_push_request_errors_array(
        MockClusterHandle mcluster, short apiKey, nuint count, KafkaErrorCode* errors);

    [LibraryImport(Librdkafka.LibraryName)]
    internal static partial void rd_kafka_mock_clear_request_errors(MockClusterHandle mcluster, short apiKey);
}
