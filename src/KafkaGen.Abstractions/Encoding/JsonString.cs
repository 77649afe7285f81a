using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>Text as a JSON string with the escapes of <c>JavaScriptEncoder.Default</c>, which leave nothing but ASCII.</summary>
internal static class JsonString
{
    private const byte Quote = (byte)'"';
    private const char Replacement = '\uFFFD';

    // From here on two passes with wide vectors are faster than one with narrow ones, unless an escape breaks them off.
    private const int LongText = 400;

    // \uXXXX, the longest escape of one UTF-16 unit.
    private const int MaxEscape = 6;

    // The room for escapes is taken piecewise: a long text with one escape must not take six times its length.
    private const int Piece = 128;

    // After so many plain characters in a row the vectors are worth their start again.
    private const int PlainRun = 4;

    public static void Write(RecordBuffer output, ReadOnlySpan<char> value)
    {
        Span<byte> room = output.Reserve(value.Length + 2);
        room[0] = Quote;
        int plain = value.Length < LongText ? PlainAscii.CopyPrefix(value, room[1..]) : PlainAscii.CopyLongPrefix(value, room[1..]);
        if (plain == value.Length)
        {
            room[plain + 1] = Quote;
            output.Commit(plain + 2);
            return;
        }

        output.Commit(plain + 1);
        WriteRest(output, value[plain..]);
        output.Write(Quote);
    }

    private static void WriteRest(RecordBuffer output, ReadOnlySpan<char> rest)
    {
        while (true)
        {
            rest = rest[WritePiece(output, rest)..];
            if (rest.IsEmpty)
            {
                return;
            }

            int plain = PlainAscii.CopyPrefix(rest, output.Reserve(rest.Length));
            output.Commit(plain);
            rest = rest[plain..];
        }
    }

    /// <summary>Writes up to <see cref="Piece"/> characters, fewer when <see cref="PlainRun"/> of them need no escape.</summary>
    /// <returns>How many characters were written.</returns>
    private static int WritePiece(RecordBuffer output, ReadOnlySpan<char> text)
    {
        int length = Math.Min(text.Length, Piece);

        // A pair of surrogates may reach one character over the piece; the escape's two spare bytes fit there too.
        Span<byte> room = output.Reserve((length + 2) * MaxEscape);
        int read = 0;
        int written = 0;
        for (int run = 0; read < length && run < PlainRun; read++)
        {
            char c = text[read];
            if (PlainAscii.Contains(c))
            {
                room[written++] = (byte)c;
                run++;
                continue;
            }

            run = 0;
            if (c < 0x80)
            {
                written += EscapeAscii(room[written..], c);
                continue;
            }

            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && read + 1 < text.Length && char.IsLowSurrogate(text[read + 1]))
                {
                    written += EscapeByCode(room[written..], c);
                    c = text[++read];
                }
                else
                {
                    c = Replacement;
                }
            }

            written += EscapeByCode(room[written..], c);
        }

        output.Commit(written);
        return read;
    }

    private static int EscapeAscii(Span<byte> destination, char c)
    {
        byte letter = c switch
        {
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            _ => 0,
        };
        if (letter == 0)
        {
            return EscapeByCode(destination, c);
        }

        destination[0] = (byte)'\\';
        destination[1] = letter;
        return 2;
    }

    /// <summary>Writes <c>\uXXXX</c>, and two more bytes that the next character overwrites.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EscapeByCode(Span<byte> destination, char c)
    {
        // The four hexadecimal digits side by side, the first in the lowest byte; above nine, letters are seven places further.
        uint nibbles = ((uint)c >> 12) | ((uint)c & 0xF00) | (((uint)c & 0xF0) << 12) | (((uint)c & 0xF) << 24);
        uint letters = ((nibbles + 0x06060606) >> 4) & 0x01010101;
        uint text = nibbles + 0x30303030 + (letters * 7);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, '\\' | ((ulong)'u' << 8) | ((ulong)text << 16));
        return MaxEscape;
    }
}
