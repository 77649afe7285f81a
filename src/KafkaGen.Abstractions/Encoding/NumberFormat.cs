using System.Globalization;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>Integers and fractions as System.Text.Json writes them: invariant, shortest text that reads back as the same value.</summary>
internal static class NumberFormat
{
    // Longer texts than their type's, where Digits stores eight bytes at once.
    public const int MaxInt32 = 11;
    public const int MaxInt64 = 20;
    public const int MaxInt128 = 40;
    public const int MaxFloat = 128;
    public const int MaxDecimal = 31;

    public static int Format(Span<byte> destination, int value) => Format(destination, (long)value);

    public static int Format(Span<byte> destination, uint value) => Digits.Write(destination, value);

    public static int Format(Span<byte> destination, long value)
    {
        if (value >= 0)
        {
            return Digits.Write(destination, (ulong)value);
        }

        destination[0] = (byte)'-';
        return 1 + Digits.Write(destination[1..], (ulong)-value);
    }

    public static int Format(Span<byte> destination, ulong value) => Digits.Write(destination, value);

    public static int Format(Span<byte> destination, Int128 value) => FormatAny(destination, value);

    public static int Format(Span<byte> destination, UInt128 value) => FormatAny(destination, value);

    public static int Format(Span<byte> destination, Half value)
    {
        if (!Half.IsFinite(value))
        {
            Unencodable.ThrowNotFinite(value);
        }

        return FormatAny(destination, value);
    }

    public static int Format(Span<byte> destination, float value)
    {
        int length = ShortFraction.Format(destination, value);
        if (length != 0)
        {
            return length;
        }

        if (!float.IsFinite(value))
        {
            Unencodable.ThrowNotFinite(value);
        }

        return FormatAny(destination, value);
    }

    public static int Format(Span<byte> destination, double value)
    {
        int length = ShortFraction.Format(destination, value);
        if (length != 0)
        {
            return length;
        }

        if (!double.IsFinite(value))
        {
            Unencodable.ThrowNotFinite(value);
        }

        return FormatAny(destination, value);
    }

    public static int Format(Span<byte> destination, decimal value)
    {
        int length = ShortFraction.Format(destination, value);
        return length != 0 ? length : FormatAny(destination, value);
    }

    /// <summary>Every caller reserves the longest text of its type, so that formatting cannot run out of room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int FormatAny<T>(Span<byte> destination, T value)
        where T : struct, IUtf8SpanFormattable
    {
        if (!value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture))
        {
            Unencodable.ThrowNoRoom(typeof(T));
        }

        return written;
    }
}
