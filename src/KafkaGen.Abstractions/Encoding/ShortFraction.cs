using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaGen.Contracts;

/// <summary>
/// Fractions of few digits, which prices and measurements mostly are, as an integer with a point in it: several times faster than the
/// runtime's general formatting, and the same text.
/// </summary>
internal static class ShortFraction
{
    // A decimal number of at most 15 (float: 6) significant digits is the only one of that length that reads back as its double. So when
    // digits / 10^scale is the value, no other text is as short: this is the shortest one, which the runtime would find too.
    private const ulong MaxDoubleDigits = 1_000_000_000_000_000;
    private const ulong MaxFloatDigits = 1_000_000;

    // Below this the runtime writes an exponent.
    private const double SmallestPlain = 1e-4;

    private const int DoubleScale = 6;
    private const double DoublePower = 1e6;
    private const int FloatScale = 4;
    private const float FloatPower = 1e4f;

    // Of a decimal.
    private const int MaxScale = 28;

    // Integers up to here are exact, so that the division below rounds only once.
    private const double ExactFloats = 1 << 24;

    /// <returns>How many bytes were written; 0 when the value is not such a fraction.</returns>
    public static int Format(Span<byte> destination, double value)
    {
        double magnitude = Math.Abs(value);
        double scaled = magnitude * DoublePower;
        if (magnitude >= SmallestPlain && scaled < MaxDoubleDigits - 1)
        {
            ulong digits = (ulong)(long)(scaled + 0.5);
            return digits / DoublePower == magnitude ? Trim(destination, value < 0, digits, DoubleScale, MaxDoubleDigits) : 0;
        }

        return FormatZero(destination, BitConverter.DoubleToInt64Bits(value) == 0);
    }

    /// <returns>How many bytes were written; 0 when the value is not such a fraction.</returns>
    public static int Format(Span<byte> destination, float value)
    {
        float magnitude = Math.Abs(value);
        double scaled = magnitude * (double)FloatPower;
        if (magnitude >= SmallestPlain && scaled < ExactFloats - 1)
        {
            uint digits = (uint)(int)(scaled + 0.5);
            return digits / FloatPower == magnitude ? Trim(destination, value < 0, digits, FloatScale, MaxFloatDigits) : 0;
        }

        return FormatZero(destination, BitConverter.SingleToInt32Bits(value) == 0);
    }

    /// <returns>How many bytes were written; 0 when the value has more than 64 bits of digits or is a negative zero.</returns>
    public static int Format(Span<byte> destination, decimal value)
    {
        Int128 place = default;
        Span<int> bits = MemoryMarshal.CreateSpan(ref Unsafe.As<Int128, int>(ref place), 4);
        decimal.GetBits(value, bits);
        ulong digits = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        bool negative = bits[3] < 0;
        return bits[2] != 0 || (negative && digits == 0) ? 0 : Write(destination, negative, digits, (bits[3] >> 16) & 0xFF);
    }

    private static int FormatZero(Span<byte> destination, bool isZero)
    {
        if (!isZero)
        {
            return 0;
        }

        destination[0] = (byte)'0';
        return 1;
    }

    private static int Trim(Span<byte> destination, bool negative, ulong digits, int scale, ulong limit)
    {
        // Two digits of fraction are the most frequent.
        (ulong hundredths, ulong last) = Math.DivRem(digits, 10_000);
        if (scale == DoubleScale && last == 0)
        {
            digits = hundredths;
            scale = 2;
        }

        while (scale > 0)
        {
            (ulong shorter, last) = Math.DivRem(digits, 10);
            if (last != 0)
            {
                break;
            }

            digits = shorter;
            scale--;
        }

        return digits < limit ? Write(destination, negative, digits, scale) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(Span<byte> destination, bool negative, ulong digits, int scale)
    {
        int sign = 0;
        if (negative)
        {
            destination[0] = (byte)'-';
            destination = destination[1..];
            sign = 1;
        }

        if (scale == 0)
        {
            return sign + Digits.Write(destination, digits);
        }

        return sign + (digits < Digits.EightDigits && scale < 8
            ? WriteEight(destination, (uint)digits, scale)
            : WriteLong(destination, digits, scale));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteEight(Span<byte> destination, uint value, int scale)
    {
        int length = Math.Max(Digits.Count(value), scale + 1);
        int whole = length - scale;
        ulong digits = Digits.Eight(value) >> ((8 - length) * 8);
        Digits.StoreText(destination, digits);
        Digits.StoreText(destination[(whole + 1)..], digits >> (whole * 8));
        destination[whole] = (byte)'.';
        return whole + 1 + scale;
    }

    private static int WriteLong(Span<byte> destination, ulong digits, int scale)
    {
        // The digits before the point go through a place of their own: only then is it known how many they are.
        Span<byte> fraction = stackalloc byte[MaxScale];
        fraction = fraction[..scale];
        int whole = Digits.Write(destination, Digits.Fill(fraction, digits));
        destination[whole] = (byte)'.';
        fraction.CopyTo(destination[(whole + 1)..]);
        return whole + 1 + scale;
    }
}
