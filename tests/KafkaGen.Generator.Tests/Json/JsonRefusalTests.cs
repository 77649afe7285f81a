using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>A refusal names the place, whatever kind of value it is in, and nothing of the record is left.</summary>
public sealed class JsonRefusalTests
{
    [Theory]
    [InlineData("Dictionary<int, double>", "new() { [1] = 1, [7] = double.NaN }", "$.member.7")]
    [InlineData("Dictionary<double, int>", "new() { [double.NaN] = 1 }", "$.member")]
    [InlineData("Dictionary<DayOfWeek, double[]>", "new() { [DayOfWeek.Friday] = new[] { 1, double.NaN } }", "$.member.Friday[1]")]
    [InlineData("Memory<double>", "new[] { 1, 2, double.NaN }", "$.member[2]")]
    [InlineData("Base", "new Derived { Value = double.NaN }", "$.member.value")]
    [InlineData("List<Base>", "new() { new Base(), new Unknown() }", "$.member[1]")]
    [InlineData("Extended", "new() { Extra = new() { [\"a\"] = default } }", "$.member.a")]
    [InlineData("Included", "new() { Field = double.NaN }", "$.member.field")]
    [InlineData("Told", "new()", "$.member")]
    [InlineData("JsonNode[]", "new JsonNode[] { 1, JsonNode.Parse(new string('[', 64) + new string(']', 64))! }", "$.member[1]")]
    public void Place_is_named(string type, string value, string path)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            #pragma warning disable KG0220
            using System;
            using System.Collections.Generic;
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            using KafkaGen;
            [KafkaTopic("a")] public sealed class Order { public int Before => 1; public {{type}} Member { get; set; } = {{value}}; }
            [JsonDerivedType(typeof(Derived), "d")] public class Base { }
            public sealed class Derived : Base { public double Value { get; set; } }
            public sealed class Unknown : Base { }
            public sealed class Extended { [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; } }
            public sealed class Included { [JsonInclude] internal double Field = 0.5; }
            public sealed class Told : IJsonOnSerializing { public void OnSerializing() => throw new InvalidOperationException("told"); }
            public static class Sample { public static object Create() => new Order(); }
            """));
        object message = project.Samples().Single();
        Assert.ThrowsAny<Exception>(() => System.Text.Json.JsonSerializer.Serialize(message, message.GetType()));
        RecordEncodingException refusal = Assert.Throws<RecordEncodingException>(() => project.Encode(message));
        Assert.Equal(path, refusal.Path);
    }
}
