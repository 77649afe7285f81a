using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes scalars as plain text, without quotes or escapes: what System.Text.Json writes between the quotes. Called by generated code, for
/// the values of headers.
/// </summary>
public static class Utf8Text
{
    internal const int GuidLength = 36;
    internal const int MaxVersion = 43;

    private const int MaxBytesPerChar = 3;
    private const int LongText = 512;

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static void Write(RecordBuffer output, bool value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, byte value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, sbyte value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, short value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, ushort value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, int value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, uint value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, long value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, ulong value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, Int128 value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, UInt128 value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, Half value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, float value) => JsonText.Write(output, value);

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, double value) => JsonText.Write(output, value);

    /// <summary>Writes a number with its scale: <c>1.10m</c> is <c>1.10</c>.</summary>
    public static void Write(RecordBuffer output, decimal value) => JsonText.Write(output, value);

    /// <summary>Writes one character.</summary>
    public static void Write(RecordBuffer output, char value) => Write(output, new ReadOnlySpan<char>(in value));

    /// <summary>Writes text as UTF-8; surrogates without their partner as U+FFFD.</summary>
    public static void Write(RecordBuffer output, string value) => Write(output, value.AsSpan());

    /// <summary>Writes the 36 characters of a <see cref="Guid"/> (format <c>D</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(RecordBuffer output, Guid value) => output.Commit(Format(output.Reserve(GuidLength), value));

    /// <summary>Writes a date and time in ISO 8601: <c>Z</c> for UTC, the offset for a local one, nothing for an unspecified one.</summary>
    public static void Write(RecordBuffer output, DateTime value) => output.Commit(TimeFormat.Format(output.Reserve(TimeFormat.MaxDateTime), value));

    /// <summary>Writes a date and time with its offset in ISO 8601.</summary>
    public static void Write(RecordBuffer output, DateTimeOffset value) => output.Commit(TimeFormat.Format(output.Reserve(TimeFormat.MaxDateTime), value));

    /// <summary>Writes a date, <c>2024-12-31</c>.</summary>
    public static void Write(RecordBuffer output, DateOnly value) => output.Commit(TimeFormat.Format(output.Reserve(TimeFormat.MaxDate), value));

    /// <summary>Writes a time, <c>23:59:59</c>, with seven digits of fraction when there is one.</summary>
    public static void Write(RecordBuffer output, TimeOnly value) => output.Commit(TimeFormat.Format(output.Reserve(TimeFormat.MaxTimeSpan), value));

    /// <summary>Writes a span, <c>1.23:59:59</c> (format <c>c</c>).</summary>
    public static void Write(RecordBuffer output, TimeSpan value) => output.Commit(TimeFormat.Format(output.Reserve(TimeFormat.MaxTimeSpan), value));

    /// <summary>Writes the text that the <see cref="Uri"/> was made from.</summary>
    public static void Write(RecordBuffer output, Uri value) => Write(output, value.OriginalString);

    /// <summary>Writes a version, <c>1.2.3.4</c>, with as many parts as it has.</summary>
    public static void Write(RecordBuffer output, Version value) => output.Commit(Format(output.Reserve(MaxVersion), value));

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, byte[] value) => WriteBase64(output, value);

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, Memory<byte> value) => WriteBase64(output, value.Span);

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, ReadOnlyMemory<byte> value) => WriteBase64(output, value.Span);

    internal static void Write(RecordBuffer output, ReadOnlySpan<char> value) => Write(output, value, Encoding.UTF8);

    internal static void Write(RecordBuffer output, ReadOnlySpan<char> value, Encoding encoding)
    {
        // Short text takes the most that it may need; the bytes of long text are counted, so that a megabyte does not take three.
        int room = value.Length <= LongText ? value.Length * MaxBytesPerChar : encoding.GetByteCount(value);
        output.Commit(encoding.GetBytes(value, output.Reserve(room)));
    }

    // Inlined, because a Guid that is copied half by half from call to call is slow to load as one vector at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Format(Span<byte> destination, Guid value)
    {
        if (!value.TryFormat(destination, out int written, "D"))
        {
            Unencodable.ThrowNoRoom(typeof(Guid));
        }

        return written;
    }

    internal static int Format(Span<byte> destination, Version value)
    {
        if (!((IUtf8SpanFormattable)value).TryFormat(destination, out int written, default, CultureInfo.InvariantCulture))
        {
            Unencodable.ThrowNoRoom(typeof(Version));
        }

        return written;
    }

    internal static int FormatBase64(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        if (Base64.EncodeToUtf8(bytes, destination, out _, out int written) != OperationStatus.Done)
        {
            Unencodable.ThrowNoRoom(typeof(byte[]));
        }

        return written;
    }

    private static void WriteBase64(RecordBuffer output, ReadOnlySpan<byte> bytes) =>
        output.Commit(FormatBase64(output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), bytes));
}
