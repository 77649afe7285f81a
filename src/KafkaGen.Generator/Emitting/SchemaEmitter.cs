using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>
/// Writes what operators are told of a contract: the names of its headers, and the JSON schema (draft 2020-12) of its value. Each encoder tells of its own type, so that a
/// type is described once however many contracts use it.
/// </summary>
internal sealed class SchemaEmitter
{
    private const string Anything = "{}";

    private readonly IReadOnlyDictionary<string, EncoderSpec> _unnamed;
    private readonly List<string> _types = [];
    private readonly HashSet<string> _entered = [];

    private SchemaEmitter(IReadOnlyDictionary<string, EncoderSpec> unnamed) => _unnamed = unnamed;

    /// <summary>Those of some encoders whose schemas have no name, and stand where they are used.</summary>
    public static IReadOnlyDictionary<string, EncoderSpec> Unnamed(IEnumerable<EncoderSpec> encoders) =>
        encoders.Where(encoder => !encoder.HasSchema).ToDictionary(encoder => encoder.ClassName);

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
            var schema = new SchemaEmitter(Unnamed(contract.Encoders));
            string value = Literal.Text(schema.SchemaOf(encoded.Value));
            writer.Line();
            writer.Line($"public override string ValueSchema => {Names.Schema}.Of({string.Join(", ", schema._types.Select(type => $"{type}.Describe").Prepend(value))});");
        }
    }

    /// <summary>Writes the method that defines an encoder's type, and those that it refers to.</summary>
    public static void EmitDescribe(SourceWriter writer, EncoderSpec encoder, IReadOnlyDictionary<string, EncoderSpec> unnamed)
    {
        var schema = new SchemaEmitter(unnamed);
        string definition = $"schema.Define({Literal.Text(NameOf(encoder.ClassName))}, {Literal.Text(schema.BodyOf(encoder))})";
        string[] others = [.. schema._types.Where(type => type != encoder.ClassName)];
        writer.Line();
        if (others.Length == 0)
        {
            writer.Line($"internal static void Describe({Names.Schema} schema) => {definition};");
            return;
        }

        writer.Open($"internal static void Describe({Names.Schema} schema)");
        writer.Open($"if ({definition})");
        foreach (string type in others)
        {
            writer.Line($"{type}.Describe(schema);");
        }

        writer.Close();
        writer.Close();
    }

    private string SchemaOf(ValueSpec value)
    {
        string schema = value.Encoder is null or Names.RelaxedJson ? ScalarOf(value) : SchemaOf(value.Encoder);
        return value.IsNullableValue ? OrNull(schema) : schema;
    }

    private string SchemaOf(string encoder)
    {
        if (_unnamed.TryGetValue(encoder, out EncoderSpec? unnamed))
        {
            return BodyOf(unnamed);
        }

        if (!_types.Contains(encoder))
        {
            _types.Add(encoder);
        }

        return $"{{\"$ref\":\"#/$defs/{NameOf(encoder)}\"}}";
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
            PolymorphicEncoderSpec polymorphic => $"{{\"anyOf\":[{string.Join(",", TypesOf(polymorphic).Distinct().Select(SchemaOf))}]}}",
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

    // Unique in the assembly, and without characters that a reference would have to escape.
    private static string NameOf(string className)
    {
        const string Suffix = "Json";
        return className.EndsWith(Suffix, StringComparison.Ordinal) ? className.Substring(0, className.Length - Suffix.Length) : className;
    }
}
