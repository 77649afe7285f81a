using System.Runtime.InteropServices;
using System.Text;

namespace KafkaGen.Native;

/// <summary>Text on its way to and from librdkafka, which reads and writes zero-terminated UTF-8.</summary>
internal static unsafe class NativeText
{
    /// <summary>The room that librdkafka is given for an error text; it cuts longer ones.</summary>
    internal const int ErrorCapacity = 512;

    internal static byte[] ToZeroTerminated(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    internal static string FromZeroTerminated(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
