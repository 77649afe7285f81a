using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace KafkaGen.Contracts;

/// <summary>
/// The characters that <c>JavaScriptEncoder.Default</c> writes as they are, printable ASCII without <c>" &amp; ' + &lt; &gt; \ `</c>,
/// checked and narrowed to bytes in one pass over the text.
/// </summary>
internal static class PlainAscii
{
    private const string Plain =
        " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

    private const uint AllOfVector = 0xFFFF;

    private static readonly SearchValues<char> s_plain = SearchValues.Create(Plain);

    // A bit for each of the characters 0-63 and 64-127.
    private static readonly ulong s_plainLow = Bits(from: 0);
    private static readonly ulong s_plainHigh = Bits(from: 64);

    public static bool Contains(char c) => c < 128 && ((c < 64 ? s_plainLow : s_plainHigh) >> (c & 63) & 1) != 0;

    /// <summary>Copies the plain characters that <paramref name="value"/> begins with.</summary>
    /// <param name="value">The text.</param>
    /// <param name="destination">At least as long as the text; bytes behind the copied ones may be overwritten.</param>
    /// <returns>How many characters were copied: the place of the first one that needs an escape, or the length of the text.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CopyPrefix(ReadOnlySpan<char> value, Span<byte> destination)
    {
        if (destination.Length < value.Length)
        {
            throw new ArgumentException("The destination is shorter than the text.", nameof(destination));
        }

        ref ushort source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(value));
        ref byte target = ref MemoryMarshal.GetReference(destination);
        return Vector128.IsHardwareAccelerated && value.Length >= Vector64<ushort>.Count
            ? CopyVectors(ref source, ref target, value.Length)
            : CopyScalars(ref source, ref target, 0, value.Length);
    }

    /// <summary>
    /// <see cref="CopyPrefix"/> for long text that is expected to be plain throughout: two passes with the widest vectors of the machine.
    /// </summary>
    public static int CopyLongPrefix(ReadOnlySpan<char> value, Span<byte> destination)
    {
        int length = value.IndexOfAnyExcept(s_plain);
        Ascii.FromUtf16(length < 0 ? value : value[..length], destination, out int written);
        return written;
    }

    private static int CopyScalars(ref ushort source, ref byte target, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            char c = (char)Unsafe.Add(ref source, i);
            if (!Contains(c))
            {
                return i;
            }

            Unsafe.Add(ref target, i) = (byte)c;
        }

        return end;
    }

    private static int CopyVectors(ref ushort source, ref byte target, int length)
    {
        int done = 0;
        while (length - done >= Vector128<byte>.Count)
        {
            Vector128<byte> text = Narrow(
                Vector128.LoadUnsafe(ref source, (nuint)done),
                Vector128.LoadUnsafe(ref source, (nuint)done + 8));
            text.StoreUnsafe(ref target, (nuint)done);
            uint plain = PlainMask(text);
            if (plain != AllOfVector)
            {
                return done + BitOperations.TrailingZeroCount(~plain);
            }

            done += Vector128<byte>.Count;
        }

        return length == done ? length : CopyTail(ref source, ref target, done, length);
    }

    /// <summary>
    /// The 1 to 15 characters at the end, as two halves that overlap in the middle: one check instead of a loop.
    /// </summary>
    private static int CopyTail(ref ushort source, ref byte target, int done, int length)
    {
        int rest = length - done;
        if (rest >= 8)
        {
            Vector128<byte> text = Narrow(
                Vector128.LoadUnsafe(ref source, (nuint)done),
                Vector128.LoadUnsafe(ref source, (nuint)length - 8));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, done), text.AsUInt64().ToScalar());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - 8), text.AsUInt64().GetElement(1));
            uint plain = PlainMask(text);
            return plain == AllOfVector ? length : Place(plain, 8, done, length);
        }

        if (rest >= 4)
        {
            Vector128<ushort> chars = Vector128.Create(
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref source, done))),
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref source, length - 4)))).AsUInt16();
            Vector128<byte> text = Narrow(chars, chars);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, done), text.AsUInt32().ToScalar());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - 4), text.AsUInt32().GetElement(1));
            uint plain = PlainMask(text);
            return plain == AllOfVector ? length : Place(plain, 4, done, length);
        }

        return CopyScalars(ref source, ref target, done, length);
    }

    /// <summary>The place in the text of the first bit that is not set, for a vector of two overlapping halves.</summary>
    private static int Place(uint plain, int half, int done, int length)
    {
        int first = BitOperations.TrailingZeroCount(~plain);
        return first < half ? done + first : length - (2 * half) + first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint PlainMask(Vector128<byte> text)
    {
        // Read as signed, everything above 0x7F is below the space too. One compare serves two characters that differ in one bit.
        Vector128<byte> escaped =
            Vector128.LessThan(text.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(text, Vector128.Create((byte)0x7F))
            | Vector128.Equals(text | Vector128.Create((byte)4), Vector128.Create((byte)'&'))
            | Vector128.Equals(text | Vector128.Create((byte)2), Vector128.Create((byte)'>'))
            | Vector128.Equals(text, Vector128.Create((byte)'\''))
            | Vector128.Equals(text, Vector128.Create((byte)'+'))
            | Vector128.Equals(text, Vector128.Create((byte)'\\'))
            | Vector128.Equals(text, Vector128.Create((byte)'`'));
        return ~escaped.ExtractMostSignificantBits() & AllOfVector;
    }

    /// <summary>Narrows ASCII; anything else becomes a byte that is not plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector128<ushort> lower, Vector128<ushort> upper)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.PackUnsignedSaturate(lower.AsInt16(), upper.AsInt16());
        }

        if (AdvSimd.IsSupported)
        {
            return AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(lower), upper);
        }

        Vector128<ushort> last = Vector128.Create((ushort)0xFF);
        return Vector128.Narrow(Vector128.Min(lower, last), Vector128.Min(upper, last));
    }

    private static ulong Bits(int from)
    {
        ulong bits = 0;
        foreach (char c in Plain)
        {
            if (c / 64 == from / 64)
            {
                bits |= 1UL << (c - from);
            }
        }

        return bits;
    }
}
