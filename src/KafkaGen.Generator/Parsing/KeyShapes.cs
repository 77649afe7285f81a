using System.Globalization;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What the bytes of a key are, in words: consumers read keys of equal shapes in the same way.</summary>
internal static class KeyShapes
{
    public const string None = "none";
    private const string Text = "text";

    /// <summary>The shape of a key of one value.</summary>
    public static string Of(ITypeSymbol type, KeyForm form) => form switch
    {
        KeyForm.Text => Text,
        KeyForm.BigEndianGuid => "a UUID of 16 bytes",
        _ when KeyTypes.IsBytes(type) => "bytes",
        _ => WidthOf((type as INamedTypeSymbol)?.EnumUnderlyingType ?? type) switch
        {
            0 => Text,
            1 => "an integer of 1 byte",
            int width => string.Format(CultureInfo.InvariantCulture, "an integer of {0} bytes", width),
        },
    };

    /// <summary>The shape of a contract's key.</summary>
    public static string Of(KeySpec? key, SerializerSpec? serializer) => key switch
    {
        null => None,
        _ when serializer is not null => $"what {serializer.TypeName.Replace("global::", string.Empty)} writes",
        { Parts: { Count: 1 } parts } => parts[0].Shape,
        _ => string.Format(CultureInfo.InvariantCulture, "{0} of {1} parts", Text, key.Parts.Count),
    };

    /// <summary>The shape of a declared contract's key; <see langword="null"/> where the key is at fault.</summary>
    public static string? Of(ContractDeclaration declaration, Compilation compilation)
    {
        var findings = new Findings(compilation, Location.None);
        var members = ContractMembers.Of(declaration, findings);
        (KeySpec? key, SerializerSpec? serializer) = KeyParser.Parse(declaration, members, findings);
        return findings.All.Count == 0 && !findings.IsUnresolved ? Of(key, serializer) : null;
    }

    // Text and a Guid, which is written as text, have no width.
    private static int WidthOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 => 8,
        _ => 0,
    };
}
