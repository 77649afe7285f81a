namespace KafkaGen.Contracts;

/// <summary>Numbers as <c>[JsonNumberHandling]</c> asks for them.</summary>
public static partial class JsonText
{
    /// <summary>Writes a number in quotes; NaN and the infinities by name.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The number.</param>
    public static void WriteAsString(RecordBuffer output, double value)
    {
        if (!double.IsFinite(value))
        {
            WriteName(output, value);
            return;
        }

        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <summary>Writes a number, or the name of NaN and the infinities in quotes.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The number.</param>
    public static void WriteOrName(RecordBuffer output, double value)
    {
        if (double.IsFinite(value))
        {
            Write(output, value);
        }
        else
        {
            WriteName(output, value);
        }
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, byte value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, sbyte value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, short value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, ushort value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, int value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, uint value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, long value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, ulong value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, Int128 value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, UInt128 value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, decimal value)
    {
        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, Half value)
    {
        if (!Half.IsFinite(value))
        {
            WriteName(output, (double)value);
            return;
        }

        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteOrName(RecordBuffer, double)"/>
    public static void WriteOrName(RecordBuffer output, Half value)
    {
        if (Half.IsFinite(value))
        {
            Write(output, value);
        }
        else
        {
            WriteName(output, (double)value);
        }
    }

    /// <inheritdoc cref="WriteAsString(RecordBuffer, double)"/>
    public static void WriteAsString(RecordBuffer output, float value)
    {
        if (!float.IsFinite(value))
        {
            WriteName(output, (double)value);
            return;
        }

        output.Write(Quote);
        Write(output, value);
        output.Write(Quote);
    }

    /// <inheritdoc cref="WriteOrName(RecordBuffer, double)"/>
    public static void WriteOrName(RecordBuffer output, float value)
    {
        if (float.IsFinite(value))
        {
            Write(output, value);
        }
        else
        {
            WriteName(output, (double)value);
        }
    }

    private static void WriteName(RecordBuffer output, double value) => output.Write(
        double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
}
