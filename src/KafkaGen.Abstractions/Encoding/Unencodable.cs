using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace KafkaGen.Contracts;

/// <summary>The refusals of values that no encoder can write.</summary>
internal static class Unencodable
{
    private const string NotFinite = "NaN and infinities cannot be written as valid JSON.";

    [DoesNotReturn]
    public static void ThrowNotFinite(double value) => throw OfNotFinite(value, new ArgumentException(NotFinite, nameof(value)));

    // System.Text.Json finds a Half's NaN only when it reads its own text again, as JSON that is not valid.
    [DoesNotReturn]
    public static void ThrowNotFinite(Half value) => throw OfNotFinite((double)value, new JsonException(NotFinite));

    [DoesNotReturn]
    public static void ThrowNoRoom(Type type) => throw new UnreachableException($"The text of a {type.Name} is longer than its encoder reserved.");

    public static RecordEncodingException ByMember(Exception thrown) => new($"{thrown.GetType().Name}: {thrown.Message}", thrown);

    private static RecordEncodingException OfNotFinite(double value, Exception kind) => new(
        $"{value.ToString(CultureInfo.InvariantCulture)} cannot be written: JSON has no NaN and no infinity. " +
        "Make the member nullable and set it to null for a value that is missing, or check it before the record is produced.",
        kind);

    /// <summary>Names the place of a failure, which the half-written record tells, and empties the record.</summary>
    public static RecordEncodingException Locate(RecordEncodingException failure, Type message, ContractParts part, RecordBuffer output)
    {
        string? path = part == ContractParts.None ? PartialJson.PathOfNext(output.Value) : null;
        string place = part switch
        {
            ContractParts.Key => "The key",
            ContractParts.Headers => output.OpenHeader is { } header ? $"The header '{header}'" : "A header",
            ContractParts.Timestamp => "The timestamp",
            ContractParts.Partition => "The partition",
            _ => path!,
        };
        failure.Locate($"{place} of '{message}' cannot be encoded", path);
        output.Clear();
        return failure;
    }
}
