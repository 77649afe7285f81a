using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaGen.Contracts;

/// <summary>The decimal digits of an integer.</summary>
/// <remarks>
/// Eight digits are made side by side in one register and stored at once, without a branch on their number: numbers of a message differ in
/// length, and a mispredicted branch costs more than the whole conversion.
/// </remarks>
internal static class Digits
{
    /// <summary>Numbers below this have at most eight digits, one register.</summary>
    public const ulong EightDigits = 100_000_000;

    private const ulong AsciiZeros = 0x3030303030303030;

    // By the highest bit of a number: the count of its digits in the upper half. Where numbers of one highest bit differ in it, the lower half
    // overflows for the longer ones.
    private static readonly ulong[] s_counts = Counts();

    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8 +
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes a number without zeros in front.</summary>
    /// <param name="destination">At least eight bytes, and twenty for a number of any length; bytes behind the number may be overwritten.</param>
    /// <param name="value">The number.</param>
    /// <returns>How many digits it has.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> destination, ulong value) =>
        value < EightDigits ? WriteShort(destination, (uint)value) : WriteLong(destination, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteShort(Span<byte> destination, uint value)
    {
        int length = Count(value);
        StoreText(destination, Eight(value) >> ((8 - length) * 8));
        return length;
    }

    private static int WriteLong(Span<byte> destination, ulong value)
    {
        (value, ulong lowest) = Math.DivRem(value, EightDigits);
        int length;
        if (value < EightDigits)
        {
            length = WriteShort(destination, (uint)value);
        }
        else
        {
            (value, ulong middle) = Math.DivRem(value, EightDigits);
            length = WriteShort(destination, (uint)value);
            StoreText(destination[length..], Eight((uint)middle));
            length += 8;
        }

        StoreText(destination[length..], Eight((uint)lowest));
        return length + 8;
    }

    /// <summary>How many digits a number has; zero has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(uint value) => (int)((value + s_counts[BitOperations.Log2(value | 1)]) >> 32);

    /// <summary>Writes the lowest digits of a number, as many as the destination is long, with zeros in front.</summary>
    /// <returns>The number without those digits.</returns>
    public static ulong Fill(Span<byte> destination, ulong value)
    {
        int end = destination.Length;
        while (end >= 8)
        {
            (value, ulong lower) = Math.DivRem(value, EightDigits);
            end -= 8;
            StoreText(destination[end..], Eight((uint)lower));
        }

        while (end > 0)
        {
            (value, ulong digit) = Math.DivRem(value, 10);
            destination[--end] = (byte)('0' + digit);
        }

        return value;
    }

    /// <summary>The eight digits of a number below 100,000,000, as numbers, the first digit in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Eight(uint value)
    {
        (uint upper, uint lower) = Math.DivRem(value, 10_000);
        ulong fours = upper | ((ulong)lower << 32);

        // Division by 100 in both halves, then by 10 in all four quarters, as a multiplication and a shift that are exact in this range.
        ulong hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
        ulong twos = hundreds | ((fours - (hundreds * 100)) << 16);
        ulong tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens | ((twos - (tens * 10)) << 8);
    }

    /// <summary>Writes eight bytes: digits of <see cref="Eight"/> as text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreText(Span<byte> destination, ulong digits) =>
        BinaryPrimitives.WriteUInt64LittleEndian(destination, digits | AsciiZeros);

    /// <summary>Writes four digits of a number below 10,000, without a check of the room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FillFour(ref byte destination, uint value)
    {
        (uint upper, uint lower) = Math.DivRem(value, 100);
        FillTwo(ref destination, upper);
        FillTwo(ref Unsafe.Add(ref destination, 2), lower);
    }

    /// <summary>Writes two digits of a number below 100, without a check of the room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FillTwo(ref byte destination, uint value)
    {
        Debug.Assert(value < 100, "More than two digits.");
        Unsafe.WriteUnaligned(
            ref destination,
            Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Pairs), (nint)(value * 2))));
    }

    private static ulong[] Counts()
    {
        ulong[] counts = new ulong[32];
        ulong next = 10;
        ulong digits = 1;
        for (int bit = 0; bit < counts.Length; bit++)
        {
            bool grows = next < 1UL << (bit + 1);
            counts[bit] = grows ? (++digits << 32) - next : digits << 32;
            next = grows ? next * 10 : next;
        }

        return counts;
    }
}
