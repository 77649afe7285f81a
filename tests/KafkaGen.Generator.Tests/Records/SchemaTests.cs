using System.Text.Json;
using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>What a contract tells operators: its headers, and the JSON schema of its value.</summary>
public sealed class SchemaTests
{
    private const string Draft = "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"";

    [Theory]
    [InlineData("bool A", """ "a":{"type":"boolean"} """)]
    [InlineData("byte A, long B, Int128 C", """ "a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"} """)]
    [InlineData("double A, decimal B, Half C", """ "a":{"type":"number"},"b":{"type":"number"},"c":{"type":"number"} """)]
    [InlineData("string A, string? B, char C, Uri D", """ "a":{"type":"string"},"b":{"type":["string","null"]},"c":{"type":"string"},"d":{"type":"string"} """)]
    [InlineData("Guid A, DateTimeOffset B, DateOnly C, DateTime D, TimeSpan E", """ "a":{"type":"string","format":"uuid"},"b":{"type":"string","format":"date-time"},"c":{"type":"string","format":"date"},"d":{"type":"string"},"e":{"type":"string"} """)]
    [InlineData("byte[] A, int? B, DayOfWeek C", """ "a":{"type":"string","contentEncoding":"base64"},"b":{"type":["integer","null"]},"c":{"type":"integer"} """)]
    [InlineData("List<int?> A, int[]? B", """ "a":{"type":"array","items":{"type":["integer","null"]}},"b":{"type":["array","null"],"items":{"type":"integer"}} """)]
    [InlineData("Dictionary<string, Guid> A, List<List<string>> B", """ "a":{"type":"object","additionalProperties":{"type":"string","format":"uuid"}},"b":{"type":"array","items":{"type":"array","items":{"type":"string"}}} """)]
    [InlineData("[property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int A, [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double B", """ "a":{"type":"string"},"b":{"type":["number","string"]} """)]
    [InlineData("object A, System.Text.Json.JsonElement B", """ "a":{},"b":{} """)]
    public void Members_are_described(string members, string expected)
    {
        string schema = SchemaOf($"[KafkaTopic(\"a\")] public sealed record Message({members});");

        Assert.StartsWith($"{{{Draft},\"type\":\"object\",\"properties\":{{{expected.Trim()}}},\"required\":[", schema, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_described_once_and_refer_to_each_other()
    {
        string schema = SchemaOf("""
            [KafkaTopic("a")] public sealed record Message(Line First, Line? Second, List<Line> Lines, Message? Cause);
            public sealed record Line([property: JsonPropertyName("größe \"x\"")] int Size, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text, Line? Next);
            """);

        Assert.Equal(
            "{" + Draft + """
            ,"type":"object","properties":{"first":{"$ref":"#/$defs/Line"},"second":{"anyOf":[{"$ref":"#/$defs/Line"},{"type":"null"}]},"lines":{"type":"array","items":{"$ref":"#/$defs/Line"}},"cause":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["first","second","lines","cause"],"$defs":{"Line":{"type":"object","properties":{"gr\u00F6\u00DFe \u0022x\u0022":{"type":"integer"},"text":{"type":"string"},"next":{"anyOf":[{"$ref":"#/$defs/Line"},{"type":"null"}]}},"required":["gr\u00F6\u00DFe \u0022x\u0022","next"]}}}
            """,
            schema);
    }

    [Fact]
    public void Type_that_is_a_contract_as_well_refers_to_itself_by_name_where_another_one_uses_it()
    {
        string schema = SchemaOf("""
            [KafkaTopic("a")] public sealed record Message([property: JsonPropertyName("$ref")] string Text, List<Reply?> Replies);
            [KafkaTopic("b")] public sealed record Reply(Message To, Reply? Before);
            """);

        Assert.Equal(
            "{" + Draft + """
            ,"type":"object","properties":{"$ref":{"type":"string"},"replies":{"type":"array","items":{"$ref":"#/$defs/Reply"}}},"required":["$ref","replies"],"$defs":{"Reply":{"type":"object","properties":{"to":{"$ref":"#"},"before":{"anyOf":[{"$ref":"#/$defs/Reply"},{"type":"null"}]}},"required":["to","before"]}}}
            """,
            schema);
    }

    [Fact]
    public void Derived_types_are_told_by_their_discriminator()
    {
        string schema = SchemaOf("""
            [KafkaTopic("a")] public sealed record Message(Shape Shape);
            [JsonPolymorphic, JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 4)] public abstract record Shape;
            public sealed record Circle(double Radius) : Shape;
            public sealed record Square(double Side) : Shape;
            """);

        using JsonDocument json = JsonDocument.Parse(schema);
        JsonElement[] definitions = [.. json.RootElement.GetProperty("$defs").EnumerateObject().Select(definition => definition.Value)];
        Assert.Equal(3, definitions.Length);
        Assert.Equal(2, definitions[0].GetProperty("anyOf").GetArrayLength());
        Assert.Equal("circle", definitions[1].GetProperty("properties").GetProperty("$type").GetProperty("const").GetString());
        Assert.Equal(4, definitions[2].GetProperty("properties").GetProperty("$type").GetProperty("const").GetInt32());
    }

    [Fact]
    public void Collection_that_holds_itself_ends() =>
        Assert.Contains("\"type\":\"array\",\"items\":{}", SchemaOf("[KafkaTopic(\"a\")] public sealed record Message(Tree Tree); public sealed class Tree : List<Tree> { }"), StringComparison.Ordinal);

    [Fact]
    public void Value_of_the_applications_own_bytes_has_none() => Assert.Null(
        Contract("[KafkaTopic(\"a\")] public sealed record Message([KafkaValue] string Text);").ValueSchema);

    [Fact]
    public void Headers_are_named() => Assert.Equal(
        ["type", "tenant"],
        Contract("[KafkaTopic(\"a\"), KafkaHeader(\"type\", \"x\")] public sealed record Message([KafkaHeader(\"tenant\")] string Tenant);").HeaderNames);

    private static string SchemaOf(string source)
    {
        string? schema = Contract(source).ValueSchema;
        Assert.NotNull(schema);
        JsonDocument.Parse(schema).Dispose();
        return schema;
    }

    private static KafkaContract Contract(string source) => LoadedProject.Of(GeneratorRun.Of(
        "#nullable enable\nusing System; using System.Collections.Generic; using System.Text.Json.Serialization; using KafkaGen;\n" + source)).Contract("Message");
}
