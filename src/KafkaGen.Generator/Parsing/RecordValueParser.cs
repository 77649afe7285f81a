using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds how a record's value is written: as generated JSON, unless the attribute names another way.</summary>
internal static class RecordValueParser
{
    private const string Raw = "[KafkaValue]";

    public static (RecordValueSpec Value, EquatableArray<EncoderSpec> Encoders)? Parse(
        ContractDeclaration declaration, ContractMembers members, Findings findings, CancellationToken cancellationToken)
    {
        string[] ways = Ways(declaration, members).ToArray();
        if (ways.Length > 1)
        {
            findings.Add(
                ContractDiagnostics.SeveralValues,
                declaration.PlaceOfNamed(ways[1], findings),
                declaration.Type.Display(),
                ways[0],
                ways[1]);
            return null;
        }

        RecordValueSpec? value = ways.FirstOrDefault() switch
        {
            SerializerParser.Value => SerializerParser.Parse(declaration, SerializerParser.Value, declaration.Type, findings) is { } serializer
                ? new SerializedValueSpec(serializer)
                : null,
            JsonContextParser.Argument => JsonContextParser.Parse(declaration, findings),
            Raw => RawValueParser.Parse(members, findings),
            _ => null,
        };
        if (value is not null)
        {
            return (value, default);
        }

        if (ways.Length > 0)
        {
            return null;
        }

        var json = new JsonTypeParser(findings, cancellationToken);
        ValueSpec? encoded = json.Parse(declaration.Type, new JsonSite(declaration.Type.Display(), findings.Contract));
        return encoded is null ? null : (new EncodedValueSpec(encoded), json.Encoders);
    }

    private static IEnumerable<string> Ways(ContractDeclaration declaration, ContractMembers members)
    {
        if (members.With(KafkaAttributes.Value).Length > 0)
        {
            yield return Raw;
        }

        if (SerializerParser.IsNamed(declaration, SerializerParser.Value))
        {
            yield return SerializerParser.Value;
        }

        if (SerializerParser.IsNamed(declaration, JsonContextParser.Argument))
        {
            yield return JsonContextParser.Argument;
        }
    }
}
