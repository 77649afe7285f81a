using System.Buffers;
using System.Text;

namespace KafkaGen.Contracts;

/// <summary>Text as a JSON string with the escaping of <c>JavaScriptEncoder.Default</c>, which leaves nothing but ASCII.</summary>
internal static class JsonString
{
    // What JavaScriptEncoder.Default writes as it is: printable ASCII without what is special to JSON, HTML or JavaScript.
    private const string Plain =
        " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

    private const int MaxEscape = 6;
    private const int Chunk = 256;

    private static readonly SearchValues<char> s_plain = SearchValues.Create(Plain);

    public static void Write(RecordBuffer output, ReadOnlySpan<char> value)
    {
        Span<byte> room = output.Reserve(value.Length + 2);
        room[0] = (byte)'"';
        int plain = CopyPlain(value, room[1..]);
        if (plain == value.Length)
        {
            room[plain + 1] = (byte)'"';
            output.Commit(plain + 2);
            return;
        }

        output.Commit(plain + 1);
        WriteEscaped(output, value[plain..]);
        output.Write((byte)'"');
    }

    private static int CopyPlain(ReadOnlySpan<char> value, Span<byte> destination)
    {
        int length = value.IndexOfAnyExcept(s_plain);
        Ascii.FromUtf16(length < 0 ? value : value[..length], destination, out int written);
        return written;
    }

    private static void WriteEscaped(RecordBuffer output, ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            int length = Math.Min(value.Length, Chunk);
            Span<byte> room = output.Reserve((length + 1) * MaxEscape);
            int written = 0;
            int read = 0;
            while (read < length)
            {
                char c = value[read++];
                if (s_plain.Contains(c))
                {
                    room[written++] = (byte)c;
                    continue;
                }

                if (!char.IsSurrogate(c))
                {
                    written += Escape(room[written..], c);
                }
                else if (char.IsHighSurrogate(c) && read < value.Length && char.IsLowSurrogate(value[read]))
                {
                    written += EscapeCode(room[written..], c);
                    written += EscapeCode(room[written..], value[read++]);
                }
                else
                {
                    written += EscapeCode(room[written..], (char)Rune.ReplacementChar.Value);
                }
            }

            output.Commit(written);
            value = value[read..];
        }
    }

    private static int Escape(Span<byte> destination, char c)
    {
        byte letter = c switch
        {
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => 0,
        };
        if (letter == 0)
        {
            return EscapeCode(destination, c);
        }

        destination[0] = (byte)'\\';
        destination[1] = letter;
        return 2;
    }

    private static int EscapeCode(Span<byte> destination, char c)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        destination[5] = digits[c & 15];
        destination[4] = digits[(c >> 4) & 15];
        destination[3] = digits[(c >> 8) & 15];
        destination[2] = digits[c >> 12];
        destination[1] = (byte)'u';
        destination[0] = (byte)'\\';
        return MaxEscape;
    }
}
