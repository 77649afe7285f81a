using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds how a record's value is written: as generated JSON, unless the attribute names another way.</summary>
internal static class RecordValueParser
{
    public static (RecordValueSpec Value, EquatableArray<EncoderSpec> Encoders)? Parse(
        ContractDeclaration declaration, Findings findings, CancellationToken cancellationToken)
    {
        string[] ways = Ways(declaration).ToArray();
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

    private static IEnumerable<string> Ways(ContractDeclaration declaration)
    {
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
