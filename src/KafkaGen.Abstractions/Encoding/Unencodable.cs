using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KafkaGen.Contracts;

/// <summary>The refusals of values that no encoder can write.</summary>
internal static class Unencodable
{
    [DoesNotReturn]
    public static void ThrowNotFinite(double value) =>
        throw new RecordEncodingException(
            $"{value.ToString(CultureInfo.InvariantCulture)} cannot be written: JSON has no NaN and no infinity. " +
            "Make the member nullable and set it to null for a value that is missing, or check it before the record is produced.",
            new ArgumentException("NaN and infinities cannot be written as valid JSON.", nameof(value)));
}
