using System.Buffers.Text;
using System.Globalization;

namespace KafkaGen.Contracts;

/// <summary>Dates, times and spans as System.Text.Json writes them: ISO 8601 with the zeros at the end of the fraction left out.</summary>
internal static class TimeFormat
{
    public const int MaxDateTime = 33;
    public const int MaxDate = 10;
    public const int MaxTimeSpan = 26;

    // yyyy-MM-ddTHH:mm:ss, then '.' and seven digits in the round-trip format.
    private const int FractionStart = 19;
    private const int FractionEnd = 27;

    public static int Format(Span<byte> destination, DateTime value)
    {
        NumberFormat.Written(Utf8Formatter.TryFormat(value, destination, out int written, 'O'));
        return TrimFraction(destination, written);
    }

    public static int Format(Span<byte> destination, DateTimeOffset value)
    {
        NumberFormat.Written(Utf8Formatter.TryFormat(value, destination, out int written, 'O'));
        return TrimFraction(destination, written);
    }

    public static int Format(Span<byte> destination, DateOnly value)
    {
        NumberFormat.Written(value.TryFormat(destination, out int written, "O", CultureInfo.InvariantCulture));
        return written;
    }

    public static int Format(Span<byte> destination, TimeOnly value) => Format(destination, value.ToTimeSpan());

    public static int Format(Span<byte> destination, TimeSpan value)
    {
        NumberFormat.Written(Utf8Formatter.TryFormat(value, destination, out int written, 'c'));
        return written;
    }

    private static int TrimFraction(Span<byte> text, int length)
    {
        int end = FractionEnd;
        while (text[end - 1] == (byte)'0')
        {
            end--;
        }

        if (end == FractionStart + 1)
        {
            end = FractionStart;
        }

        text[FractionEnd..length].CopyTo(text[end..]);
        return length - (FractionEnd - end);
    }
}
