using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes scalars as JSON. Called by generated code. The bytes are those of System.Text.Json 10 with <c>JsonSerializerDefaults.Web</c>, in
/// every culture and on every target framework.
/// </summary>
/// <remarks>References that are <see langword="null"/> are written as <c>null</c>. No method allocates, save to enlarge the buffer.</remarks>
public static partial class JsonText
{
    private const byte Quote = (byte)'"';

    /// <summary>Writes <c>null</c>.</summary>
    /// <param name="output">Where the bytes go.</param>
    public static void WriteNull(RecordBuffer output) => output.Write("null"u8);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static void Write(RecordBuffer output, bool value)
    {
        if (value)
        {
            output.Write("true"u8);
        }
        else
        {
            output.Write("false"u8);
        }
    }

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, byte value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), (uint)value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, sbyte value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), (int)value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, short value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), (int)value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, ushort value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), (uint)value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, int value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, uint value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt32), value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, long value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt64), value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, ulong value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt64), value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, Int128 value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt128), value));

    /// <summary>Writes a number.</summary>
    public static void Write(RecordBuffer output, UInt128 value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxInt128), value));

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, Half value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxFloat), value));

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, float value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxFloat), value));

    /// <summary>Writes a number.</summary>
    /// <exception cref="RecordEncodingException">The value is NaN or an infinity.</exception>
    public static void Write(RecordBuffer output, double value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxFloat), value));

    /// <summary>Writes a number with its scale: <c>1.10m</c> is <c>1.10</c>.</summary>
    public static void Write(RecordBuffer output, decimal value) => output.Commit(NumberFormat.Format(output.Reserve(NumberFormat.MaxDecimal), value));

    /// <summary>Writes a string of one character.</summary>
    public static void Write(RecordBuffer output, char value) => JsonString.Write(output, new ReadOnlySpan<char>(in value));

    /// <summary>Writes a string; surrogates without their partner as <c>\uFFFD</c>.</summary>
    public static void Write(RecordBuffer output, string? value)
    {
        if (value is null)
        {
            WriteNull(output);
        }
        else
        {
            JsonString.Write(output, value);
        }
    }

    /// <summary>Writes the 36 characters of a <see cref="Guid"/> (format <c>D</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(RecordBuffer output, Guid value)
    {
        Span<byte> room = output.Reserve(Utf8Text.GuidLength + 2);
        output.Commit(Close(room, Utf8Text.Format(Open(room), value)));
    }

    /// <summary>Writes a date and time in ISO 8601: <c>Z</c> for UTC, the offset for a local one, nothing for an unspecified one.</summary>
    public static void Write(RecordBuffer output, DateTime value)
    {
        Span<byte> room = output.Reserve(TimeFormat.MaxDateTime + 2);
        output.Commit(Close(room, TimeFormat.Format(Open(room), value)));
    }

    /// <summary>Writes a date and time with its offset in ISO 8601.</summary>
    public static void Write(RecordBuffer output, DateTimeOffset value)
    {
        Span<byte> room = output.Reserve(TimeFormat.MaxDateTime + 2);
        output.Commit(Close(room, TimeFormat.Format(Open(room), value)));
    }

    /// <summary>Writes a date, <c>2024-12-31</c>.</summary>
    public static void Write(RecordBuffer output, DateOnly value)
    {
        Span<byte> room = output.Reserve(TimeFormat.MaxDate + 2);
        output.Commit(Close(room, TimeFormat.Format(Open(room), value)));
    }

    /// <summary>Writes a time, <c>23:59:59</c>, with seven digits of fraction when there is one.</summary>
    public static void Write(RecordBuffer output, TimeOnly value)
    {
        Span<byte> room = output.Reserve(TimeFormat.MaxTimeSpan + 2);
        output.Commit(Close(room, TimeFormat.Format(Open(room), value)));
    }

    /// <summary>Writes a span, <c>1.23:59:59</c> (format <c>c</c>).</summary>
    public static void Write(RecordBuffer output, TimeSpan value)
    {
        Span<byte> room = output.Reserve(TimeFormat.MaxTimeSpan + 2);
        output.Commit(Close(room, TimeFormat.Format(Open(room), value)));
    }

    /// <summary>Writes the text that the <see cref="Uri"/> was made from.</summary>
    public static void Write(RecordBuffer output, Uri? value) => Write(output, value?.OriginalString);

    /// <summary>Writes a version, <c>1.2.3.4</c>, with as many parts as it has.</summary>
    public static void Write(RecordBuffer output, Version? value)
    {
        if (value is null)
        {
            WriteNull(output);
            return;
        }

        Span<byte> room = output.Reserve(Utf8Text.MaxVersion + 2);
        output.Commit(Close(room, Utf8Text.Format(Open(room), value)));
    }

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, byte[]? value)
    {
        if (value is null)
        {
            WriteNull(output);
        }
        else
        {
            WriteBase64(output, value);
        }
    }

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, Memory<byte> value) => WriteBase64(output, value.Span);

    /// <summary>Writes bytes as Base64.</summary>
    public static void Write(RecordBuffer output, ReadOnlyMemory<byte> value) => WriteBase64(output, value.Span);

    /// <summary>Writes what a <see cref="JsonElement"/> holds.</summary>
    public static void Write(RecordBuffer output, JsonElement value) => WriterText.Write(output, value, static (writer, element) => element.WriteTo(writer));

    /// <summary>Writes what a <see cref="JsonDocument"/> holds.</summary>
    public static void Write(RecordBuffer output, JsonDocument? value)
    {
        if (value is null)
        {
            WriteNull(output);
        }
        else
        {
            WriterText.Write(output, value, static (writer, document) => document.WriteTo(writer));
        }
    }

    /// <summary>Writes what a <see cref="JsonNode"/> holds.</summary>
    public static void Write(RecordBuffer output, JsonNode? value)
    {
        if (value is null)
        {
            WriteNull(output);
        }
        else
        {
            WriterText.Write(output, value, static (writer, node) => node.WriteTo(writer, WriterText.Options));
        }
    }

    private static void WriteBase64(RecordBuffer output, ReadOnlySpan<byte> bytes)
    {
        Span<byte> room = output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        output.Commit(Close(room, Utf8Text.FormatBase64(Open(room), bytes)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<byte> Open(Span<byte> room)
    {
        room[0] = Quote;
        return room[1..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Close(Span<byte> room, int length)
    {
        room[length + 1] = Quote;
        return length + 2;
    }
}
