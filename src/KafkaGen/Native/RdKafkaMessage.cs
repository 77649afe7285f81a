using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaMessage
{
    internal int Err;
    internal nint Rkt;
    internal int Partition;
    internal byte* Payload;
    internal nuint Len;
    internal byte* Key;
    internal nuint KeyLen;
    internal long Offset;
    internal nint Private;
}
