using System.Globalization;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>Numbers as System.Text.Json writes them: invariant, shortest text that reads back as the same value.</summary>
internal static class NumberFormat
{
    public const int MaxInt32 = 11;
    public const int MaxInt64 = 20;
    public const int MaxInt128 = 40;
    public const int MaxFloat = 128;
    public const int MaxDecimal = 31;

    public static int Format(Span<byte> destination, int value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, uint value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, long value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, ulong value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, Int128 value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, UInt128 value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, Half value)
    {
        if (!Half.IsFinite(value))
        {
            Unencodable.ThrowNotFinite((double)value);
        }

        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, float value)
    {
        if (!float.IsFinite(value))
        {
            Unencodable.ThrowNotFinite(value);
        }

        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, double value)
    {
        if (!double.IsFinite(value))
        {
            Unencodable.ThrowNotFinite(value);
        }

        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, decimal value)
    {
        Written(value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture));
        return written;
    }

    /// <summary>Every caller reserves the longest text of its type, so that formatting cannot run out of room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Written(bool complete) => System.Diagnostics.Debug.Assert(complete, "The reserved room was too small.");
}
