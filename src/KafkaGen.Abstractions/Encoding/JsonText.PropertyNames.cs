namespace KafkaGen.Contracts;

/// <summary>The keys of dictionaries: the text of their values, always in quotes.</summary>
public static partial class JsonText
{
    /// <summary>Writes a key of a dictionary: its text in quotes, then a colon.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="name">The key.</param>
    /// <exception cref="RecordEncodingException">The key is a <see cref="double"/> that is NaN or an infinity.</exception>
    public static void WritePropertyName(RecordBuffer output, string name)
    {
        JsonString.Write(output, name);
        output.Write((byte)':');
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, char name) => WritePropertyName(output, new ReadOnlySpan<char>(in name));

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, Uri name) => WritePropertyName(output, name.OriginalString);

    /// <summary>Writes <c>"True":</c> or <c>"False":</c>, with the capitals that System.Text.Json gives a key.</summary>
    public static void WritePropertyName(RecordBuffer output, bool name)
    {
        if (name)
        {
            output.Write("\"True\":"u8);
        }
        else
        {
            output.Write("\"False\":"u8);
        }
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, Version name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, byte name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, sbyte name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, short name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, ushort name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, int name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, uint name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, long name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, ulong name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, Int128 name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, UInt128 name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    /// <remarks>NaN and the infinities by name: System.Text.Json refuses them as keys only of <see cref="double"/>.</remarks>
    public static void WritePropertyName(RecordBuffer output, Half name)
    {
        WriteAsString(output, name);
        output.Write((byte)':');
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    /// <remarks>NaN and the infinities by name: System.Text.Json refuses them as keys only of <see cref="double"/>.</remarks>
    public static void WritePropertyName(RecordBuffer output, float name)
    {
        WriteAsString(output, name);
        output.Write((byte)':');
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, double name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, decimal name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, Guid name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, DateTime name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, DateTimeOffset name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, DateOnly name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, TimeOnly name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    /// <inheritdoc cref="WritePropertyName(RecordBuffer, string)"/>
    public static void WritePropertyName(RecordBuffer output, TimeSpan name)
    {
        output.Write(Quote);
        Utf8Text.Write(output, name);
        output.Write("\":"u8);
    }

    private static void WritePropertyName(RecordBuffer output, ReadOnlySpan<char> name)
    {
        JsonString.Write(output, name);
        output.Write((byte)':');
    }
}
