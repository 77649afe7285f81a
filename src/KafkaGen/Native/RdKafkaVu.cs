using System.Runtime.InteropServices;

namespace KafkaGen.Native;

/// <summary><c>rd_kafka_vu_t</c>: one tagged argument of <c>rd_kafka_produceva</c>. The union is padded to 64 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct RdKafkaVu
{
    [FieldOffset(0)]
    internal RdKafkaVtype Type;

    [FieldOffset(8)]
    internal int Int32;

    [FieldOffset(8)]
    internal long Int64;

    [FieldOffset(8)]
    internal nint Pointer;

    [FieldOffset(8)]
    internal byte* Bytes;

    [FieldOffset(16)]
    internal nuint Size;
}
