using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the encoding that a <c>[PartitionKey]</c> asks for.</summary>
internal static class KeyEncodings
{
    private const int Java = 0;
    private const int Text = 1;
    private const int BigEndian = 2;

    /// <returns>How a value becomes bytes, or <see langword="null"/> after a finding.</returns>
    public static KeyForm? Parse(AnnotatedMember member, ITypeSymbol type, bool isComponent, Findings findings)
    {
        int encoding = member.KeyEncoding;
        bool isGuid = type.Is("System", "Guid");
        bool isText = type.SpecialType == SpecialType.System_String;
        bool isBytes = KeyTypes.IsBytes(type);
        string? fault = encoding switch
        {
            Java => null,
            Text => isBytes ? "bytes are no text" : null,
            BigEndian when isComponent => "the parts of a key of several are joined as text",
            BigEndian => isText || isBytes ? "only integers and a Guid have such bytes" : null,
            _ => "there is no such encoding",
        };
        if (fault is not null)
        {
            findings.Add(RecordPartDiagnostics.KeyEncoding, member.Location, member.Name, type.Display(), NameOf(encoding), fault);
            return null;
        }

        return encoding switch
        {
            Text when !isText => KeyForm.Text,
            BigEndian when isGuid => KeyForm.BigEndianGuid,
            _ => KeyForm.Java,
        };
    }

    private static string NameOf(int encoding) => encoding switch
    {
        Text => "Text",
        BigEndian => "BigEndian",
        _ => encoding.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
