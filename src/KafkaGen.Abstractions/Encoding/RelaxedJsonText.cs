using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes text as JSON with the escapes of <c>JavaScriptEncoder.UnsafeRelaxedJsonEscaping</c>. Called by generated code for contracts that ask for
/// it; everything else than text is written by <see cref="JsonText"/>.
/// </summary>
public static class RelaxedJsonText
{
    private const int Piece = 256;
    private const byte Quote = (byte)'"';

    /// <summary>Writes a string; surrogates without their partner as U+FFFD.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The text.</param>
    public static void Write(RecordBuffer output, string? value)
    {
        if (value is null)
        {
            JsonText.WriteNull(output);
        }
        else
        {
            Write(output, value.AsSpan());
        }
    }

    /// <summary>Writes a string of one character.</summary>
    public static void Write(RecordBuffer output, char value) => Write(output, new ReadOnlySpan<char>(in value));

    /// <summary>Writes the text that the <see cref="Uri"/> was made from.</summary>
    public static void Write(RecordBuffer output, Uri? value) => Write(output, value?.OriginalString);

    /// <summary>Writes a key of a dictionary: its text in quotes, then a colon.</summary>
    public static void WritePropertyName(RecordBuffer output, string name) => WritePropertyName(output, name.AsSpan());

    /// <summary>Writes a key of a dictionary: its text in quotes, then a colon.</summary>
    public static void WritePropertyName(RecordBuffer output, char name) => WritePropertyName(output, new ReadOnlySpan<char>(in name));

    /// <summary>Writes a key of a dictionary: its text in quotes, then a colon.</summary>
    public static void WritePropertyName(RecordBuffer output, Uri name) => WritePropertyName(output, name.OriginalString.AsSpan());

    internal static void Write(RecordBuffer output, ReadOnlySpan<char> value)
    {
        output.Write(Quote);

        // What the default encoder leaves alone, this one does as well.
        int plain = PlainAscii.CopyPrefix(value, output.Reserve(value.Length));
        output.Commit(plain);
        WriteRest(output, value[plain..]);
        output.Write(Quote);
    }

    private static void WritePropertyName(RecordBuffer output, ReadOnlySpan<char> name)
    {
        Write(output, name);
        output.Write((byte)':');
    }

    private static void WriteRest(RecordBuffer output, ReadOnlySpan<char> rest)
    {
        Span<char> escaped = stackalloc char[Piece];
        while (!rest.IsEmpty)
        {
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(rest, escaped, out int read, out int written);
            Utf8.FromUtf16(escaped[..written], output.Reserve(written * 3), out _, out int bytes);
            output.Commit(bytes);
            rest = rest[read..];
        }
    }
}
