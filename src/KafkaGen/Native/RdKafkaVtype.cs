namespace KafkaGen.Native;

/// <summary><c>rd_kafka_vtype_t</c>.</summary>
internal enum RdKafkaVtype
{
    Rkt = 2,
    Partition = 3,
    Value = 4,
    Key = 5,
    Opaque = 6,
    MsgFlags = 7,
    Timestamp = 8,
    Headers = 10,
}
