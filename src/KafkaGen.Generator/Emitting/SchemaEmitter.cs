using System.Text;
using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>
/// Writes what operators are told of a contract: the names of its headers, and the JSON schema (draft 2020-12) of its value as one constant, which costs nothing until it is asked for.
/// </summary>
internal sealed class SchemaEmitter
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";
    private const string Anything = "{}";

    private readonly Dictionary<string, EncoderSpec> _encoders;
    private readonly string? _root;
    private readonly List<string> _definitions = [];
    private readonly HashSet<string> _entered = [];

    private SchemaEmitter(ContractSpec contract, string? root)
    {
        _encoders = contract.Encoders.ToDictionary(encoder => encoder.ClassName);
        _root = root;
    }

    public static void Emit(SourceWriter writer, ContractSpec contract)
    {
        string[] headers = [.. contract.Headers.Select(header => header.Name).Distinct()];
        if (headers.Length > 0)
        {
            writer.Line();
            writer.Line(
                "public override global::System.Collections.Generic.IReadOnlyList<string> HeaderNames => " +
                $"new[] {{ {string.Join(", ", headers.Select(Literal.Text))} }};");
        }

        if (contract.Value is EncodedValueSpec encoded)
        {
            writer.Line();
            writer.Line($"public override global::System.ReadOnlySpan<byte> ValueSchema => {Literal.Utf8(new SchemaEmitter(contract, encoded.Value.Encoder).Write(encoded.Value))};");
        }
    }

    private string Write(ValueSpec value)
    {
        string root = _root is not null && _encoders.TryGetValue(_root, out EncoderSpec? encoder) ? BodyOf(encoder) : SchemaOf(value);
        var text = new StringBuilder($"{{\"$schema\":\"{Draft}\"");
        if (root.Length > Anything.Length)
        {
            text.Append(',').Append(root, 1, root.Length - 2);
        }

        // Grows while they are written: an object may lead to others.
        for (int i = 0; i < _definitions.Count; i++)
        {
            text.Append(i == 0 ? ",\"$defs\":{" : ",").Append($"\"{NameOf(_definitions[i])}\":{BodyOf(_encoders[_definitions[i]])}");
        }

        return text.Append(_definitions.Count > 0 ? "}}" : "}").ToString();
    }

    private string SchemaOf(ValueSpec value)
    {
        string schema = value.Encoder is not null && _encoders.TryGetValue(value.Encoder, out EncoderSpec? encoder) ? SchemaOf(encoder) : ScalarOf(value);
        return value.IsNullableValue ? OrNull(schema) : schema;
    }

    private string SchemaOf(EncoderSpec encoder)
    {
        switch (encoder)
        {
            case ObjectEncoderSpec or PolymorphicEncoderSpec when encoder.ClassName == _root:
                return "{\"$ref\":\"#\"}";
            case ObjectEncoderSpec or PolymorphicEncoderSpec:
                if (!_definitions.Contains(encoder.ClassName))
                {
                    _definitions.Add(encoder.ClassName);
                }

                return $"{{\"$ref\":\"#/$defs/{NameOf(encoder.ClassName)}\"}}";
            default:
                return BodyOf(encoder);
        }
    }

    private string BodyOf(EncoderSpec encoder)
    {
        // A collection may be an element of its own.
        if (!_entered.Add(encoder.ClassName))
        {
            return Anything;
        }

        string body = encoder switch
        {
            ObjectEncoderSpec shape => ObjectOf(shape),
            ListEncoderSpec list => $"{{\"type\":\"array\",\"items\":{SchemaOf(list.Element)}}}",
            DictionaryEncoderSpec dictionary => $"{{\"type\":\"object\",\"additionalProperties\":{SchemaOf(dictionary.Value)}}}",
            PolymorphicEncoderSpec polymorphic => $"{{\"anyOf\":[{string.Join(",", TypesOf(polymorphic).Distinct().Select(name => SchemaOf(_encoders[name])))}]}}",
            EnumEncoderSpec => "{\"type\":\"string\"}",
            OptionEncoderSpec option => OrNull(SchemaOf(option.Value)),
            _ => Anything,
        };
        _entered.Remove(encoder.ClassName);
        return body;
    }

    private static IEnumerable<string> TypesOf(PolymorphicEncoderSpec polymorphic) =>
        polymorphic.Derived.Select(derived => derived.Encoder).Concat(polymorphic.OfBase is { } ofBase ? [ofBase] : []);

    private string ObjectOf(ObjectEncoderSpec shape)
    {
        var properties = new List<string>();
        var required = new List<string>();
        if (shape.Discriminator is { } discriminator)
        {
            int colon = discriminator.IndexOf("\":", StringComparison.Ordinal) + 1;
            properties.Add($"{discriminator.Substring(0, colon)}:{{\"const\":{discriminator.Substring(colon + 1)}}}");
            required.Add(discriminator.Substring(0, colon));
        }

        foreach (JsonMemberSpec member in shape.Members)
        {
            string name = $"\"{member.JsonName}\"";
            string schema = SchemaOf(member.Value);
            properties.Add($"{name}:{(member.CanBeNull && member.LeftOut != LeftOutWhen.Null ? OrNull(schema) : schema)}");
            if (member.LeftOut == LeftOutWhen.Never)
            {
                required.Add(name);
            }
        }

        string list = required.Count > 0 ? $",\"required\":[{string.Join(",", required)}]" : string.Empty;
        return $"{{\"type\":\"object\",\"properties\":{{{string.Join(",", properties)}}}{list}}}";
    }

    private static string OrNull(string schema)
    {
        const string OneType = "{\"type\":\"";
        const string AnyOf = "{\"anyOf\":[";
        const string Types = "{\"type\":[";
        const string Null = "{\"type\":\"null\"}]}";
        if (schema == Anything
            || (schema.StartsWith(AnyOf, StringComparison.Ordinal) && schema.EndsWith(Null, StringComparison.Ordinal))
            || (schema.StartsWith(Types, StringComparison.Ordinal) && schema.Substring(0, schema.IndexOf(']')).EndsWith(",\"null\"", StringComparison.Ordinal)))
        {
            return schema;
        }

        int end = schema.StartsWith(OneType, StringComparison.Ordinal) ? schema.IndexOf('"', OneType.Length) : -1;
        return end > 0
            ? $"{{\"type\":[\"{schema.Substring(OneType.Length, end - OneType.Length)}\",\"null\"]{schema.Substring(end + 1)}"
            : $"{AnyOf}{schema},{Null}";
    }

    private static string ScalarOf(ValueSpec value) => value.Numbers switch
    {
        NumberForm.AsString => "{\"type\":\"string\"}",
        NumberForm.OrName => "{\"type\":[\"number\",\"string\"]}",
        _ => value.Scalar switch
        {
            JsonScalar.Boolean => "{\"type\":\"boolean\"}",
            JsonScalar.Integer => "{\"type\":\"integer\"}",
            JsonScalar.Number => "{\"type\":\"number\"}",
            JsonScalar.Text => "{\"type\":\"string\"}",
            JsonScalar.Bytes => "{\"type\":\"string\",\"contentEncoding\":\"base64\"}",
            JsonScalar.Guid => "{\"type\":\"string\",\"format\":\"uuid\"}",
            JsonScalar.Moment => "{\"type\":\"string\",\"format\":\"date-time\"}",
            JsonScalar.Date => "{\"type\":\"string\",\"format\":\"date\"}",
            _ => Anything,
        },
    };

    // Unique in the contract, and without characters that a reference would have to escape.
    private static string NameOf(string className)
    {
        const string Suffix = "Json";
        return className.EndsWith(Suffix, StringComparison.Ordinal) ? className.Substring(0, className.Length - Suffix.Length) : className;
    }
}
