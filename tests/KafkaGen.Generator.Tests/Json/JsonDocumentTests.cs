using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Members that hold JSON themselves.</summary>
public sealed class JsonDocumentTests
{
    private const string Any = "{ \\\"Né<\\\": [1.50, null, true, { \\\"é\\\\n\\\": \\\"+\\\" }], \\\"n\\\": 1E5 }";

    private static readonly (string Type, string Value)[] s_values =
    [
        ("JsonElement", $"JsonDocument.Parse(\"{Any}\").RootElement"),
        ("JsonElement?", "null"),
        ("JsonElement", "JsonDocument.Parse(\" 17 \").RootElement"),
        ("JsonDocument?", $"JsonDocument.Parse(\"{Any}\")"),
        ("JsonDocument?", "null"),
        ("JsonNode?", $"JsonNode.Parse(\"{Any}\")"),
        ("JsonNode?", "null"),
        ("JsonObject", "new() { [\"Aé\"] = 1.5, [\"b\"] = null, [\"c\"] = new JsonArray(1, \"x\") }"),
        ("JsonArray?", "new() { 1, JsonValue.Create(System.DayOfWeek.Friday), JsonValue.Create(new { Name = \"x\" }) }"),
        ("JsonValue?", "JsonValue.Create(System.DateTime.UnixEpoch)"),
        ("List<JsonElement>", "new() { JsonDocument.Parse(\"{}\").RootElement, JsonDocument.Parse(\"[]\").RootElement }"),
        ("Dictionary<string, JsonNode?>", "new() { [\"a\"] = null, [\"b\"] = 1 }"),
    ];

    [Fact]
    public void Bytes_are_those_of_System_Text_Json() => JsonParity.AssertSameInEachRow(
        """
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using KafkaGen;
        """,
        s_values.Select(row => (
            $"[KafkaTopic(\"a\")] public sealed class Order {{ public {row.Type} Member {{ get; set; }} = {row.Value}; public int After => 1; }}", "new Order()")));

    [Theory]
    [InlineData("JsonElement", "default")]
    [InlineData("JsonElement", "JsonDocument.Parse(new string('[', 64) + new string(']', 64)).RootElement")]
    [InlineData("JsonNode?", "JsonNode.Parse(new string('[', 64) + new string(']', 64))")]
    public void What_System_Text_Json_refuses_is_refused(string type, string value)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using KafkaGen;
            [KafkaTopic("a")] public sealed class Order { public {{type}} Member { get; set; } = {{value}}; }
            public static class Sample { public static object Create() => new Order(); }
            """));
        object message = project.Samples().Single();
        Assert.ThrowsAny<Exception>(() => System.Text.Json.JsonSerializer.Serialize(message, message.GetType()));
        Assert.Equal("$.member", Assert.Throws<RecordEncodingException>(() => project.Encode(message)).Path);
    }

    [Fact]
    public void As_deep_as_System_Text_Json_writes() => JsonParity.AssertSame("""
        using System.Text.Json;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { public JsonElement Member { get; set; } = JsonDocument.Parse(new string('[', 63) + new string(']', 63)).RootElement; }
        public static class Sample { public static object Create() => new Order(); }
        """);
}
