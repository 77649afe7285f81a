using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary><c>rd_kafka_metadata_t</c>, as far as it is read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaMetadata
{
    internal int BrokerCount;
    internal nint Brokers;
    internal int TopicCount;
    internal RdKafkaMetadataTopic* Topics;
}

/// <summary><c>rd_kafka_metadata_topic_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaMetadataTopic
{
    internal byte* Topic;
    internal int PartitionCount;
    internal nint Partitions;
    internal int Err;
}
