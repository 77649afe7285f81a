using KafkaGen.GeneratorTests.Driving;

namespace KafkaGen.GeneratorTests;

/// <summary>Members that hold JSON themselves.</summary>
public sealed class JsonDocumentTests
{
    private const string Any = "{ \\\"Né<\\\": [1.50, null, true, { \\\"é\\\\n\\\": \\\"+\\\" }], \\\"n\\\": 1E5 }";

    [Theory]
    [InlineData("JsonElement", $"JsonDocument.Parse(\"{Any}\").RootElement")]
    [InlineData("JsonElement?", "null")]
    [InlineData("JsonElement", "JsonDocument.Parse(\" 17 \").RootElement")]
    [InlineData("JsonDocument?", $"JsonDocument.Parse(\"{Any}\")")]
    [InlineData("JsonDocument?", "null")]
    [InlineData("JsonNode?", $"JsonNode.Parse(\"{Any}\")")]
    [InlineData("JsonNode?", "null")]
    [InlineData("JsonObject", "new() { [\"Aé\"] = 1.5, [\"b\"] = null, [\"c\"] = new JsonArray(1, \"x\") }")]
    [InlineData("JsonArray?", "new() { 1, JsonValue.Create(System.DayOfWeek.Friday), JsonValue.Create(new { Name = \"x\" }) }")]
    [InlineData("JsonValue?", "JsonValue.Create(System.DateTime.UnixEpoch)")]
    [InlineData("List<JsonElement>", "new() { JsonDocument.Parse(\"{}\").RootElement, JsonDocument.Parse(\"[]\").RootElement }")]
    [InlineData("Dictionary<string, JsonNode?>", "new() { [\"a\"] = null, [\"b\"] = 1 }")]
    public void Bytes_are_those_of_System_Text_Json(string type, string value) => JsonParity.AssertSame(
        $$"""
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { public {{type}} Member { get; set; } = {{value}}; public int After => 1; }
        public static class Sample { public static object Create() => new Order(); }
        """);

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
