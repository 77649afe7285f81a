using System.Numerics;

namespace KafkaGen.Protocol.Primitives;

/// <summary>
/// Numbers of seven bits a byte, the lowest first. Lengths and tags of flexible messages are unsigned; the fields of records are zigzag, so that
/// small negative numbers are short too.
/// </summary>
internal static class Varint
{
    /// <summary>The longest form of 32 bits.</summary>
    public const int MaxLength32 = 5;

    /// <summary>The longest form of 64 bits.</summary>
    public const int MaxLength64 = 10;

    public static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>How many bytes <paramref name="value"/> takes.</summary>
    public static int Length(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>How many bytes <paramref name="value"/> takes.</summary>
    public static int Length(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Writes to the beginning of <paramref name="output"/>, and returns how many bytes that took.</summary>
    public static int Write(Span<byte> output, uint value)
    {
        int at = 0;
        while (value >= 0x80)
        {
            output[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        output[at++] = (byte)value;
        return at;
    }

    /// <summary>Writes to the beginning of <paramref name="output"/>, and returns how many bytes that took.</summary>
    public static int Write(Span<byte> output, ulong value)
    {
        int at = 0;
        while (value >= 0x80)
        {
            output[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        output[at++] = (byte)value;
        return at;
    }

    /// <summary>Reads a number of 32 bits; returns how many bytes it took, 0 when it is cut off, and -1 when it has more than 32 bits.</summary>
    public static int TryRead(ReadOnlySpan<byte> input, out uint value)
    {
        int length = TryRead(input.Length > MaxLength32 ? input[..MaxLength32] : input, out ulong wide);
        value = (uint)wide;
        return length == 0 && input.Length >= MaxLength32 || wide > uint.MaxValue ? -1 : length;
    }

    /// <summary>Reads a number of 64 bits; returns how many bytes it took, 0 when it is cut off, and -1 when it has more than 64 bits.</summary>
    public static int TryRead(ReadOnlySpan<byte> input, out ulong value)
    {
        value = 0;
        for (int at = 0; at < MaxLength64; at++)
        {
            if (at >= input.Length)
            {
                return 0;
            }

            byte part = input[at];

            // The tenth byte has room for the last bit alone.
            if (at == MaxLength64 - 1 && part > 1)
            {
                return -1;
            }

            value |= (ulong)(part & 0x7F) << (7 * at);
            if (part < 0x80)
            {
                return at + 1;
            }
        }

        return -1;
    }
}
