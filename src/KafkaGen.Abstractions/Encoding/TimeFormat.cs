using System.Buffers.Text;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>Dates, times and spans as System.Text.Json writes them: ISO 8601 with the zeros at the end of the fraction left out.</summary>
internal static class TimeFormat
{
    public const int MaxDateTime = 33;
    public const int MaxDate = 10;
    public const int MaxTimeSpan = 26;

    // yyyy-MM-ddTHH:mm:ss, then a point and seven digits.
    private const int FractionStart = 19;
    private const int FractionEnd = 27;
    private const ulong SecondsPerDay = 86_400;

    public static int Format(Span<byte> destination, DateTime value)
    {
        if (value.Kind == DateTimeKind.Local)
        {
            // The offset of a local time, with its rules for the hour that a clock repeats, is the runtime's to find.
            return Utf8Formatter.TryFormat(value, destination, out int written, 'O') ? TrimFraction(destination, written) : NoRoom(value);
        }

        int length = FormatClock(destination, value);
        if (value.Kind == DateTimeKind.Utc)
        {
            destination[length++] = (byte)'Z';
        }

        return length;
    }

    public static int Format(Span<byte> destination, DateTimeOffset value)
    {
        int length = FormatClock(destination, value.DateTime);
        int minutes = value.TotalOffsetMinutes;
        (uint hours, uint rest) = Math.DivRem((uint)Math.Abs(minutes), 60);
        Span<byte> offset = destination.Slice(length, 6);
        offset[0] = minutes < 0 ? (byte)'-' : (byte)'+';
        Digits.FillTwo(ref offset[1], hours);
        offset[3] = (byte)':';
        Digits.FillTwo(ref offset[4], rest);
        return length + offset.Length;
    }

    public static int Format(Span<byte> destination, DateOnly value)
    {
        (int year, int month, int day) = value;
        FormatDate(destination[..MaxDate], year, month, day);
        return MaxDate;
    }

    public static int Format(Span<byte> destination, TimeOnly value) => Format(destination, value.ToTimeSpan());

    public static int Format(Span<byte> destination, TimeSpan value) =>
        Utf8Formatter.TryFormat(value, destination, out int written, 'c') ? written : NoRoom(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FormatDate(Span<byte> text, int year, int month, int day)
    {
        Debug.Assert(text.Length >= MaxDate, "The room for the date is too short.");
        Digits.FillFour(ref text[0], (uint)year);
        text[4] = (byte)'-';
        Digits.FillTwo(ref text[5], (uint)month);
        text[7] = (byte)'-';
        Digits.FillTwo(ref text[8], (uint)day);
    }

    private static int FormatClock(Span<byte> destination, DateTime value)
    {
        Span<byte> text = destination[..FractionEnd];
        (int year, int month, int day) = value;
        FormatDate(text, year, month, day);

        (ulong ticks, ulong fraction) = Math.DivRem((ulong)value.Ticks, TimeSpan.TicksPerSecond);
        (uint minutes, uint seconds) = Math.DivRem((uint)(ticks % SecondsPerDay), 60);
        (uint hours, minutes) = Math.DivRem(minutes, 60);
        text[10] = (byte)'T';
        Digits.FillTwo(ref text[11], hours);
        text[13] = (byte)':';
        Digits.FillTwo(ref text[14], minutes);
        text[16] = (byte)':';
        Digits.FillTwo(ref text[17], seconds);
        if (fraction == 0)
        {
            return FractionStart;
        }

        // Eight digits of which the first is a zero: the point takes its place.
        ulong digits = Digits.Eight((uint)fraction);
        Digits.StoreText(text[FractionStart..], digits);
        text[FractionStart] = (byte)'.';
        return FractionEnd - (BitOperations.LeadingZeroCount(digits) / 8);
    }

    /// <summary>Leaves out the zeros at the end of the fraction; without digits, the point goes too.</summary>
    private static int TrimFraction(Span<byte> text, int length)
    {
        int end = FractionEnd;
        while (text[end - 1] == (byte)'0')
        {
            end--;
        }

        end = end == FractionStart + 1 ? FractionStart : end;
        text[FractionEnd..length].CopyTo(text[end..]);
        return length - (FractionEnd - end);
    }

    private static int NoRoom<T>(T value)
        where T : notnull
    {
        Unencodable.ThrowNoRoom(value.GetType());
        return 0;
    }
}
