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
    internal RdKafkaMetadataPartition* Partitions;
    internal int Err;
}

/// <summary><c>rd_kafka_metadata_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RdKafkaMetadataPartition
{
    internal int Id;
    internal int Err;
    internal int Leader;
    internal int ReplicaCount;
    internal nint Replicas;
    internal int InSyncCount;
    internal nint InSync;
}
