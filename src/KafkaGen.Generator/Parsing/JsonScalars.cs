using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The types that System.Text.Json writes as one JSON string, number or literal.</summary>
internal static class JsonScalars
{
    private static readonly HashSet<string> s_systemNames =
    [
        "Int128", "UInt128", "Half", "Guid", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Uri", "Version",
    ];

    /// <summary>Whether it is text of any content, which is escaped.</summary>
    public static bool IsText(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_String or SpecialType.System_Char || type.Is("System", "Uri");

    /// <summary>Whether a dictionary's keys may be of this type; enums may as well.</summary>
    public static bool IsKey(ITypeSymbol type) => Contains(type) && !KeyTypes.IsBytes(type);

    /// <summary>What it is in JSON. A <c>DateTime</c> may be written without a distance from UTC, and a time span by other rules than ISO 8601's: they are text.</summary>
    public static JsonScalar KindOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => JsonScalar.Boolean,
        _ when JsonNumbers.IsInteger(type) => JsonScalar.Integer,
        _ when JsonNumbers.IsNumber(type) => JsonScalar.Number,
        _ when KeyTypes.IsBytes(type) => JsonScalar.Bytes,
        _ when type.Is("System", "Guid") => JsonScalar.Guid,
        _ when type.Is("System", "DateTimeOffset") => JsonScalar.Moment,
        _ when type.Is("System", "DateOnly") => JsonScalar.Date,
        _ => JsonScalar.Text,
    };

    public static bool Contains(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Boolean:
            case SpecialType.System_Byte:
            case SpecialType.System_SByte:
            case SpecialType.System_Int16:
            case SpecialType.System_UInt16:
            case SpecialType.System_Int32:
            case SpecialType.System_UInt32:
            case SpecialType.System_Int64:
            case SpecialType.System_UInt64:
            case SpecialType.System_Single:
            case SpecialType.System_Double:
            case SpecialType.System_Decimal:
            case SpecialType.System_Char:
            case SpecialType.System_String:
            case SpecialType.System_DateTime:
                return true;
            default:
                return KeyTypes.IsBytes(type) || (s_systemNames.Contains(type.MetadataName) && type.Is("System", type.MetadataName));
        }
    }
}
